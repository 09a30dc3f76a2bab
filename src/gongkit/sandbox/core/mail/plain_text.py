"""An email's text without its HTML, for clients and people that want it so."""

from __future__ import annotations

import re
from typing import Final

from gongkit.sandbox.core.mail.html_tokens import END, START, TEXT, Token, read_tokens
from gongkit.sandbox.core.mail.sanitizer import escape_text

_BLOCKS: Final = frozenset(
    ("address", "blockquote", "caption", "center", "dd", "div", "dl", "dt", "h1", "h2", "h3")
) | {"h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "table", "td", "th", "tr", "ul"}
_APART: Final = frozenset(
    ("blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "table", "hr")
)
_SPACE = re.compile(r"[ \t\n\f\r]+")
_PARAGRAPHS = re.compile(r"\n\s*\n")


def text_of(html: str) -> str:
    """Write sanitized HTML as text: lists with dashes, links with their address."""
    writer = _Writer()
    for token in read_tokens(html):
        writer.take(token)
    return writer.text()


def html_of(text: str) -> str:
    """Write a text as HTML: its paragraphs, and the breaks of its lines."""
    paragraphs = [each.strip("\r\n") for each in _PARAGRAPHS.split(text)]
    return "\n".join(
        f"<p>{'<br>'.join(escape_text(each).split(chr(10)))}</p>" for each in paragraphs if each
    )


class _Writer:
    """Puts the lines of a text together, tag by tag."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line = ""
        self._bullet = ""
        self._apart = self._raw = False
        self._lists: list[int | None] = []
        self._quotes = self._quotes_before = 0
        self._link = self._link_text = ""

    def take(self, token: Token) -> None:
        """Take the next piece of the HTML."""
        if token.kind == TEXT:
            self._write(token.text)
        elif token.kind == START:
            self._start(token)
        elif token.kind == END:
            self._end(token.name)

    def text(self) -> str:
        """Give the text, without empty lines around it and with at most one within."""
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip()

    def _start(self, token: Token) -> None:
        name = token.name
        self._bound(name)
        match name:
            case "br":
                self._break(always=True)
            case "hr":
                self._line = "---"
                self._bound(name)
            case "img":
                self._write(f"[{token.get('alt')}]" if token.get("alt") else "")
            case "a":
                self._link, self._link_text = token.get("href") or "", ""
            case "li":
                self._bullet = self._next_bullet()
            case "blockquote":
                self._quotes += 1
            case "pre":
                self._raw = True
            case "ol" | "ul":
                self._lists.append(_first(token) if name == "ol" else None)

    def _end(self, name: str) -> None:
        if name == "a":
            self._end_link()
        self._bound(name)
        match name:
            case "blockquote":
                self._quotes = max(0, self._quotes - 1)
            case "pre":
                self._raw = False
            case "ol" | "ul" if self._lists:
                self._lists.pop()
                self._apart = not self._lists

    def _bound(self, name: str) -> None:
        """End the line at the beginning and the end of a block."""
        if name in _BLOCKS:
            self._break(apart=not self._lists and name in _APART)

    def _end_link(self) -> None:
        address = self._link.removeprefix("mailto:").removeprefix("tel:")
        said = self._link_text.strip()
        self._link = ""
        if not said:
            self._write(address)
        elif address.rstrip("/") not in {said.rstrip("/"), ""}:
            self._write(f" ({address})")

    def _next_bullet(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _write(self, text: str) -> None:
        if self._raw:
            *lines, last = text.split("\n")
            for line in lines:
                self._line += line
                self._break(always=True)
            self._line += last
            return
        plain = _SPACE.sub(" ", text)
        self._line += plain.lstrip(" ") if self._line[-1:] in {"", " "} else plain
        if self._link:
            self._link_text += plain

    def _break(self, *, apart: bool = False, always: bool = False) -> None:
        """End the line, if there is one; `apart` leaves an empty one after it."""
        if self._line.strip() or always:
            if self._apart and self._lines:
                self._put("", min(self._quotes, self._quotes_before))
            self._apart = False
            indent = "  " * (len(self._lists) - bool(self._bullet))
            self._put(f"{indent}{self._bullet}{self._line}", self._quotes)
            self._bullet = ""
        self._line = ""
        self._apart = self._apart or apart

    def _put(self, line: str, quotes: int) -> None:
        self._lines.append(f"{'> ' * quotes}{line}".rstrip())
        self._quotes_before = quotes


def _first(token: Token) -> int:
    start = token.get("start") or "1"
    return int(start) if start.isascii() and start.isdigit() else 1
