"""Time, injectable: what a moment is, and who says which moment it is now."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Protocol, overload

from gongkit.errors import NaiveDatetime, UsageError


class Clock(Protocol):
    """Says what time it is. Seconds since the epoch, as float."""

    def now(self) -> float:
        """Return the present moment."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> float:
        """Return the machine's time."""
        return time.time()


class ManualClock:
    """A clock that stands still until it is moved: for tests and simulations."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self._now = now

    def now(self) -> float:
        """Return the moment it was last moved to."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move forward."""
        self._now += seconds


SYSTEM_CLOCK = SystemClock()


@overload
def instant_text(name: str, value: datetime) -> str: ...
@overload
def instant_text(name: str, value: datetime | None) -> str | None: ...
def instant_text(name: str, value: datetime | None) -> str | None:
    """Write a moment as Gong reads it: ISO-8601 with an offset. Refuse a naive one."""
    if value is None:
        return None
    if not isinstance(value, datetime):
        raise UsageError(
            f"{name} is a {type(value).__name__}, not a datetime.",
            hint="Write datetime(2026, 1, 31, tzinfo=UTC), or datetime.fromisoformat('…Z').",
        )
    if value.utcoffset() is None:
        raise NaiveDatetime(name)
    return value.isoformat()


@overload
def day_text(name: str, value: date) -> str: ...
@overload
def day_text(name: str, value: date | None) -> str | None: ...
def day_text(name: str, value: date | None) -> str | None:
    """Write a calendar day as Gong reads it, `YYYY-MM-DD`. Refuse a datetime, which is a moment."""
    if isinstance(value, datetime):
        raise UsageError(
            f"{name} is a day of the company's calendar, and a datetime is a moment.",
            hint="Give date(2026, 1, 31); a datetime's .date() is the day in its own zone.",
        )
    return None if value is None else value.isoformat()


def parse_instant(text: str) -> datetime:
    """Read a moment as Gong writes it (`2026-02-17T10:30:00Z`, `…+01:00`)."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not an ISO-8601 date-time.") from None
    if value.utcoffset() is None:
        raise UsageError(f"{text!r} has no offset.", hint="Write Z or +01:00 at its end.")
    return value


def instant_of(seconds: float) -> datetime:
    """Turn seconds since the epoch into a datetime in UTC."""
    return datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds)
