"""A company in the sandbox: one Gong customer with its region, zone and access key."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from gongkit.redact import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One company. `id` is Gong's (19 digits), `name` the short one used everywhere.

    `cell` is the label of its own API host (as in `us-14321`); None means the default
    cell, whose API base URL is the main port itself.
    """

    id: str
    name: str
    title: str
    domain: str
    region: str
    time_zone: str
    cell: str | None
    access_key: str
    access_key_secret: Secret

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which its days begin and end."""
        return ZoneInfo(self.time_zone)
