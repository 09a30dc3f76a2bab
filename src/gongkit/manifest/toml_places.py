"""Where everything stands in a TOML text that has been read: the tables, keys and values.

The standard library's parser says what a text holds, and not where. This walks a text that
parser has accepted, so it need not check anything, and tells for every key and entry the
span of its key and of its value.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import Final

Path = tuple[str | int, ...]
"""Keys and indexes, from the file down: `("integration", "scopes", 0)`."""

_BLANK: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR: Final = re.compile(r"[^,\]}\r\n#]+")
_STRING: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2}(?!"))|' + r"'''.*?'''(?:'{0,2}(?!'))|"
    r'"(?:[^"\\]|\\.)*"|' + r"'[^']*'",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Span:
    """From where to where, as offsets into the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one thing stands. An entry of a list has no key."""

    key: Span | None
    value: Span
    """Of a table with a heading: the heading."""


def places(text: str) -> dict[Path, Spot]:
    """Find all places of a TOML text that `tomllib` accepts."""
    return _Walk(text).all()


@dataclass(slots=True)
class _Walk:
    text: str
    at: int = 0
    found: dict[Path, Spot] = field(default_factory=dict)
    lengths: dict[Path, int] = field(default_factory=dict)
    """How many tables of a list have been begun by `[[…]]`."""

    def all(self) -> dict[Path, Spot]:
        table: Path = ()
        while self._skip() < len(self.text):
            if self.text[self.at] == "[":
                table = self._heading()
            else:
                self._pair(table)
        return self.found

    def _skip(self) -> int:
        """Go past blanks and comments."""
        matched = _BLANK.match(self.text, self.at)
        self.at = matched.end() if matched else self.at
        return self.at

    def _heading(self) -> Path:
        start, of_list = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if of_list else 1
        keys = self._keys()
        self._skip()
        self.at += 2 if of_list else 1
        path: Path = ()
        for name, span in keys:
            path = (*self._newest(path), name)
            # A table may be named by what lies in it before its own heading comes.
            self.found.setdefault(path, Spot(span, Span(start, self.at)))
        if of_list:
            index = self.lengths.get(path, 0)
            self.lengths[path] = index + 1
            path = (*path, index)
        self.found[path] = Spot(keys[-1][1], Span(start, self.at))
        return path

    def _newest(self, path: Path) -> Path:
        """Go on in the table of a list that was begun last."""
        return (*path, self.lengths[path] - 1) if path in self.lengths else path

    def _pair(self, table: Path) -> None:
        path, keys = table, self._keys()
        for name, _ in keys:
            path = (*path, name)
        self._skip()
        self.at += 1  # the equals sign
        value = self._value(path)
        for depth in range(1, len(keys) + 1):
            outer = path[: len(table) + depth]
            self.found.setdefault(outer, Spot(keys[depth - 1][1], value))
        self.found[path] = Spot(keys[-1][1], value)

    def _keys(self) -> list[tuple[str, Span]]:
        """Read a dotted key; each part with its own span."""
        parts = []
        while True:
            self._skip()
            start = self.at
            if self.text[start] in "\"'":
                name = self._string()
            else:
                matched = _BARE_KEY.match(self.text, start)
                name = matched[0] if matched else ""
                self.at += len(name)
            parts.append((name, Span(start, self.at)))
            self._skip()
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def _value(self, path: Path) -> Span:
        self._skip()
        start = self.at
        match self.text[start]:
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case '"' | "'":
                self._string()
            case _:
                matched = _SCALAR.match(self.text, start)
                self.at = start + len(matched[0].rstrip()) if matched else start + 1
        return Span(start, self.at)

    def _array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while self._more("]"):
            entry = (*path, index)
            self.found[entry] = Spot(None, self._value(entry))
            index += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while self._more("}"):
            self._pair(path)

    def _more(self, end: str) -> bool:
        """Tell whether another entry follows, and go to it, or past the end."""
        self._skip()
        if self.text.startswith(",", self.at):
            self.at += 1
            self._skip()
        if self.text.startswith(end, self.at):
            self.at += 1
            return False
        return True

    def _string(self) -> str:
        matched = _STRING.match(self.text, self.at)
        written = matched[0] if matched else self.text[self.at]
        self.at += len(written)
        return str(tomllib.loads(f"text = {written}")["text"])
