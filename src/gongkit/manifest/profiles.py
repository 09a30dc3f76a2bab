"""Profiles: what a manifest says differently in development, in staging and in production.

    [profiles.dev.integration]
    redirect_uris = ["http://localhost:8000/gong/callback"]

A profile's tables lie over those of the file: tables are joined, everything else is replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gongkit.manifest.toml_places import Path

TABLE: Final = "profiles"


def overlay_of(tables: Mapping[str, Any], profile: str) -> Mapping[str, Any]:
    """Give a profile's own tables; none where it has none, or where they are no tables."""
    profiles = tables.get(TABLE)
    found = profiles.get(profile) if isinstance(profiles, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def joined(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Lay tables over others."""
    result = dict(base)
    for key, value in over.items():
        below = result.get(key)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        result[key] = joined(below, value) if both else value  # type: ignore[arg-type]
    return result


def written_at(path: Path, tables: Mapping[str, Any], profile: str | None) -> Path:
    """Say where in the file stands what a profile's manifest has at a path.

    That is in the profile's own tables, as far as these go along, or else in the file's.
    """
    if profile is None:
        return path
    over: Any = overlay_of(tables, profile)
    for part in path:
        if isinstance(over, Mapping) and part in over:
            over = over[part]
        elif isinstance(over, Mapping):
            return path
        else:
            break
    return (TABLE, profile, *path)
