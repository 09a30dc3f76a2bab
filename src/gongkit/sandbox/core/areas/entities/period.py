"""The periods that questions about an entity are restricted to, in the company's time zone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from gongkit.sandbox.core.api.asked import Asked, Refused
from gongkit.sandbox.core.areas.where import seconds

_CUSTOM, _ALL = "CUSTOM_RANGE", "ALL_CONVERSATIONS"
_FROM, _TO = "fromDateTime", "toDateTime"
_DAYS_BACK = {"LAST_7DAYS": 7, "LAST_30DAYS": 30, "LAST_90DAYS": 90, "LAST_YEAR": 365}
_DAYS_BEFORE_LAST = {"LAST_90_DAYS_SINCE_LAST_ACTIVITY": 90, "LAST_YEAR_SINCE_LAST_ACTIVITY": 365}
_BEGINS: dict[str, Callable[[datetime], datetime]] = {
    "THIS_WEEK": lambda day: day - timedelta(days=day.weekday()),
    "THIS_MONTH": lambda day: day.replace(day=1),
    "THIS_QUARTER": lambda day: day.replace(month=day.month - (day.month - 1) % 3, day=1),
    "THIS_YEAR": lambda day: day.replace(month=1, day=1),
}
"""What begins on a day of the calendar; weeks begin on Monday."""


class Period(NamedTuple):
    """From a moment on, and until before another, in seconds since the epoch."""

    start: float
    end: float


def check_period(asked: Asked) -> None:
    """Refuse bounds without CUSTOM_RANGE, and CUSTOM_RANGE without its first bound."""
    problems = list(_problems(asked))
    if problems:
        raise Refused(400, *problems)


def _problems(asked: Asked) -> Iterator[str]:
    if asked.query["timePeriod"] == _CUSTOM:
        if _FROM not in asked.query:
            yield f"{_FROM}: is required with timePeriod {_CUSTOM}"
        return
    for name in (_FROM, _TO):
        if name in asked.query:
            yield f"{name}: can only be given with timePeriod {_CUSTOM}"


def period_of(asked: Asked, last_activity: float | None) -> Period:
    """Work out the period that was asked for.

    A period of days counts whole days before today, or before the day of the last
    activity, and goes on until now.
    """
    name: str = asked.query["timePeriod"]
    now = asked.now
    if name == _CUSTOM:
        end = asked.query.get(_TO)
        return Period(seconds(asked.query[_FROM]), now if end is None else seconds(end))
    if name == _ALL:
        return Period(0, now)
    if name in _BEGINS:
        return Period(_BEGINS[name](_midnight(asked, now)).timestamp(), now)
    if name in _DAYS_BEFORE_LAST:
        days, until = _DAYS_BEFORE_LAST[name], now if last_activity is None else last_activity
    else:
        days, until = _DAYS_BACK[name], now
    return Period((_midnight(asked, until) - timedelta(days=days)).timestamp(), now)


def _midnight(asked: Asked, moment: float) -> datetime:
    local = datetime.fromtimestamp(moment, asked.company.zone)
    # Of a midnight that comes twice, the first: the day begins with it.
    return local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
