"""One field a line: how a command shows one thing to a person."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from textwrap import wrap
from typing import Any

from gongkit.cli.output import Paint, columns
from gongkit.cli.table import cell


def write_fields(fields: Mapping[str, Any]) -> None:
    """Write names and values that are set; the items of a list stand below one another."""
    paint = Paint(sys.stdout)
    width = max(map(len, fields))
    for name, value in fields.items():
        lines = [text for item in _items(value) for text in _lines(item, columns() - width - 2)]
        for place, text in enumerate(lines):
            lead = paint(name, "bold") + " " * (width - len(name)) if place == 0 else " " * width
            print(f"{lead}  {text}")


def _items(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _lines(item: Any, room: int) -> list[str]:
    return wrap(cell(item), room, break_on_hyphens=False)
