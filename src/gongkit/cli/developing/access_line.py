"""How a request to the app is told: without its query, which may hold a code or a state."""

from __future__ import annotations

import logging


class AccessLine(logging.Formatter):
    """Writes uvicorn's access records as method, path and status."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        if not isinstance(record.args, tuple) or len(record.args) != 5:
            return super().format(record)
        _, method, path, _, status = record.args
        return f"{method} {str(path).partition('?')[0]} {status}"
