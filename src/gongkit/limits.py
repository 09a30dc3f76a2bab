"""What a company allows (3 calls a second, 10,000 a day), and how its calls get their turns.

Calls are spaced evenly (no bursts), with a margin for the network's jitter: two that
leave 333 ms apart may arrive closer. The state of one company is a `Turn`: its
decisions are the same wherever it is kept, in a process or in an installation store.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from gongkit.errors import UsageError

MARGIN: Final = 1.1
"""How much wider than 1/per_second the spacing is."""

_SOON: Final = 0.001
"""Seconds that are not worth sleeping."""

_HOUR: Final = 3600.0
_DAY_HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class Limits:
    """What a company allows; None lifts a limit.

    `reserve` is the share of the day that bulk work leaves to everything else.
    """

    per_second: float | None = 3.0
    per_day: int | None = 10_000
    reserve: float = 0.1

    def __post_init__(self) -> None:
        if self.per_second is not None and not self.per_second > 0:
            raise UsageError(f"per_second is more than 0, or None for no limit: {self.per_second}")
        if self.per_day is not None and self.per_day < 1:
            raise UsageError(f"per_day is at least 1, or None for no limit: {self.per_day}")
        if not 0 <= self.reserve < 1:
            raise UsageError(f"reserve is a share of the day, from 0 to below 1: {self.reserve}")

    @property
    def spacing(self) -> float:
        """Seconds from one call's start to the next one's."""
        return 0.0 if self.per_second is None else MARGIN / self.per_second

    def calls_a_day(self, *, bulk: bool) -> int | None:
        """Count the calls of a day up to which this kind of work may go."""
        if self.per_day is None:
            return None
        return max(1, round(self.per_day * (1 - self.reserve))) if bulk else self.per_day


DOCUMENTED: Final = Limits()
UNLIMITED: Final = Limits(per_second=None, per_day=None)


@dataclass(frozen=True, slots=True)
class Slot:
    """The answer to one who wants to make a call: wait so many seconds, then begin it.

    Not `granted`: a pause or a spent day lasts longer than was said to be bearable, for
    so many seconds. `left` counts the calls that the company's day still has, None where
    it has no limit.
    """

    seconds: float
    granted: bool
    left: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a company's calls have used of its limits, for people to read."""

    day: int = 0
    """Calls of the last 24 hours."""
    second: int = 0
    """Calls that have a moment of this second, or wait for one; 0 while they are held."""
    held: float = 0.0
    """Seconds until a pause or a spent day ends; 0 where nothing holds the calls."""


