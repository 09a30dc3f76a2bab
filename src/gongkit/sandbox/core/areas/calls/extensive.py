"""Detailed calls."""

from __future__ import annotations

from gongkit.contract.types.calls import ContentSelector, ExtensiveCallsRequest
from gongkit.sandbox.core.api.asked import Answer, Asked, answers
from gongkit.sandbox.core.areas.calls.filter import CallFilter
from gongkit.sandbox.core.areas.calls.listing import KEY, NO_CALLS, read_calls
from gongkit.sandbox.core.areas.calls.selection import Selection
from gongkit.sandbox.core.areas.pages import Listing, page_answer
from gongkit.sandbox.core.state import State

_DETAILS = Listing(
    counted="calls",
    tables="calls JOIN call_blocks USING (content)",
    key=KEY,
    empty=NO_CALLS,
)


@answers("listCallsExtensive")
def list_calls_extensive(state: State, asked: Asked) -> Answer:
    """List calls with the blocks that their content selector asks for."""
    body: ExtensiveCallsRequest = asked.body
    wanted = body.filter
    selection = Selection(asked, body.content_selector or ContentSelector())
    calls = CallFilter(
        start=wanted.from_date_time,
        end=wanted.to_date_time,
        workspace_id=wanted.workspace_id,
        call_ids=wanted.call_ids,
        primary_user_ids=wanted.primary_user_ids,
    )
    page = read_calls(state, asked, _DETAILS, selection.columns, calls, prefix="filter.")
    return page_answer(asked, page, "calls", selection.assemble)
