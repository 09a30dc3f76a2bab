"""A passage of the packet's texts: a sentence or two, what to copy, and what is left to fill in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """Plain text. `fill_in` says what only the author knows; it is marked as left open."""

    text: str
    values: tuple[str, ...] = ()
    fill_in: str = ""
