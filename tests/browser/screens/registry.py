"""Every screen there is, each with the way to it. Tests and `make screens` visit them all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.browser.person import Person

Way = Callable[[Person], Awaitable[None]]

SCREENS: dict[str, Way] = {}
"""By name, which is also that of the picture; the part before the dash is the area."""


def screen(name: str) -> Callable[[Way], Way]:
    """Register the way to a screen. It begins at a fresh sandbox, with nobody signed in."""

    def register(way: Way) -> Way:
        assert name not in SCREENS, name
        SCREENS[name] = way
        return way

    return register
