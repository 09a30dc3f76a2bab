"""The profiles: where an app runs, which decides on its manifest and on what it may change."""

from __future__ import annotations

from typing import Final

from gongkit.loopback import host_of, is_loopback

PROFILES: Final = ("dev", "staging", "prod")
"""With a sandbox on this machine; with a Gong for trying things out; at its customers."""


def profile_at(app_url: str) -> str:
    """Say which profile an app URL calls for: `dev` on this machine, else `prod`."""
    return "dev" if is_loopback(host_of(app_url)) else "prod"
