"""Calls: listed and found with their metadata, and their transcripts."""

from __future__ import annotations

from gongkit.contract.types.calls import CallTranscriptsRequest
from gongkit.sandbox.core.areas.pages import (
    Listing,
    encoded,
    page_answer,
    read_page,
    single_answer,
)
from gongkit.sandbox.core.areas.where import Where
from gongkit.sandbox.core.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.call_rows import APP_URL, CALL_ID
from gongkit.sandbox.core.state import State

NO_CALLS = "No calls found corresponding to the provided filters"
KEY = ("started", "id")
"""Calls are listed by when they began. Gong promises no order."""

_CALLS = Listing(counted="calls", tables="calls", key=KEY, empty=NO_CALLS)
_TRANSCRIPTS = Listing(
    counted="calls",
    tables="calls JOIN call_transcripts USING (content)",
    key=KEY,
    empty=NO_CALLS,
)


def visible(asked: Asked) -> Where:
    """Restrict to the company's calls that have been processed by now."""
    return Where("company_id = ? AND visible_at <= ?", asked.company.id, asked.now)


def with_app_url(asked: Asked, text: bytes) -> bytes:
    """Put the sandbox's own address where stored JSON has only its stand-in."""
    return text.replace(APP_URL.encode(), asked.app_url.encode())


@answers("listCalls")
def list_calls(state: State, asked: Asked) -> Answer:
    """List calls by when they began. Private ones are among them, marked as such."""
    where = visible(asked)
    where.period("started", asked.query.get("fromDateTime"), asked.query.get("toDateTime"))
    where.equals("workspace_id", asked.query.get("workspaceId"))
    page = read_page(state, asked, _CALLS, "meta", where)
    return page_answer(asked, page, "calls", lambda rows: with_app_url(asked, encoded(rows)))


@answers("getCall")
def get_call(state: State, asked: Asked) -> Answer:
    """Give one call's metadata."""
    where = visible(asked)
    where.equals("id", asked.path["id"])
    row = state.row(f"SELECT meta FROM calls WHERE {where}", *where.values)  # noqa: S608
    if row is None:
        raise Refused(404, f"Call not found for the provided id: {asked.path['id']}")
    return single_answer(asked, "call", with_app_url(asked, row[0]))


@answers("getCallTranscripts")
def get_call_transcripts(state: State, asked: Asked) -> Answer:
    """List the transcripts that are there by now."""
    body: CallTranscriptsRequest = asked.body
    wanted = body.filter
    where = visible(asked)
    where.add("transcript_at <= ?", asked.now)
    where.period("started", wanted.from_date_time, wanted.to_date_time)
    where.equals("workspace_id", wanted.workspace_id)
    where.among("id", wanted.call_ids)
    page = read_page(state, asked, _TRANSCRIPTS, "id, transcript", where)
    return page_answer(asked, page, "callTranscripts", _of_calls)


def _of_calls(rows: list[tuple[str, bytes]]) -> bytes:
    return b",".join([text.replace(CALL_ID, id_.encode(), 1) for id_, text in rows])
