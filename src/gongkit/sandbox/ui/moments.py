"""Moments as pages show them: in the words and in the time zone of whoever looks."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from gongkit.sandbox.core.people import User


class Moment(NamedTuple):
    """A moment for machines and for people."""

    iso: str
    text: str


def moment_for(user: User, seconds: float) -> Moment:
    """Write a moment (seconds since the epoch) in a user's time zone."""
    at = datetime.fromtimestamp(seconds, ZoneInfo(user.time_zone))
    return Moment(at.isoformat(timespec="seconds"), f"{at.day} {at:%B %Y, %H:%M}")
