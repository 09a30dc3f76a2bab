"""How far the sandbox goes to fetch something."""

from enum import StrEnum


class Reach(StrEnum):
    """Which hosts the sandbox may call."""

    LOOPBACK = "loopback"
    """This machine only."""
    ANY = "any"
    """Every host."""
