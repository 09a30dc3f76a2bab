"""What a command says, and where: data to stdout, everything else to stderr."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import timedelta
from io import TextIOWrapper
from typing import Any, TextIO

from gongkit.errors import GongkitError, RateLimited
from gongkit.settings import wants_colour

_RESET = "\x1b[0m"
_STYLES = {
    "bold": "\x1b[1m",
    "dim": "\x1b[2m",
    "red": "\x1b[31m",
    "green": "\x1b[32m",
    "yellow": "\x1b[33m",
    "blue": "\x1b[34m",
}


class Paint:
    """Colours text for one stream: on a terminal that wants it, else not at all."""

    def __init__(self, stream: TextIO) -> None:
        self._on = wants_colour(terminal=stream.isatty())

    def __call__(self, text: str, *styles: str) -> str:
        """Put styles on a text: `paint("Done", "bold", "green")`."""
        if not (self._on and text and styles):
            return text
        return "".join(_STYLES[style] for style in styles) + text + _RESET


def columns() -> int:
    """Count the columns of the terminal; 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns


def table_width() -> int | None:
    """Count the columns a table may have; None where nobody's terminal bounds it."""
    return columns() if sys.stdout.isatty() or "COLUMNS" in os.environ else None


def write_json(value: Any) -> None:
    """Write a value as JSON to stdout: in UTF-8, whatever the terminal's encoding is."""
    import msgspec

    write_bytes(msgspec.json.format(msgspec.json.encode(value)) + b"\n")


def write_bytes(content: bytes) -> None:
    """Write to stdout at once, after what was printed before."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def let_print_anything() -> None:
    """Have characters that stdout or stderr cannot encode replaced, and not end the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def note(text: str) -> None:
    """Say something to the person at the terminal."""
    print(text, file=sys.stderr)


def report(error: GongkitError) -> None:
    """Say what went wrong and what to do next."""
    paint = Paint(sys.stderr)
    note(f"{paint('Error:', 'bold', 'red')} {printable(error.message)}")
    if error.hint:
        note(paint(printable(error.hint), "dim"))
    if isinstance(error, RateLimited) and error.retry_after is not None:
        wait = timedelta(seconds=round(error.retry_after))
        note(paint(f"Gong asks to wait {wait} (h:mm:ss).", "dim"))
    if sys.stderr.isatty():
        note(paint(f"More: gongkit explain {error.code}", "dim"))


def printable(text: str) -> str:
    """Replace control characters, which could act on the terminal, by question marks."""
    return "".join(c if c.isprintable() or c in "\n\t" else "?" for c in text)
