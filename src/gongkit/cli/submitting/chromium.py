"""A Chromium to take screenshots with: one on PATH, or the one that Playwright has installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")


def has_playwright() -> bool:
    """Tell whether Playwright is installed."""
    return find_spec("playwright") is not None


def find_chromium(playwright: Playwright) -> Path | None:
    """Find a Chromium; None where there is none."""
    return next(filter(Path.exists, _candidates(playwright)), None)


def _candidates(playwright: Playwright) -> Iterator[Path]:
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    yield Path(playwright.chromium.executable_path)
