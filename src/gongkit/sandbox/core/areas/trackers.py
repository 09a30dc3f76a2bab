"""Keyword trackers: what is looked for in calls."""

from __future__ import annotations

from gongkit.contract.types.trackers import KeywordTracker, Trackers
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.areas.workspace_filter import explain_nothing, in_workspace
from gongkit.sandbox.core.state import State

_decode = decoder_of(KeywordTracker).decode


@answers("listTrackers")
def list_trackers(state: State, asked: Asked) -> Answer:
    """List the keyword trackers by name; with a workspace, those that belong to it alone."""
    where = in_workspace(asked)
    rows = state.rows(
        f"SELECT encoded FROM keyword_trackers WHERE {where} ORDER BY name, id",  # noqa: S608
        *where.values,
    )
    _mention_others(state, asked)
    if not rows:
        explain_nothing(state, asked, "keyword trackers")
        raise Refused(404, "No trackers found corresponding to the provided filters")
    trackers = [_decode(encoded) for (encoded,) in rows]
    return Answer.of(Trackers(request_id=asked.request_id, keyword_trackers=trackers))


def _mention_others(state: State, asked: Asked) -> None:
    """Tell of the trackers that serve all workspaces, which belong to none."""
    row = state.row(
        "SELECT count(*) FROM keyword_trackers WHERE company_id = ? AND workspace_id IS NULL",
        asked.company.id,
    )
    if asked.query.get("workspaceId") is not None and row and row[0]:
        asked.hint(
            "workspaceId",
            f"Left out: {row[0]} trackers that serve all workspaces."
            " They are listed without workspaceId.",
        )
