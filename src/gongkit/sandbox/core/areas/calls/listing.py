"""Calls: listed and found with their metadata, and their transcripts."""

from __future__ import annotations

from gongkit.contract.types.calls import CallTranscriptsRequest
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.areas.calls.filter import CallFilter, visible
from gongkit.sandbox.core.areas.calls.unknown_ids import known_hosts
from gongkit.sandbox.core.areas.calls.why_empty import explain_call, explain_empty, explain_missing
from gongkit.sandbox.core.areas.pages import (
    Listing,
    Page,
    encoded,
    page_answer,
    read_page,
    single_answer,
)
from gongkit.sandbox.core.calls.rows import APP_URL, CALL_ID
from gongkit.sandbox.core.state import State

NO_CALLS = "No calls found corresponding to the provided filters"
NOT_FOUND = 404
KEY = ("started", "id")
"""Calls are listed by when they began. Gong promises no order."""

_CALLS = Listing(counted="calls", tables="calls", key=KEY, empty=NO_CALLS)
_TRANSCRIPTS = Listing(
    counted="calls",
    tables="calls JOIN call_transcripts USING (content)",
    key=KEY,
    empty=NO_CALLS,
)


def read_calls(
    state: State,
    asked: Asked,
    listing: Listing,
    columns: str,
    wanted: CallFilter,
    *,
    prefix: str = "",
) -> Page:
    """Read a page of calls; where some are missing, the log gets to know why."""
    try:
        page = read_page(state, asked, listing, columns, wanted.where(state, asked))
    except Refused as refused:
        if refused.status == NOT_FOUND:
            explain_empty(state, asked, wanted, prefix)
        raise
    if wanted.call_ids and (page.records.total_records or 0) < len(wanted.call_ids):
        explain_missing(state, asked, wanted, prefix)
    known_hosts(state, asked, wanted, prefix)
    return page


def with_app_url(asked: Asked, text: bytes) -> bytes:
    """Put the sandbox's own address where stored JSON has only its stand-in."""
    return text.replace(APP_URL.encode(), asked.app_url.encode())


@answers("listCalls")
def list_calls(state: State, asked: Asked) -> Answer:
    """List calls by when they began. Private ones are among them, marked as such."""
    wanted = CallFilter(
        start=asked.query.get("fromDateTime"),
        end=asked.query.get("toDateTime"),
        workspace_id=asked.query.get("workspaceId"),
    )
    page = read_calls(state, asked, _CALLS, "meta", wanted)
    return page_answer(asked, page, "calls", lambda rows: with_app_url(asked, encoded(rows)))


@answers("getCall")
def get_call(state: State, asked: Asked) -> Answer:
    """Give one call's metadata."""
    call_id = asked.path["id"]
    where = visible(state, asked)
    where.equals("id", call_id)
    row = state.row(f"SELECT meta FROM calls WHERE {where}", *where.values)  # noqa: S608
    if row is None:
        explain_call(state, asked, CallFilter(), "id", call_id)
        raise Refused(NOT_FOUND, f"Call not found for the provided id: {call_id}")
    return single_answer(asked, "call", with_app_url(asked, row[0]))


@answers("getCallTranscripts")
def get_call_transcripts(state: State, asked: Asked) -> Answer:
    """List the transcripts that are there by now."""
    body: CallTranscriptsRequest = asked.body
    wanted = body.filter
    calls = CallFilter(
        start=wanted.from_date_time,
        end=wanted.to_date_time,
        workspace_id=wanted.workspace_id,
        call_ids=wanted.call_ids,
        with_transcript=True,
    )
    page = read_calls(state, asked, _TRANSCRIPTS, "id, transcript", calls, prefix="filter.")
    return page_answer(asked, page, "callTranscripts", _of_calls)


def _of_calls(rows: list[tuple[str, bytes]]) -> bytes:
    return b",".join([text.replace(CALL_ID, id_.encode(), 1) for id_, text in rows])