@dataclass(slots=True)
class Turn:
    """Where one company's calls stand. Moments are seconds of whatever clock is its keeper's."""

    next_free: float = 0.0
    """The end of the queue: behind it nobody has reserved a moment."""
    latest: float = 0.0
    """When the latest call started."""
    paused_until: float = 0.0
    seen: float = 0.0
    """When the state was last looked at: a clock that goes back takes the state with it."""
    by_hour: dict[int, int] = field(default_factory=dict)
    """Calls by the hour in which they start."""

    def take(self, now: float, limits: Limits, *, bulk: bool, patience: float) -> Slot:
        """Reserve the next free moment, if a pause or a spent day ends within `patience`."""
        self._follow_clock(now)
        opens = max(now, self.paused_until, self._day_opens(now, limits, bulk=bulk))
        if opens - now > patience:
            return Slot(opens - now, granted=False, left=self._left(limits))
        moment = self._reserve(opens, limits)
        hour = int(moment // _HOUR)
        self.by_hour[hour] = self.by_hour.get(hour, 0) + 1
        return self._granted(now, moment, limits)

    def start(self, now: float, limits: Limits, *, patience: float) -> Slot:
        """Begin a call whose moment has come, or let it wait again.

        A pause that has come meanwhile sends it to the end of the queue, so that those
        who were held do not all start when it ends. One that was woken late must not
        have the next one on its heels.
        """
        self._follow_clock(now)
        held = self.paused_until - now
        if held > patience:
            return Slot(held, granted=False, left=self._left(limits))
        if held > 0:
            return self._granted(now, self._reserve(self.paused_until, limits), limits)
        return self._granted(now, max(now, self.latest + limits.spacing), limits)

    def pause(self, now: float, seconds: float) -> None:
        """Let no call start for so many seconds."""
        self._follow_clock(now)
        self.paused_until = max(self.paused_until, now + seconds)

    def spent(self, now: float) -> int:
        """Count the calls of the last 24 hours."""
        self._forget(now)
        return sum(self.by_hour.values())

    def standing(self, now: float, limits: Limits) -> Standing:
        """Tell how the company stands. Nothing is reserved."""
        self._follow_clock(now)
        opens = max(now, self.paused_until, self._day_opens(now, limits, bulk=False))
        second = 0 if opens > now else self._of_second(now, limits)
        return Standing(sum(self.by_hour.values()), second, opens - now)

    def _of_second(self, now: float, limits: Limits) -> int:
        if limits.per_second is None:
            return 0
        reserved = math.ceil(max(0.0, self.next_free - now - _SOON) / limits.spacing)
        return min(reserved, math.ceil(limits.per_second))

    def _reserve(self, opens: float, limits: Limits) -> float:
        moment = max(opens, self.next_free)
        self.next_free = moment + limits.spacing
        return moment

    def _granted(self, now: float, moment: float, limits: Limits) -> Slot:
        """Say when; a call that need not wait has started."""
        wait = moment - now
        if wait > _SOON:
            return Slot(wait, granted=True, left=self._left(limits))
        self.latest = now
        self.next_free = max(self.next_free, now + limits.spacing)
        return Slot(0.0, granted=True, left=self._left(limits))

    def _left(self, limits: Limits) -> int | None:
        if limits.per_day is None:
            return None
        return max(0, limits.per_day - sum(self.by_hour.values()))

    def _follow_clock(self, now: float) -> None:
        """Keep what is ahead ahead by as much, where the clock was put back."""
        back = self.seen - now
        if back > 0:
            self.next_free -= back
            self.latest -= back
            self.paused_until -= back
        self.seen = now
        self._forget(now)

    def _forget(self, now: float) -> None:
        # Counted by the hour: a call leaves the day when its whole hour has left it.
        oldest_kept = int(now // _HOUR) - _DAY_HOURS
        for hour in [hour for hour in self.by_hour if hour < oldest_kept]:
            del self.by_hour[hour]

    def _day_opens(self, now: float, limits: Limits, *, bulk: bool) -> float:
        limit = limits.calls_a_day(bulk=bulk)
        left_over = sum(self.by_hour.values())
        if limit is None or left_over < limit:
            return now
        for hour in sorted(self.by_hour):
            left_over -= self.by_hour[hour]
            if left_over < limit:
                return (hour + _DAY_HOURS + 1) * _HOUR
        return now


class Turns(Protocol):
    """Keeps the turns of all companies. Every method is one atomic step."""

    def take_slot(self, company: str, limits: Limits, *, bulk: bool, patience: float) -> Slot:
        """Reserve the company's next free moment; see `Turn.take`."""
        ...

    def start_call(self, company: str, limits: Limits, *, patience: float) -> Slot:
        """Begin a call that has waited for its moment; see `Turn.start`."""
        ...

    def pause(self, company: str, seconds: float) -> None:
        """Let no call of this company start for so many seconds."""
        ...

    def calls_spent(self, company: str) -> int:
        """Count the company's calls of the last 24 hours."""
        ...

    def standings(self, companies: Iterable[str], limits: Limits) -> Mapping[str, Standing]:
        """Tell how these companies stand, those left out that have made no call."""
        ...


class LocalTurns:
    """The turns as the threads and tasks of one process share them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._turns: dict[str, Turn] = {}
        self._lock = threading.Lock()

    def take_slot(self, company: str, limits: Limits, *, bulk: bool, patience: float) -> Slot:
        """Reserve the company's next free moment."""
        with self._lock:
            return self._turn(company).take(self._clock(), limits, bulk=bulk, patience=patience)

    def start_call(self, company: str, limits: Limits, *, patience: float) -> Slot:
        """Begin a call that has waited for its moment."""
        with self._lock:
            return self._turn(company).start(self._clock(), limits, patience=patience)

    def pause(self, company: str, seconds: float) -> None:
        """Let no call of this company start for so many seconds."""
        with self._lock:
            self._turn(company).pause(self._clock(), seconds)

    def calls_spent(self, company: str) -> int:
        """Count the company's calls of the last 24 hours."""
        with self._lock:
            return self._turn(company).spent(self._clock())

    def standings(self, companies: Iterable[str], limits: Limits) -> Mapping[str, Standing]:
        """Tell how these companies stand, those left out that have made no call."""
        with self._lock:
            now, known = self._clock(), self._turns
            return {name: known[name].standing(now, limits) for name in companies if name in known}

    def _turn(self, company: str) -> Turn:
        return self._turns.setdefault(company, Turn())
