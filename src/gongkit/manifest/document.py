"""Stands in for the document of a manifest until that is there: replaced by the merge."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from gongkit.manifest.model import Manifest
from gongkit.manifest.reading import _content, _manifest, _parsed


class Position(NamedTuple):
    """A line and a column, from 1."""

    line: int
    column: int


class Document:
    """A manifest's file."""

    def __init__(self, path: Path, text: str, tables: dict[str, Any]) -> None:
        self.path, self._tables = path, tables
        self._places = _places(text)

    @classmethod
    def read(cls, path: Path) -> Document:
        """Read it."""
        if path.is_dir():
            path /= "gong.app.toml"
        content = _content(path)
        return cls(path, content.decode("utf-8-sig"), _parsed(content, str(path)))

    def tables(self, profile: str | None = None) -> dict[str, Any]:
        """Give the tables."""
        tables = dict(self._tables)
        overlay = tables.pop("profiles", {}).get(profile, {})
        return _merged(tables, overlay)

    def manifest(self, profile: str | None = None) -> Manifest:
        """Give the manifest."""
        return _manifest(self.tables(profile), str(self.path), self.path.parent)

    def position(self, place: str, profile: str | None = None) -> Position | None:
        """Find a place."""
        for prefix in (f"profiles.{profile}.", "") if profile else ("",):
            where = prefix + place
            while where:
                if where in self._places:
                    return self._places[where]
                if prefix:
                    break
                where = re.sub(r"(\[\d+\]|(^|\.)[^.\[]+)$", "", where)
        return None


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    made = dict(below)
    for key, value in above.items():
        inner = made.get(key)
        both = isinstance(value, dict) and isinstance(inner, dict)
        made[key] = _merged(inner, value) if both else value  # type: ignore[arg-type]
    return made


def _places(text: str) -> dict[str, Position]:
    found: dict[str, Position] = {}
    table, array, count, arrays = "", None, 0, dict[str, int]()
    for number, line in enumerate(text.splitlines(), 1):
        column = len(line) - len(line.lstrip()) + 1
        if header := re.match(r"\s*\[\[([^\]]+)\]\]", line):
            index = arrays[header[1]] = arrays.get(header[1], -1) + 1
            table = f"{header[1]}[{index}]"
            found[table] = Position(number, column)
        elif header := re.match(r"\s*\[([^\[\]\"]+)\]", line):
            table = header[1]
            found[table] = Position(number, column)
        elif key := re.match(r"\s*([A-Za-z0-9_-]+)\s*=\s*(.*)", line):
            place = f"{table}.{key[1]}" if table else key[1]
            found[place] = Position(number, column)
            array, count = (place, 0) if key[2].startswith("[") else (None, 0)
            count = _entries(found, array, count, number, line, key.start(2))
        else:
            count = _entries(found, array, count, number, line, 0)
    return found


def _entries(  # noqa: PLR0917
    found: dict[str, Position], array: str | None, count: int, number: int, line: str, start: int
) -> int:
    if array is None:
        return count
    for entry in re.compile(r'"[^"]*"').finditer(line, start):
        found[f"{array}[{count}]"] = Position(number, entry.start() + 1)
        count += 1
    return count


__all__ = ["Document", "Position", "tomllib"]
