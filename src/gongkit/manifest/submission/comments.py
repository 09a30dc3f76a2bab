"""What the author wrote beside an entry of a list: `"api:calls:read:basic",  # list calls`."""

from __future__ import annotations

import re
from typing import Final

from gongkit.manifest.document import Document
from gongkit.manifest.place import path_of
from gongkit.manifest.profiles import written_at

_BESIDE: Final = re.compile(r"[ \t]*,?[ \t]*\]?[ \t]*#[ \t]*([^\n]*)")


def comments_beside(document: Document, place: str, profile: str | None) -> dict[int, str]:
    """Give the comments of a list's entries, by their index.

    An entry that shares its line with another one has none: it could not be told whose it is.
    """
    list_path = written_at(path_of(place), document.tables, profile)
    entries = {
        path[-1]: spot.value
        for path, spot in document.places.items()
        if path[:-1] == list_path and isinstance(path[-1], int)
    }
    lines = [document.text.count("\n", 0, span.start) for span in entries.values()]
    found = {}
    for (index, span), line in zip(entries.items(), lines, strict=True):
        beside = _BESIDE.match(document.text, span.end)
        if beside and beside[1].strip() and lines.count(line) == 1:
            found[int(index)] = beside[1].strip()
    return found
