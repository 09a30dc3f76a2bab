"""The days of statistics: those of the company's time zone, the last one not counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from gongkit.clock import parse_instant
from gongkit.errors import UsageError
from gongkit.sandbox.core.api.asked import Asked, Refused

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_EARLIEST = date(1970, 1, 1)

Span = tuple[float, float]
"""A stretch of time `[begin, end)`, in seconds since the epoch."""
Bounds = list[tuple[str, float]]
"""Comparisons (`>=`, `<`) with moments in seconds since the epoch."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to before `end` in a time zone."""

    first: date
    end: date
    zone: ZoneInfo

    @property
    def count(self) -> int:
        """How many days there are."""
        return (self.end - self.first).days

    @property
    def span(self) -> Span:
        """The time from the first midnight to the last."""
        return _midnight(self.first, self.zone).timestamp(), _midnight(
            self.end, self.zone
        ).timestamp()

    @property
    def begins(self) -> str:
        """The first midnight, ISO-8601 with offset."""
        return _midnight(self.first, self.zone).isoformat()

    @property
    def ends(self) -> str:
        """The midnight at which the last day is over, ISO-8601 with offset."""
        return _midnight(self.end, self.zone).isoformat()

    def spans(self) -> list[Span]:
        """Give the time of each day; those on which clocks change have 23 or 25 hours."""
        days = [self.first + timedelta(days=number) for number in range(self.count + 1)]
        return list(pairwise([_midnight(day, self.zone).timestamp() for day in days]))

    def cut(self, period: str) -> Iterator[Days]:
        """Cut into calendar periods: DAY, WEEK (from Monday), MONTH, QUARTER or YEAR.

        The first and the last can be shorter than the calendar's.
        """
        begin = self.first
        while begin < self.end:
            end = min(_next_period(begin, period), self.end)
            yield Days(begin, end, self.zone)
            begin = end


def _next_period(day: date, period: str) -> date:
    """Give the first day of the calendar period after that of a day."""
    if period == "DAY":
        return day + timedelta(days=1)
    if period == "WEEK":
        return day + timedelta(days=7 - day.weekday())
    if period == "YEAR":
        return date(day.year + 1, 1, 1)
    last = day.month if period == "MONTH" else (day.month + 2) // 3 * 3
    return date(day.year + last // 12, last % 12 + 1, 1)


def asked_days(asked: Asked, from_date: str, to_date: str) -> Days:
    """Read the days of a request's filter.

    Refuses (400) what is no day, an end that is not after the beginning, and one after
    today.
    """
    first = _day(asked, "filter.fromDate", from_date)
    end = _not_in_future(asked, "filter.toDate", _day(asked, "filter.toDate", to_date))
    if first >= end:
        raise _backwards("filter.fromDate", "filter.toDate")
    return Days(first, end, asked.company.zone)


def asked_spell(
    asked: Asked, about: str, from_date: str | None, to_date: str | None
) -> Iterator[tuple[str, float]]:
    """Read days of which either end may be left open, as comparisons with a moment.

    `about` is what the names in the filter begin with. Refuses as `asked_days` does, but
    takes a date-time for its day.
    """
    from_name, to_name = f"filter.{about}FromDate", f"filter.{about}ToDate"
    first = None if from_date is None else _day_or_moment(asked, from_name, from_date)
    end = None if to_date is None else _day_or_moment(asked, to_name, to_date)
    if end:
        _not_in_future(asked, to_name, end)
    if first and end and first >= end:
        raise _backwards(from_name, to_name)
    if first:
        yield ">=", _midnight(first, asked.company.zone).timestamp()
    if end:
        yield "<", _midnight(end, asked.company.zone).timestamp()


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Give the moment at which a day begins."""
    return datetime.combine(day, time(), zone)


def _backwards(from_name: str, to_name: str) -> Refused:
    return Refused(400, f"{from_name}: must be before {to_name}, which is not counted itself")


def _not_in_future(asked: Asked, name: str, end: date) -> date:
    """Refuse a day to stop before that is later than today."""
    today = datetime.fromtimestamp(asked.now, asked.company.zone).date()
    if end > today:
        where = asked.company.time_zone
        raise Refused(400, f"{name}: must not be after today, which is {today} in {where}")
    return end


def _day_or_moment(asked: Asked, name: str, text: str) -> date:
    """Read a day, or the day of a date-time in the company's time zone."""
    if _DAY.fullmatch(text):
        return _day(asked, name, text)
    try:
        day = parse_instant(text).astimezone(asked.company.zone).date()
    except (UsageError, OverflowError):
        wanted = "a day written as YYYY-MM-DD, or a date-time with an offset"
        raise Refused(400, f"{name}: must be {wanted}") from None
    asked.hint(
        name,
        f"Days are counted, not moments: it was taken for the day {day} in"
        f" {asked.company.time_zone}.",
    )
    return _not_too_early(name, day)


def _day(asked: Asked, name: str, text: str) -> date:
    """Read a day of the company's calendar."""
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        where = asked.company.time_zone
        asked.hint(name, f"It is a day of the company's time zone, {where}; a time has no place.")
        raise Refused(400, f"{name}: must be a day written as YYYY-MM-DD")
    return _not_too_early(name, day)


def _not_too_early(name: str, day: date) -> date:
    if day < _EARLIEST:
        raise Refused(400, f"{name}: must not be before {_EARLIEST}")
    return day
