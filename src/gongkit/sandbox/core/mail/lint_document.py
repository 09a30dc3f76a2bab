"""An email's HTML as the lint looks at it: its tags, what their styles say, and its links."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from gongkit.sandbox.core.mail.html_tokens import END, START, TEXT, Token, read_tokens
from gongkit.sandbox.core.mail.verdicts import Declaration, declarations_of

_SHOWN = 100
_MOST_STYLE = 20_000


class Styled(NamedTuple):
    """A declaration of an inline style, with the tag that it stands on."""

    tag: Token
    declaration: Declaration


class Link(NamedTuple):
    """A link with what it says."""

    tag: Token
    address: str
    text: str


class Document:
    """Some HTML, sanitized or not."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._tokens = read_tokens(source)
        self.tags = [token for token in self._tokens if token.kind == START]

    @property
    def size(self) -> int:
        """Its size in bytes, as UTF-8."""
        return len(self._source.encode("utf-8", "replace"))

    @cached_property
    def styles(self) -> list[Styled]:
        """All declarations of inline styles."""
        return [
            Styled(tag, declaration)
            for tag in self.tags
            for declaration in declarations_of((tag.get("style") or "")[:_MOST_STYLE])
        ]

    @cached_property
    def links(self) -> list[Link]:
        """All links with their texts."""
        found, opened, said = [], None, ""
        for token in self._tokens:
            if token.kind == TEXT:
                said += token.text
            elif token.name == "a" and token.kind in {START, END}:
                if opened is not None:
                    found.append(Link(opened, opened.get("href") or "", said.strip()))
                opened, said = (token if token.kind == START else None), ""
        return found

    @property
    def says_something(self) -> bool:
        """Whether there is any text to read."""
        return any(token.kind == TEXT and token.text.strip() for token in self._tokens)

    def named(self, *names: str) -> Iterator[Token]:
        """Give the tags of these names."""
        return (tag for tag in self.tags if tag.name in names)

    def show(self, tag: Token) -> str:
        """Write a tag as the source has it, cut short."""
        text = self._source[tag.start : tag.end]
        return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
