"""HTML as the tags and texts that it is written with, each with its place in the source.

This reads as browsers do where that can be told from the tags alone. `html.parser` does not,
and reads differently from one release of Python to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final, NamedTuple

START, END, TEXT, RAW, COMMENT = "start", "end", "text", "raw", "comment"

VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
"""Elements that nothing is in, and that no tag ends."""

_RAW_IN: Final = frozenset(
    ("iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea")
) | {"title", "xmp"}

_SPACE = r" \t\n\f\r"
_QUOTED = r"\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)"
_ATTRIBUTE = re.compile(
    rf"([^{_SPACE}/>][^{_SPACE}/>=]*+)"
    rf"(?:[{_SPACE}]*+=[{_SPACE}]*+({_QUOTED}|[^{_SPACE}\"'>][^{_SPACE}>]*+)?+)?+"
)
_PIECE = re.compile(
    r"(?P<comment><!--(?:-?>|.*?(?:--!?>|\Z))|<[!?][^>]*+(?:>|\Z)|</(?:>|[^a-zA-Z>][^>]*+(?:>|\Z)))"
    rf"|<(?P<slash>/?)(?P<name>[a-zA-Z][^{_SPACE}/>]*+)"
    rf"(?P<rest>(?:[{_SPACE}/]++|{_ATTRIBUTE.pattern})*+)(?:>|\Z)",
    re.DOTALL,
)


class Token(NamedTuple):
    """A piece of HTML. `start` and `end` are its place in the source.

    `kind` is start or end (of a tag, with its `name`), text, raw (what is in a script, a
    style sheet and the like) or comment, which is also what a doctype counts as.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    text: str = ""
    attributes: tuple[Attribute, ...] = ()

    def get(self, name: str) -> str | None:
        """Give the value of an attribute; None where it is not there."""
        return next((each.value for each in self.attributes if each.name == name), None)


class Attribute(NamedTuple):
    """An attribute with its place, and that of its value as it is written."""

    name: str
    value: str
    start: int
    end: int
    value_start: int
    value_end: int


def read_tokens(source: str) -> list[Token]:
    """Take HTML apart. Nothing is left out: the pieces together are the source."""
    return list(_tokens(source))


def name_end(tag: Token) -> int:
    """Say where the name of a start tag ends."""
    return tag.start + 1 + len(tag.name)


def _tokens(source: str) -> Iterator[Token]:
    place = 0
    while match := _PIECE.search(source, place):
        if match.start() > place:
            yield _text(source, place, match.start())
        token = _token(source, match)
        yield token
        place = match.end()
        if token.kind == START and token.name in _RAW_IN:
            end = _end_of_raw(source, token.name, place)
            if end > place:
                yield Token(RAW, place, end, text=source[place:end])
            place = end
    if place < len(source):
        yield _text(source, place, len(source))


def _text(source: str, start: int, end: int) -> Token:
    return Token(TEXT, start, end, text=unescape(source[start:end]))


def _token(source: str, match: re.Match[str]) -> Token:
    start, end = match.span()
    if match["comment"] is not None:
        return Token(COMMENT, start, end, text=match[0])
    name = _lower(match["name"])
    if match["slash"]:
        return Token(END, start, end, name)
    return Token(START, start, end, name, "", tuple(_attributes(source, *match.span("rest"))))


def _attributes(source: str, start: int, end: int) -> Iterator[Attribute]:
    """Read attributes; of a repeated one only the first counts."""
    seen = set()
    for match in _ATTRIBUTE.finditer(source, start, end):
        name = _lower(match[1])
        if name in seen:
            continue
        seen.add(name)
        value = match.span(2) if match[2] is not None else (match.end(), match.end())
        if match[2] and match[2][0] in "\"'":
            value = value[0] + 1, max(value[0] + 1, value[1] - (match[2][-1] == match[2][0]))
        written = source[slice(*value)]
        yield Attribute(name, unescape(written), match.start(), match.end(), *value)


def _end_of_raw(source: str, name: str, start: int) -> int:
    if name == "plaintext":
        return len(source)
    found = re.compile(rf"</{name}[{_SPACE}/>]", re.IGNORECASE).search(source, start)
    return len(source) if found is None else found.start()


def _lower(name: str) -> str:
    """Write a name in lower case as HTML does, which keeps its length."""
    return "".join([c.lower() if c.isascii() else c for c in name])
