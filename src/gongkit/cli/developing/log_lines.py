"""How the server's log is written for the one who develops the app."""

from __future__ import annotations

import logging
from typing import Any

from gongkit.cli.developing.own_traceback import FRAME, own_traceback


class AccessLine(logging.Formatter):
    """Writes a request as method, path and status: the query may hold a code or a state."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        if not isinstance(record.args, tuple) or len(record.args) != 5:
            return super().format(record)
        _, method, path, _, status = record.args
        return f"{method} {str(path).partition('?')[0]} {status}"


class ErrorLine(logging.Formatter):
    """Writes an error of the app from where its own code begins."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        """Write the traceback."""
        told = own_traceback(ei[1])
        # One that never came through the app's own code is written in full.
        return told if FRAME in told else super().formatException(ei)
