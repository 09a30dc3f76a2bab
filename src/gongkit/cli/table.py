"""A line of a table: its cells, none of which can act on the terminal, cut to their columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from rich.cells import cell_len, set_cell_size

from gongkit.cli.output import printable


def line(row: Mapping[str, Any], widths: Mapping[str, int]) -> str:
    """Write a row in columns of these widths, in their order."""
    return "  ".join(_cut(cell(row.get(name)), width) for name, width in widths.items()).rstrip()


def cell(value: Any) -> str:
    """Write a value on one line."""
    match value:
        case None:
            return ""
        case str():
            return printable(value).replace("\n", " ").replace("\t", " ")
        case bool():
            return "yes" if value else "no"
        case list() | dict():
            return msgspec.json.encode(value).decode()
    return str(value)


def _cut(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, width - 1) + "…"
