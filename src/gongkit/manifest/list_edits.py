"""Edits of a list's text that leave its layout and all comments as they are."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import msgspec

from gongkit.manifest.toml_places import Span

_COMMA: Final = re.compile(r"[ \t]*,[ \t]*")
_COMMA_BEFORE: Final = re.compile(r"[ \t]*,[ \t]*\Z")
_END_OF_LINE: Final = re.compile(r"[ \t]*\r?\n")
_BESIDE: Final = re.compile(r"([ \t]*,)?([ \t]*#[^\r\n]*)?")
"""What may stand behind an entry on its line: a comma, and a comment."""
_INDENT: Final = re.compile(r"\r?\n[ \t]*\Z")


class Change(NamedTuple):
    """A piece of the text, and what takes its place."""

    span: Span
    text: str


def without_entry(text: str, entry: Span) -> Change:
    """Take an entry out, with one comma, and with its line where nothing else stands there."""
    start, end = entry.start, entry.end
    if comma := _COMMA.match(text, end):
        end = comma.end()
    elif before := _COMMA_BEFORE.search(text[:start]):
        start = before.start()
    line = text.rfind("\n", 0, start) + 1
    rest = _END_OF_LINE.match(text, end)
    if rest and not text[line:start].strip(" \t"):
        start, end = line, rest.end()
    elif rest:
        start = len(text[:start].rstrip(" \t"))
    return Change(Span(start, end), "")


def with_entry(text: str, last: Span, entry: str) -> Change:
    """Add an entry behind the last one, on a line of its own where that one has its own."""
    written = in_quotes(entry, text[last.start])
    indent = _INDENT.search(text[: last.start])
    beside = _BESIDE.match(text, last.end)
    if indent is None or beside is None:
        return Change(Span(last.end, last.end), f", {written}")
    comma, comment = beside[1] or "", beside[2] or ""
    added = f",{comment}{indent[0]}{written}{comma}"
    return Change(Span(last.end, beside.end()), added)


def in_quotes(text: str, quote: str = '"') -> str:
    """Write a text in TOML; literally where that is how it was, and can be."""
    if quote == "'" and "'" not in text and text.isprintable():
        return f"'{text}'"
    return msgspec.json.encode(text).decode()
