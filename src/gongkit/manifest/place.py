"""Places in a manifest as they are written in findings: `integration.redirect_uris[0]`."""

from __future__ import annotations

import json
import re

from gongkit.manifest.finding import below
from gongkit.manifest.toml_places import Path

_PART = re.compile(r'\[(\d+)\]|("(?:[^"\\]|\\.)*")|([A-Za-z0-9_-]+)|.')


def path_of(place: str) -> Path:
    """Read a place; what is no place, such as `byte 7`, leads nowhere in particular."""
    path: list[str | int] = []
    for index, quoted, bare in (found.groups() for found in _PART.finditer(place)):
        if index:
            path.append(int(index))
        elif quoted:
            path.append(json.loads(quoted))
        elif bare:
            path.append(bare)
    return tuple(path)


def place_of(path: Path) -> str:
    """Write a place."""
    place = ""
    for part in path:
        place = f"{place}[{part}]" if isinstance(part, int) else below(place, part)
    return place
