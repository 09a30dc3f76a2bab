"""Lengths of time, as briefly as a table wants them."""

from __future__ import annotations

_UNITS = ((86_400.0, "d"), (3_600.0, "h"), (60.0, "min"), (1.0, "s"))
_ENOUGH = 2
"""Of a unit there are at least so many: 90 minutes say more than one hour."""


def brief(seconds: float) -> str:
    """Write a length of time in the largest unit of which there are two: `23 h`."""
    for size, unit in _UNITS:
        if seconds >= _ENOUGH * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(seconds, 0.0):.0f} s"
