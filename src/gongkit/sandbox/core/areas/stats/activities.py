"""Who did what with which calls, and when: one query for statistics and coaching metrics.

An activity bears Gong's name for it (`callsAsHost`). A call counts once for each user,
activity and span of time, however often it was played or commented on within it. What
a user receives is counted for the host of the call.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from gongkit.sandbox.core.api.asked import Asked
from gongkit.sandbox.core.areas.stats.days import Span
from gongkit.sandbox.core.areas.where import Where
from gongkit.sandbox.core.company_settings import load_company_settings
from gongkit.sandbox.core.permissions.visibility import seen_by
from gongkit.sandbox.core.state import State

_COMPANY = "(SELECT company_id FROM asked)"
_BY_OTHERS = "user_id <> primary_user_id"
_SOMEBODY_ELSE = "first <> primary_user_id OR last <> primary_user_id"
_ATTENDED = (
    "SELECT 1 FROM call_parties"
    " WHERE content = calls.content AND call_parties.user_id = done.user_id AND attended"
)


def _recorded(columns: str, table: str, same_call: str) -> str:
    """Take what was recorded at a moment, once for each span, with the call it was done to."""
    ours = "1" if table == "call_comments" else f"company_id = {_COMPANY}"
    return (
        f"(SELECT DISTINCT {columns}, span FROM spans CROSS JOIN {table}"  # noqa: S608
        f" WHERE {ours} AND at >= begin AND at < finish) AS done"
        f" CROSS JOIN calls {same_call}"
    )


_HELD = (
    f"spans CROSS JOIN calls ON calls.company_id = {_COMPANY}"
    " AND started >= begin AND started < finish"
)
_PLAYS = _recorded("call, user_id", "call_plays", "ON number = call")
_COMMENTS = _recorded("content, user_id", "call_comments", "USING (content)")
_COMMENTED = (
    "(SELECT content, span, min(user_id) AS first, max(user_id) AS last"
    " FROM spans CROSS JOIN call_comments WHERE at >= begin AND at < finish"
    " GROUP BY content, span) AS done CROSS JOIN calls USING (content)"
)
_REVIEWS = _recorded("call, reviewer_user_id, reviewed_user_id", "call_reviews", "ON number = call")
_ACTIONS = _recorded("call, user_id, action", "call_actions", "ON number = call")


class _Source(NamedTuple):
    """Where an activity is found, as SQL: its name, whose it is, the tables, conditions.

    `several` says that the tables can have it several times for a user and a span.
    """

    activity: str
    user: str
    tables: str
    condition: str = "1"
    several: bool = False


_SOURCES = (
    _Source("'callsAsHost'", "primary_user_id", _HELD),
    _Source(
        "'callsAttended'",
        "user_id",
        f"{_HELD} CROSS JOIN call_parties USING (content)",
        f"attended AND {_BY_OTHERS}",
        several=True,
    ),
    _Source(
        f"CASE WHEN primary_user_id = user_id OR EXISTS ({_ATTENDED})"
        " THEN 'ownCallsListenedTo' ELSE 'othersCallsListenedTo' END",
        "user_id",
        _PLAYS,
    ),
    _Source("'callsCommentsGiven'", "user_id", _COMMENTS),
    _Source("'callsCommentsReceived'", "primary_user_id", _COMMENTED, f"({_SOMEBODY_ELSE})"),
    _Source(
        "'callsScorecardsFilled'",
        "reviewer_user_id",
        _REVIEWS,
        "reviewer_user_id <> reviewed_user_id",
        several=True,
    ),
    _Source("'callsScorecardsReceived'", "reviewed_user_id", _REVIEWS, several=True),
    _Source("action", "user_id", _ACTIONS),
    _Source(
        "CASE action WHEN 'callsGaveFeedback' THEN 'callsReceivedFeedback'"
        " ELSE 'callsMarkedAsFeedbackReceived' END",
        "primary_user_id",
        _ACTIONS,
        f"action IN ('callsGaveFeedback', 'callsMarkedAsFeedbackGiven') AND {_BY_OTHERS}",
        several=True,
    ),
)


def _select(source: _Source) -> str:
    """Read a source; the plus keeps SQLite from looking through all of the company's calls."""
    distinct = "DISTINCT " if source.several else ""
    return (
        f"SELECT {distinct}{source.activity}, {source.user}, span, calls.id FROM {source.tables}"  # noqa: S608
        f" WHERE +calls.company_id = {_COMPANY} AND visible_at <= (SELECT now FROM asked)"
        f" AND {source.user} IN (SELECT id FROM who) AND {source.condition}"
    )


_DID = tuple(map(_select, _SOURCES))
_BEGINNING = (
    "WITH asked (company_id, now) AS (VALUES (?, ?)),"
    " spans (span, begin, finish) AS"
    " (SELECT key, json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)),"
    " who (id) AS (SELECT id FROM users WHERE {}),"
    " did (activity, user_id, span, call_id) AS ({}) "
)


class Query(NamedTuple):
    """The beginning of an SQL query, a WITH clause, and the values in it."""

    text: str
    values: tuple[object, ...]


def activities(state: State, asked: Asked, users: Where, spans: Sequence[Span]) -> Query:
    """Define the table `did (activity, user_id, span, call_id)` for some users and times.

    `users` is about the table of users; `span` is the place of the time among `spans`,
    which must not overlap. Only calls that can be seen by now are in it, and only what
    was done up to now.
    """
    seen, seen_values = _seen(state, asked)
    selects = [select + seen for select in _DID]
    text = _BEGINNING.format(users, " UNION ALL ".join(selects))
    past = [(begin, min(finish, asked.now)) for begin, finish in spans]
    listed = msgspec.json.encode(past).decode()
    values = (asked.company.id, asked.now, listed, *users.values, *seen_values * len(selects))
    return Query(text, values)


def _seen(state: State, asked: Asked) -> tuple[str, tuple[object, ...]]:
    """Restrict to the calls that may be seen, if not all of them may."""
    seer = load_company_settings(state, asked.company.id).calls_seen_by
    if seer is None:
        return "", ()
    condition, values = seen_by(state, asked.company.id, seer)
    return (
        f" AND calls.number IN (SELECT number FROM calls WHERE company_id = ? AND {condition})",  # noqa: S608
        (asked.company.id, *values),
    )
