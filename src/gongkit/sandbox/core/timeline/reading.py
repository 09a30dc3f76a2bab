"""The timeline of an account: calls, emails, meetings and reported events, the latest first.

It is read by the place of the last entry, so that a page costs the same however far back
it is.
"""

from __future__ import annotations

import math
import re
from itertools import count
from typing import NamedTuple

from gongkit.sandbox.core.permissions.visibility import Condition, seen_by
from gongkit.sandbox.core.state import State
from gongkit.sandbox.core.timeline.entries import SOURCES, Entry

MOST_ENTRIES = 1000
"""So many entries are read at once at most."""

_EVERYTHING: Condition = ("1", ())


class Place(NamedTuple):
    """Where an entry stands: its moment (seconds since the epoch), its source and its key."""

    at: float
    source: str
    key: str

    def text(self) -> str:
        """Write it as the value of a query parameter."""
        return f"{self.at!r},{self.source},{self.key}"


def read_place(text: str) -> Place:
    """Read what `Place.text` wrote; raise ValueError for anything else."""
    at, source, key = text.split(",", 2)
    if source not in SOURCES or not math.isfinite(float(at)):
        raise ValueError(text)
    return Place(float(at), source, key)


class Page(NamedTuple):
    """Some entries, and the place of the last one if there are others before it."""

    entries: list[Entry]
    last: Place | None


def read_timeline(
    state: State,
    company_id: str,
    account_id: str,
    now: float,
    *,
    before: Place | None = None,
    limit: int = 50,
    user_id: str | None = None,
) -> Page:
    """Read a page of an account's timeline, from the latest entry or from before a place.

    Calls and emails are there once they can be seen; meetings also when they lie ahead.
    With a user, only the calls that this user may see are there.
    """
    found: list[tuple[Place, Entry]] = []
    calls_seen = _EVERYTHING if user_id is None else _calls_seen(state, company_id, user_id)
    for source, (sql, entry) in SOURCES.items():
        condition, values = calls_seen if source == "call" else _EVERYTHING
        rows = state.rows(
            f"SELECT * FROM ({sql} AND {condition}) WHERE (at, ?4, key) < (?5, ?6, ?7)"  # noqa: S608
            " ORDER BY at DESC, key DESC LIMIT ?8",
            company_id,
            account_id,
            now,
            source,
            *(before or Place(math.inf, "", "")),
            limit + 1,
            *values,
        )
        found += [(Place(row[0], source, row[1]), entry(row)) for row in rows]
    found.sort(key=lambda pair: pair[0], reverse=True)
    entries = [entry for _, entry in found[:limit]]
    return Page(entries, found[limit - 1][0] if len(found) > limit else None)


def _calls_seen(state: State, company_id: str, user_id: str) -> Condition:
    """Give the condition for the calls that a user may see, with its values numbered from 9 on."""
    condition, values = seen_by(state, company_id, user_id)
    numbers = count(9)
    return re.sub(r"\?", lambda _: f"?{next(numbers)}", condition), values
