"""Every screen: accessible, light and dark, wide and narrow, and nothing in the console."""

from __future__ import annotations

import pytest
import tests.browser.screens.all  # noqa: F401 - registers them
from tests.browser.person import Person, check_soundness
from tests.browser.screens.registry import SCREENS


@pytest.mark.parametrize("name", sorted(SCREENS))
async def test_a_screen_is_sound(person: Person, name: str) -> None:
    await SCREENS[name](person)
    await check_soundness(person.page)
