"""What was examined, written for people: 80 columns, and each finding with its advice."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from textwrap import wrap
from typing import Final

from gongkit.cli.diagnosis.examinations import Examined
from gongkit.cli.diagnosis.found import Found, State
from gongkit.cli.diagnosis.only_gong import ONLY_GONG, SWITCHING
from gongkit.cli.output import Paint, columns, printable

_STYLES: Final = {State.OK: "green", State.ADVICE: "yellow", State.FAILED: "red"}
_INDENT: Final = 10
"""Columns before a finding's text: two, the longest state, two."""


def write_report(examined: Sequence[Examined], *, live: bool) -> None:
    """Write everything to stdout; a count of the states is last."""
    paint = Paint(sys.stdout)
    for each in examined:
        if each.found:
            print(paint(each.subject, "bold"))
        for found in each.found:
            _write(found, paint, done=found.id in each.done)
    if live:
        _write_only_gong(paint)
    print(f"\n{_summary(examined, paint)}")


def _write(found: Found, paint: Paint, *, done: bool) -> None:
    state = "fixed" if done and found.state is State.OK else found.state.value
    first, *more = _lines(found.found)
    print(f"  {paint(state, _STYLES[found.state])}{' ' * (_INDENT - 2 - len(state))}{first}")
    for line in more:
        print(" " * _INDENT + line)
    if found.state is State.OK:
        return
    how = f"{found.next}; `gongkit doctor --fix` does it" if found.fix else found.next
    for line in _lines(found.why):
        print(" " * _INDENT + paint(line, "dim"))
    for line in _lines(f"-> {how}") if how else ():
        print(" " * _INDENT + line)


def _write_only_gong(paint: Paint) -> None:
    print(f"\n{paint('What only the real Gong can confirm', 'bold')}")
    width = max(len(each.what) for each in ONLY_GONG) + 4
    for each in ONLY_GONG:
        first, *more = wrap(each.see, _width() - width)
        print(f"  {each.what.ljust(width - 2)}{first}")
        for line in more:
            print(" " * width + line)
    print(f"\n{paint('To switch the profile', 'bold')}")
    for number, step in enumerate(SWITCHING, 1):
        first, *more = wrap(step, _width() - 5)
        print(f"  {number}. {first}")
        for line in more:
            print(" " * 5 + line)


def _summary(examined: Sequence[Examined], paint: Paint) -> str:
    counts = Counter(found.state for each in examined for found in each.found)
    told = {State.OK: "fine", State.ADVICE: "to look at", State.FAILED: "failed"}
    return (
        ", ".join(
            paint(f"{counts[state]} {word}", _STYLES[state])
            for state, word in told.items()
            if counts[state]
        )
        + "."
    )


def _lines(text: str) -> list[str]:
    return wrap(printable(text), _width() - _INDENT, break_on_hyphens=False) or [""]


def _width() -> int:
    return min(columns(), 100)
