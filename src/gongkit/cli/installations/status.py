"""The statuses by which installations are listed."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """What has become of an installation."""

    ACTIVE = "active"
    NEEDS_RECONNECT = "needs_reconnect"
    REMOVED = "removed"
