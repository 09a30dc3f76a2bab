"""One demo company while it is being made: what all of its parts have in common."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.seed.companies import Blueprint
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.people import Person

WORKING_DAYS = 64
"""How many working days the calls reach back: about three months."""


class Demo(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A company with its people and workspaces, on one day (midnight UTC)."""

    blueprint: Blueprint
    company: Company
    seed: str
    today: datetime
    people: tuple[Person, ...]
    workspaces: tuple[str, str]

    def dice(self, *names: str) -> Dice:
        """Give the dice of one of the company's things."""
        return Dice(self.seed, self.blueprint.name, *names)

    def in_job(self, job: str) -> list[Person]:
        """List the people who have a job."""
        return [person for person in self.people if person.job == job]

    def working_days(self) -> list[datetime]:
        """List the working days up to today, today (or the Friday before) first."""
        days = [self.today - timedelta(days=back) for back in range(2 * WORKING_DAYS)]
        return [day for day in days if day.weekday() < 5]
