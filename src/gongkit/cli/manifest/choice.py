"""Which profile a command of `gongkit manifest` is asked about."""

from __future__ import annotations

from enum import StrEnum


class Profile(StrEnum):
    """A profile, as an option takes it."""

    DEV = "dev"
    STAGING = "staging"
    PROD = "prod"
