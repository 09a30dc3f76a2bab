"""How differences between two manifests look at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import wrap
from typing import Any

import msgspec

from gongkit.cli.output import Paint, columns, printable
from gongkit.manifest.diff import Difference


def lines_of(differences: Sequence[Difference]) -> Iterator[str]:
    """Write the changes at one place: what is gone, what is new, and once what that means."""
    paint = Paint(sys.stdout)
    for each in differences:
        if each.old is not None:
            yield paint(f"- {_shown(each.old)}", "red")
        if each.new is not None:
            yield paint(f"+ {_shown(each.new)}", "green")
    for consequence in dict.fromkeys(each.consequence for each in differences):
        yield from (f"  {line}" for line in wrap(consequence, columns() - 4))


def lines_by_place(differences: Sequence[Difference]) -> Iterator[str]:
    """Write all changes, those at one place below its name."""
    for place, group in groupby(differences, key=lambda each: each.place):
        yield place
        yield from (f"  {line}" for line in lines_of(tuple(group)))


def described(difference: Difference) -> dict[str, Any]:
    """Give a difference as JSON values."""
    return {
        "place": difference.place,
        "old": difference.old,
        "new": difference.new,
        "consequence": difference.consequence or None,
    }


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return printable(text).replace("\n", "\n    ")
