"""Detailed calls."""

from __future__ import annotations

from gongkit.contract.types.calls import ContentSelector, ExtensiveCallsRequest
from gongkit.sandbox.core.areas.calls import KEY, NO_CALLS, visible
from gongkit.sandbox.core.areas.pages import Listing, page_answer, read_page
from gongkit.sandbox.core.areas.selection import Selection
from gongkit.sandbox.core.asked import Answer, Asked, answers
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
    where = visible(asked)
    where.period("started", wanted.from_date_time, wanted.to_date_time)
    where.equals("workspace_id", wanted.workspace_id)
    where.among("id", wanted.call_ids)
    where.among("primary_user_id", wanted.primary_user_ids)
    page = read_page(state, asked, _DETAILS, selection.columns, where)
    return page_answer(asked, page, "calls", selection.assemble)
