"""PostgreSQL's errors in plain words, without addresses, passwords or values."""

from __future__ import annotations

from typing import Final

import psycopg

_BY_STATE: Final = {
    "25006": "it may not be written",
    "25P03": "a transaction stood still for too long, and was undone",
    "28P01": "it does not accept the user or the password",
    "28000": "it does not accept the user",
    "3D000": "there is no such database",
    "53100": "the disk is full",
    "53300": "it has too many connections",
    "55P03": "another process kept it locked for too long",
    "57P01": "it is being stopped",
    "57P03": "it is starting or stopping",
}
# What went wrong while connecting has no SQLSTATE, only libpq's text: from the server or its own.
_BY_TEXT: Final = {
    "password authentication failed": "it does not accept the user or the password",
    "no password supplied": "it wants a password, and the URL has none",
    "starting up": "it is starting or stopping",
    "shutting down": "it is starting or stopping",
    "connection slots": "it has too many connections",
    "too many clients": "it has too many connections",
    "too many connections": "it has too many connections",
    "Connection refused": "the server cannot be reached",
    "No such file or directory": "the server cannot be reached",
    "timeout expired": "the server does not answer",
    "failed to resolve host": "the name of its host is not known",
    "could not translate host name": "the name of its host is not known",
    "closed the connection": "the connection broke",
}


def reason_of(error: psycopg.Error) -> str:
    """Say why, in words that may be shown to anybody."""
    said = error.diag.message_primary or _last_words(str(error))
    if error.sqlstate == "42501":
        return f"the user lacks a right ({said})"
    by_text = (reason for part, reason in _BY_TEXT.items() if part in said)
    return _BY_STATE.get(error.sqlstate or "") or next(by_text, said)


def _last_words(text: str) -> str:
    """Strip the address from `… connection to server at … failed: FATAL:  why`, and the advice."""
    last = text.rpartition(" failed: ")[2].strip()
    return last.split("\n")[0].removeprefix("FATAL:").strip()
