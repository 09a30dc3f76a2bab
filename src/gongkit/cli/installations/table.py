"""A table that shows all its columns: the widest are cut until it fits the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from rich.cells import cell_len

from gongkit.cli.output import Paint, table_width
from gongkit.cli.table import cell, line

_NARROWEST: Final = 6


def write_shrunk_table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows, but for the columns in which nothing stands."""
    for text in shrunk_table(rows):
        print(text)


def shrunk_table(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Give the line of the headings, and one for each row."""
    names = [name for name in rows[0] if any(row[name] is not None for row in rows)]
    headings = {name: name for name in names}
    widths = {name: max(cell_len(cell(row[name])) for row in (headings, *rows)) for name in names}
    room = table_width()
    while room is not None and sum(widths.values()) + 2 * (len(widths) - 1) > room:
        widest = max(widths, key=lambda name: widths[name])
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
    yield Paint(sys.stdout)(line(headings, widths), "bold")
    for row in rows:
        yield line(row, widths)
