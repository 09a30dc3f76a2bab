"""Briefs: the templates by which accounts, deals and people are summarised."""

from __future__ import annotations

from gongkit.contract.types.briefs import Brief, Briefs
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.areas.where import Where
from gongkit.sandbox.core.areas.workspace_filter import explain_nothing, in_workspace
from gongkit.sandbox.core.state import State

_decode = decoder_of(Brief).decode


@answers("listBriefs")
def list_briefs(state: State, asked: Asked) -> Answer:
    """List the briefs of all workspaces or of one, by name."""
    briefs = _read(state, in_workspace(asked))
    if not briefs:
        explain_nothing(state, asked, "briefs")
        raise Refused(404, "No briefs found corresponding to the provided filters")
    return Answer.of(Briefs(request_id=asked.request_id, briefs=briefs))


def briefs_of(state: State, company_id: str, workspace_id: str) -> list[Brief]:
    """Give the briefs that are set up in a workspace, by name; no two have the same."""
    return _read(state, Where("company_id = ? AND workspace_id = ?", company_id, workspace_id))


def _read(state: State, where: Where) -> list[Brief]:
    rows = state.rows(
        f"SELECT encoded FROM briefs WHERE {where} ORDER BY name, id",  # noqa: S608
        *where.values,
    )
    return [_decode(encoded) for (encoded,) in rows]
