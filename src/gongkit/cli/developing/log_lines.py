"""How the server's log is written for the one who develops the app."""

from __future__ import annotations

import logging
import re
from typing import Any, Final

from gongkit.app.address import WEBHOOKS
from gongkit.cli.developing.own_traceback import FRAME, own_traceback
from gongkit.redact import MASK

_WEBHOOK_KEY: Final = re.compile(rf"(?<={WEBHOOKS}/)[^/]+")


class AccessLine(logging.Formatter):
    """Writes a request as method, path and status, without what is secret in its URL.

    The query may hold a code or a state, the path of a webhook ends with a company's key.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        if not isinstance(record.args, tuple) or len(record.args) != 5:
            return super().format(record)
        _, method, path, _, status = record.args
        shown = _WEBHOOK_KEY.sub(MASK, str(path).partition("?")[0])
        return f"{method} {shown} {status}"


class ErrorLine(logging.Formatter):
    """Writes an error of the app from where its own code begins."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        """Write the traceback."""
        told = own_traceback(ei[1])
        # One that never came through the app's own code is written in full.
        return told if FRAME in told else super().formatException(ei)
