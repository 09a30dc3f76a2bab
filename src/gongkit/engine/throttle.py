"""Keeping a company's limits instead of hitting them: in one process, or in all of a store."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

from gongkit.engine.effects import InStore, Sleep, Steps
from gongkit.errors import HeldBack
from gongkit.limits import DOCUMENTED, Limits, LocalTurns, Slot, Turns

T = TypeVar("T")


class Throttle(Protocol):
    """Grants the calls of each company their moments."""

    def slot(
        self, company: str, operation: str, patience: float, *, bulk: bool = False
    ) -> Steps[Slot]:
        """Wait for this call's turn; give how long that took, and what is left of the day.

        Raises `HeldBack` where a pause or a spent day would take over `patience` seconds.
        `bulk` work leaves a part of the day to everything else.
        """
        ...

    def pause(self, company: str, seconds: float) -> Steps[None]:
        """Let no call of this company start for so many seconds."""
        ...


class SharedThrottle:
    """A throttle shared by all processes that use one installation store, which keeps the turns."""

    def __init__(self, turns: Turns, limits: Limits = DOCUMENTED) -> None:
        self._turns, self._limits = turns, limits

    def slot(
        self, company: str, operation: str, patience: float, *, bulk: bool = False
    ) -> Steps[Slot]:
        """Reserve the next free moment and wait for it."""
        take = partial(self._turns.take_slot, company, self._limits, bulk=bulk, patience=patience)
        start = partial(self._turns.start_call, company, self._limits, patience=patience)
        waited = 0.0
        slot: Slot = yield from self._ask(take)
        while slot.granted and slot.seconds:
            yield Sleep(slot.seconds)
            waited += slot.seconds
            slot = yield from self._ask(start)
        if not slot.granted:
            raise HeldBack(operation, slot.seconds)
        return replace(slot, seconds=waited)

    def pause(self, company: str, seconds: float) -> Steps[None]:
        """Hold everything of this company back."""
        yield from self._ask(partial(self._turns.pause, company, seconds))

    def _ask(self, work: Callable[[], T]) -> Steps[T]:
        answer: T = yield InStore(work)
        return answer


class LocalThrottle(SharedThrottle):
    """A throttle shared by the threads and tasks of one process."""

    def __init__(
        self, limits: Limits = DOCUMENTED, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(LocalTurns(clock), limits)

    def _ask(self, work: Callable[[], T]) -> Steps[T]:
        yield from ()
        return work()


SHARED = LocalThrottle()
"""The throttle of this process, used by every client that is given no other."""
