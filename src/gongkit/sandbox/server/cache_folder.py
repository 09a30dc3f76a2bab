"""Where the sandbox keeps what the next start can use again."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_folder() -> Path | None:
    """Give the folder for it in the user's cache; None for a user without a home."""
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given, "gongkit")
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local"
        return Path(local, "gongkit", "Cache")
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "gongkit"
    return home / ".cache" / "gongkit"
