"""The limits of each company: so many calls a second, so many a day, all callers together.

Gong says 3 and 10,000 but not how it counts, so the sandbox counts the stricter way:
a second is any stretch of one second, not one of the clock's. A day is a day of UTC.
A call that is refused does not count; one of a company without limits does.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from math import ceil
from typing import NamedTuple

from gongkit.sandbox.core.api.asked import Hint, Refused
from gongkit.sandbox.core.state import State

PER_SECOND = 3
PER_DAY = 10_000
_DAY = 86_400
_SAVED_EVERY = 100
_MINUTE = 60
_HOUR = 3600


class Spending(NamedTuple):
    """How many calls a company has made: on this day, in the last second, in the last hour."""

    today: int
    last_second: int
    last_hour: int


@dataclass(slots=True)
class _Spent:
    per_second: int | None
    per_day: int | None
    day: int
    today: int
    unsaved: int = 0
    latest: deque[float] = field(default_factory=deque)
    by_minute: dict[int, int] = field(default_factory=dict)


class Limits:
    """Counts the calls of the companies (by id) and refuses those beyond their limits.

    The settings are kept with the data at once, the day's count every hundred calls
    and by `save`; the second's and the hour's are not.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._spent: dict[str, _Spent] = {}

    def reload(self) -> None:
        """Forget all counts and read them again, after the state was replaced."""
        self._spent.clear()

    def forget_latest(self) -> None:
        """Begin second and hour anew, after time went back: the latest calls lie ahead of it."""
        for spent in self._spent.values():
            spent.latest.clear()
            spent.by_minute.clear()

    def take(self, company_id: str, now: float) -> None:
        """Count one call at this moment, or refuse it with 429 and `Retry-After`."""
        spent = self._spent.get(company_id) or self._load(company_id)
        _go_on_to(spent, now)
        _check(spent, now)
        _count(spent, now)
        if spent.unsaved >= _SAVED_EVERY:
            self.save()

    def spending(self, company_id: str, now: float) -> Spending:
        """Tell what a company has spent."""
        spent = self._spent.get(company_id) or self._load(company_id)
        hour_ago = int((now - _HOUR) // _MINUTE)
        return Spending(
            spent.today if int(now // _DAY) == spent.day else 0,
            sum(now - moment < 1 for moment in spent.latest),
            sum(calls for minute, calls in spent.by_minute.items() if minute > hour_ago),
        )

    def of(self, company_id: str) -> tuple[int | None, int | None]:
        """Give the company's limits a second and a day; None where they were lifted."""
        spent = self._spent.get(company_id) or self._load(company_id)
        return spent.per_second, spent.per_day

    def set(self, company_id: str, per_second: int | None, per_day: int | None) -> None:
        """Change the company's limits; None lifts."""
        with self._state.write():
            self._state.execute(
                "INSERT OR REPLACE INTO limits VALUES (?, ?, ?)", company_id, per_second, per_day
            )
        spent = self._spent.get(company_id) or self._load(company_id)
        spent.per_second, spent.per_day = per_second, per_day

    def save(self) -> None:
        """Keep the day's counts with the data."""
        unsaved = [
            (company_id, spent.day, spent.today)
            for company_id, spent in self._spent.items()
            if spent.unsaved
        ]
        # No transaction: the counts are independent, and no answer depends on them.
        self._state.execute_many("INSERT OR REPLACE INTO day_counts VALUES (?, ?, ?)", unsaved)
        for spent in self._spent.values():
            spent.unsaved = 0

    def _load(self, company_id: str) -> _Spent:
        limits = self._state.row(
            "SELECT per_second, per_day FROM limits WHERE company_id = ?", company_id
        )
        counted = self._state.row(
            "SELECT day, calls FROM day_counts WHERE company_id = ?", company_id
        )
        spent = _Spent(*(limits or (PER_SECOND, PER_DAY)), *(counted or (0, 0)))
        self._spent[company_id] = spent
        return spent


def runs_out(spending: Spending, per_day: int | None, now: float) -> float | None:
    """Forecast when the day's calls end at the pace of the last hour; None: not today."""
    if per_day is None:
        return None
    left = per_day - spending.today
    if left <= 0:
        return now
    if not spending.last_hour:
        return None
    moment = now + left * _HOUR / spending.last_hour
    return moment if moment < _next_day(now) else None


def _go_on_to(spent: _Spent, now: float) -> None:
    """Forget the calls of an earlier day and of more than a second ago."""
    day = int(now // _DAY)
    if day != spent.day:
        spent.day, spent.today = day, 0
    latest = spent.latest
    while latest and now - latest[0] >= 1:
        latest.popleft()


def _check(spent: _Spent, now: float) -> None:
    """Refuse a call beyond a limit, the day's first."""
    if spent.per_day is not None and spent.today >= spent.per_day:
        raise _too_many(spent.per_day, "day", _next_day(now) - now)
    latest = spent.latest
    if spent.per_second is not None and len(latest) >= spent.per_second:
        raise _too_many(spent.per_second, "second", latest[-spent.per_second] + 1 - now)


def _count(spent: _Spent, now: float) -> None:
    minute = int(now // _MINUTE)
    spent.latest.append(now)
    spent.today += 1
    spent.unsaved += 1
    spent.by_minute[minute] = spent.by_minute.get(minute, 0) + 1
    if len(spent.by_minute) > _HOUR // _MINUTE:
        del spent.by_minute[next(iter(spent.by_minute))]


def _next_day(now: float) -> int:
    return (int(now // _DAY) + 1) * _DAY


def _too_many(count: int, unit: str, wait: float) -> Refused:
    limit = f"{count} {'call' if count == 1 else 'calls'} a {unit}"
    seconds = str(max(1, ceil(wait)))
    return Refused(
        429,
        f"API rate limit exceeded: this company may make {limit}",
        headers=(("Retry-After", seconds),),
        hints=(Hint("", f"The limit of {limit} is reached; it frees up in {seconds} s."),),
    )
