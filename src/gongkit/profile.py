"""The profiles: where an app runs, which decides on its manifest and on what it may change."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from gongkit.loopback import is_loopback

PROFILES: Final = ("dev", "staging", "prod")
"""With a sandbox on this machine; with a Gong for trying things out; at its customers."""


def profile_at(app_url: str) -> str:
    """Say which profile an app URL calls for: `dev` on this machine, else `prod`."""
    try:
        host = urlsplit(app_url).hostname or ""
    except ValueError:
        return "prod"
    return "dev" if is_loopback(host) else "prod"
