"""Keeping a company's limits instead of hitting them: 3 calls a second, 10,000 a day.

Calls are spaced evenly (no bursts), with a margin for the network's jitter: two
that leave 333 ms apart may arrive closer. A 429 pauses the whole company.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from gongkit.engine.effects import Sleep, Steps
from gongkit.errors import HeldBack

MARGIN = 1.1
"""How much wider than 1/per_second the spacing is."""

_HOUR = 3600.0
_DAY_HOURS = 24


@dataclass(frozen=True, slots=True)
class Limits:
    """What a company allows; None lifts a limit."""

    per_second: float | None = 3.0
    per_day: int | None = 10_000


DOCUMENTED = Limits()
UNLIMITED = Limits(per_second=None, per_day=None)


class Throttle(Protocol):
    """Grants the calls of each company their moments."""

    def slot(self, company: str, operation: str, patience: float) -> Steps[None]:
        """Wait for this call's turn.

        Raises `HeldBack` where a pause or a spent day would take over `patience` seconds.
        """
        ...

    def pause(self, company: str, seconds: float) -> Steps[None]:
        """Let no call of this company start for so many seconds."""
        ...


@dataclass(slots=True)
class _Turn:
    """The state of one company. Times are the throttle's clock's, in seconds."""

    next_free: float = 0.0
    paused_until: float = 0.0
    by_hour: dict[int, int] = field(default_factory=dict)


class LocalThrottle:
    """A throttle shared by the threads and tasks of one process."""

    def __init__(
        self, limits: Limits = DOCUMENTED, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits, self._clock = limits, clock
        self._turns: dict[str, _Turn] = {}
        self._lock = threading.Lock()

    def slot(self, company: str, operation: str, patience: float) -> Steps[None]:
        """Reserve the next free moment and wait for it."""
        with self._lock:
            turn = self._turns.setdefault(company, _Turn())
            moment = self._reserve(turn, operation, patience)
        while (wait := max(moment, turn.paused_until) - self._clock()) > 0:
            _check_patience(operation, turn.paused_until - self._clock(), patience)
            yield Sleep(wait)
        with self._lock:
            # One that was woken late must not have the next one on its heels.
            turn.next_free = max(turn.next_free, self._clock() + self._spacing)

    def pause(self, company: str, seconds: float) -> Steps[None]:
        """Hold everything of this company back."""
        with self._lock:
            turn = self._turns.setdefault(company, _Turn())
            turn.paused_until = max(turn.paused_until, self._clock() + seconds)
        yield from ()

    @property
    def _spacing(self) -> float:
        return 0.0 if self._limits.per_second is None else MARGIN / self._limits.per_second

    def _reserve(self, turn: _Turn, operation: str, patience: float) -> float:
        now = self._clock()
        opens = max(now, turn.paused_until, self._day_opens(turn, now))
        _check_patience(operation, opens - now, patience)
        moment = max(opens, turn.next_free)
        turn.next_free = moment + self._spacing
        if self._limits.per_day is not None:
            hour = int(moment // _HOUR)
            turn.by_hour[hour] = turn.by_hour.get(hour, 0) + 1
        return moment

    def _day_opens(self, turn: _Turn, now: float) -> float:
        # Counted by the hour: a call leaves the day when its whole hour has left it.
        limit = self._limits.per_day
        oldest_kept = int(now // _HOUR) - _DAY_HOURS
        for hour in [hour for hour in turn.by_hour if hour < oldest_kept]:
            del turn.by_hour[hour]
        if limit is None or sum(turn.by_hour.values()) < limit:
            return now
        return (min(turn.by_hour) + _DAY_HOURS + 1) * _HOUR


def _check_patience(operation: str, seconds: float, patience: float) -> None:
    """Refuse to wait out a pause or a spent day; the queue of one's own calls is waited out."""
    if seconds > patience:
        raise HeldBack(operation, seconds)


SHARED = LocalThrottle()
"""The throttle of this process, used by every client that is given no other."""
