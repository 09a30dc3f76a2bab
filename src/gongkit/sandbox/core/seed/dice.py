"""Chance that falls the same way each time: everything random in the demo data comes from here.

Each thing (a person, an account, a call) has dice of its own, named after it. So one
call can be made without those before it, and a change to one does not move the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


class Dice:
    """A source of chance that depends on its names alone."""

    __slots__ = ("random",)

    def __init__(self, *names: str) -> None:
        self.random = Random("/".join(names)).random  # noqa: S311
        """Gives a number in [0, 1). Python promises the same sequence in all its versions."""

    def below(self, end: int) -> int:
        """Give a whole number in [0, end)."""
        return int(self.random() * end)

    def between(self, low: int, high: int) -> int:
        """Give a whole number in [low, high]."""
        return low + int(self.random() * (high - low + 1))

    def chance(self, share: float) -> bool:
        """Say yes in this share of the cases."""
        return self.random() < share

    def pick(self, items: Sequence[Item]) -> Item:
        """Pick one."""
        return items[int(self.random() * len(items))]

    def some(self, items: Sequence[Item], count: int) -> list[Item]:
        """Pick several different ones (all of them, where there are fewer), in random order."""
        rest = list(items)
        count = min(count, len(rest))
        for place in range(count):
            other = place + int(self.random() * (len(rest) - place))
            rest[place], rest[other] = rest[other], rest[place]
        return rest[:count]

    def gong_id(self) -> str:
        """Make an id as Gong's are: 19 digits, above 2^53 and below 2^63."""
        return str(10**18 + (self.below(1 << 31) << 31) + self.below(1 << 31))

    def text(self, alphabet: str, length: int) -> str:
        """Make a text of characters of this alphabet."""
        return "".join([self.pick(alphabet) for _ in range(length)])

    def token(self) -> str:
        """Make twelve hexadecimal digits."""
        return f"{int(self.random() * (1 << 48)):012x}"
