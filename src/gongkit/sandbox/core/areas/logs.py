"""The audit log: who signed in, who did what, who listened to which call."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from gongkit.clock import instant_of
from gongkit.contract.types.logs import LogEntry
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.areas.calls.filter import visible
from gongkit.sandbox.core.areas.pages import Listing, page_answer, read_page
from gongkit.sandbox.core.areas.where import Where
from gongkit.sandbox.core.audit_log import SHARED_CALL_ACCESS, SHARED_CALL_PLAY, USER_CALL_PLAY
from gongkit.sandbox.core.company_settings import load_company_settings
from gongkit.sandbox.core.state import State

_EMPTY = "No log entries found corresponding to the provided filters"
NOT_FOUND = 404
_ABOUT_CALLS = {USER_CALL_PLAY, SHARED_CALL_ACCESS, SHARED_CALL_PLAY}
_KEY = ("at", "event.id")
"""Entries are listed by when they happened. Gong promises no order."""
_SEEN = "(event.call IS NULL OR EXISTS (SELECT 1 FROM calls WHERE number = event.call AND {}))"
_PERSON = "{0}.id, {0}.email, {0}.first_name || ' ' || {0}.last_name"
_ACTOR = "users AS actor ON actor.company_id = event.company_id AND actor.id = event.user_id"


class _Log(NamedTuple):
    """Where a log is kept, and the columns of an `_Entry`."""

    listing: Listing
    columns: str


class _Entry(NamedTuple):
    user_id: str | None
    email: str | None
    name: str | None
    impersonator_id: str | None
    impersonator_email: str | None
    impersonator_name: str | None
    impersonator_company_id: str | None
    at: float
    record: bytes | None
    call_id: str | None
    seconds: float | None


_EVENTS = _Log(
    Listing(
        counted="log_entries AS event",
        tables=f"log_entries AS event LEFT JOIN {_ACTOR} LEFT JOIN users AS behind"
        " ON behind.company_id = event.company_id AND behind.id = impersonator_id",
        key=_KEY,
        empty=_EMPTY,
    ),
    f"{_PERSON.format('actor')}, {_PERSON.format('behind')}, impersonator_company_id,"
    " at, record, NULL, NULL",
)
_PLAYS = _Log(
    Listing(
        counted="call_plays AS event",
        tables=f"call_plays AS event JOIN calls ON number = event.call LEFT JOIN {_ACTOR}",
        key=_KEY,
        empty=_EMPTY,
    ),
    f"{_PERSON.format('actor')}, NULL, NULL, NULL, NULL, at, NULL, calls.id, seconds",
)


@answers("listLogs")
def list_logs(state: State, asked: Asked) -> Answer:
    """List what was logged in a period, up to now, by when it happened.

    What is about a call is listed if the call can be seen.
    """
    log_type: str = asked.query["logType"]
    log = _PLAYS if log_type == USER_CALL_PLAY else _EVENTS
    where = Where("event.company_id = ? AND at <= ?", asked.company.id, asked.now)
    if log is _EVENTS:
        where.equals("log_type", log_type)
    seen = visible(state, asked)
    where.add(_SEEN.format(seen), *seen.values)
    everything = str(where), list(where.values)
    where.period("at", asked.query["fromDateTime"], asked.query.get("toDateTime"))
    try:
        page = read_page(state, asked, log.listing, log.columns, where)
    except Refused as refused:
        if refused.status == NOT_FOUND:
            _explain_nothing(state, asked, log.listing.counted, *everything)
        raise
    return page_answer(asked, page, "logEntries", lambda rows: _written(asked, rows))


def _explain_nothing(
    state: State, asked: Asked, table: str, condition: str, values: list[object]
) -> None:
    """Say when the log has entries, if it has any."""
    row = state.row(
        f"SELECT min(at), max(at) FROM {table} WHERE {condition}",  # noqa: S608
        *values,
    )
    first, last = row or (None, None)
    if first is None or last is None:
        _explain_empty_log(state, asked)
        return
    asked.hint(
        "fromDateTime",
        f"This log has entries from {_moment(asked, first)} to {_moment(asked, last)};"
        " none are in the period that was asked for.",
    )


def _explain_empty_log(state: State, asked: Asked) -> None:
    seer = load_company_settings(state, asked.company.id).calls_seen_by
    if seer is None or asked.query["logType"] not in _ABOUT_CALLS:
        asked.hint("logType", f"{asked.company.name} has no entries in this log at all.")
        return
    asked.hint(
        "calls_seen_by",
        f"There is nothing in this log about calls that user {seer} may see, to which the"
        " setting calls_seen_by restricts the API.",
    )


def _written(asked: Asked, rows: list[tuple[Any, ...]]) -> bytes:
    return b",".join([msgspec.json.encode(_entry(asked, _Entry(*row))) for row in rows])


def _entry(asked: Asked, entry: _Entry) -> LogEntry:
    record = {"callId": entry.call_id, "secondsPlayed": entry.seconds}
    return LogEntry(
        user_id=entry.user_id,
        user_email_address=entry.email,
        user_full_name=entry.name,
        impersonator_user_id=entry.impersonator_id,
        impersonator_email_address=entry.impersonator_email,
        impersonator_full_name=entry.impersonator_name,
        impersonator_company_id=entry.impersonator_company_id,
        event_time=_moment(asked, entry.at),
        log_record=record if entry.record is None else msgspec.json.decode(entry.record),
    )


def _moment(asked: Asked, at: float) -> str:
    return instant_of(at).astimezone(asked.company.zone).isoformat(timespec="milliseconds")
