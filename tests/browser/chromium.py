"""Where Chromium is on this machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from gongkit.cli.submitting.chromium import NAMES


class ChromiumMissingError(Exception):
    """There is no Chromium here."""


def find_chromium() -> Path:
    """Find the named one, or one on PATH."""
    named = os.environ.get("GONGKIT_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None or not Path(found).exists():
        raise ChromiumMissingError(
            "Chromium is needed for the tests of the pages, and was not found. "
            "Install it (Debian: apt-get install chromium), or name it in GONGKIT_CHROMIUM."
        )
    return Path(found)
