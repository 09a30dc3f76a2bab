"""The timeline of an account: calls, emails, meetings and reported events, the latest first.

It is read by the place of the last entry, so that a page costs the same however far back
it is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from itertools import count
from typing import NamedTuple

from gongkit.sandbox.core.permissions.visibility import Condition, emails_seen_by, seen_by
from gongkit.sandbox.core.state import State
from gongkit.sandbox.core.timeline.entries import SOURCES, Entry

MOST_ENTRIES = 1000
"""So many entries are read at once at most."""

_EVERYTHING: Condition = ("1", ())
_SEEN: Mapping[str, Callable[[State, str, str], Condition]] = {
    "call": seen_by,
    "email": emails_seen_by,
}
"""For the sources that profiles restrict: what a user of a company may see of them."""


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
    With a user, only the calls and emails that this user may see are there.
    """
    found: list[tuple[Place, Entry]] = []
    for source, (sql, entry) in SOURCES.items():
        condition, values = _EVERYTHING
        if user_id is not None and source in _SEEN:
            condition, values = _numbered(_SEEN[source](state, company_id, user_id), 9)
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


def hidden_sources(
    state: State, company_id: str, account_id: str, now: float, user_id: str
) -> list[str]:
    """Name the sources, call and email, of which there is something that a user may not see."""
    hidden = []
    for source, seen in _SEEN.items():
        condition, values = _numbered(seen(state, company_id, user_id), 4)
        row = state.row(
            f"SELECT 1 FROM ({SOURCES[source][0]} AND NOT {condition}) LIMIT 1",  # noqa: S608
            company_id,
            account_id,
            now,
            *values,
        )
        if row is not None:
            hidden.append(source)
    return hidden


def _numbered(condition: Condition, first: int) -> Condition:
    """Give each value of a condition its number, as those beside it have."""
    numbers = count(first)
    text, values = condition
    return re.sub(r"\?", lambda _: f"?{next(numbers)}", text), values
