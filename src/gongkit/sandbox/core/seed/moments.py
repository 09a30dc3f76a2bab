"""When things around a planned call take place, counted in working days."""

from __future__ import annotations

from datetime import datetime, timedelta

from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.seed.stories import PlannedCall


class Moments:
    """The working days of a company, and what is on them."""

    def __init__(self, demo: Demo) -> None:
        self._days = demo.working_days()

    def start_of(self, call: PlannedCall) -> datetime:
        """Say when a call was to begin."""
        return self.after(call, 0)

    def after(self, call: PlannedCall, working_days: int) -> datetime:
        """Say when it is the call's time of the day, so many working days after it."""
        day = self._day(call.day - working_days)
        return day.replace(tzinfo=call.host.zone) + timedelta(minutes=call.minute)

    def _day(self, back: int) -> datetime:
        """Give a working day before today; those ahead are counted below 0."""
        if back >= 0:
            return self._days[back]
        day = self._days[0]
        while back:
            day += timedelta(days=1)
            back += day.weekday() < 5
        return day
