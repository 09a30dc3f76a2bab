"""Coaching: what a manager did with the calls of the people who report to them.

The metrics come from the same records as the statistics of activity.
"""

from __future__ import annotations

from gongkit.contract.types.coaching import (
    CoachingMetrics,
    CoachingMetricsData,
    CoachingRepData,
    CoachingUser,
)
from gongkit.sandbox.core.api.asked import Answer, Asked, Hint, Refused, answers
from gongkit.sandbox.core.areas.stats.activities import activities
from gongkit.sandbox.core.areas.where import Where, seconds
from gongkit.sandbox.core.state import State

_METRICS = {
    "callsListenedTo": ("ownCallsListenedTo", "othersCallsListenedTo"),
    "callsManagerAttended": ("callsAttended",),
    "callsWithFeedback": ("callsGaveFeedback",),
    "callsManagerCommentedOn": ("callsCommentsGiven",),
    "callsWithScorecardFilled": ("callsScorecardsFilled",),
}
"""The metrics that integrators have seen, and the manager's activities behind them."""
_METRIC_OF = {activity: metric for metric, made in _METRICS.items() for activity in made}
_COACHED = (
    "SELECT DISTINCT primary_user_id, activity, call_id FROM did"
    " JOIN calls ON company_id = ? AND id = call_id WHERE workspace_id = ?"
    " ORDER BY started, call_id"
)

Metrics = dict[str, list[str]]


@answers("listUsers_1")
def list_coaching_metrics(state: State, asked: Asked) -> Answer:
    """List, for each direct report, the calls they hosted that the manager attended to."""
    workspace_id, manager_id = str(asked.query["workspace-id"]), str(asked.query["manager-id"])
    _check_workspace(state, asked, workspace_id)
    managers = _people(state, asked, "id = ?", manager_id)
    if not managers:
        raise _unknown("manager-id", "user", "listUsers")
    reports = _people(state, asked, "manager_id = ? AND NOT avatar", manager_id)
    if not reports:
        asked.hint("manager-id", "Nobody reports to this user directly: see managerId of users.")
    found = _metrics(state, asked, manager_id, workspace_id)
    data = CoachingMetricsData(
        manager=managers[0],
        direct_reports_metrics=[
            CoachingRepData(report=report, metrics={**_no_calls(), **found.get(report.id, {})})
            for report in reports
        ],
    )
    return Answer.of(CoachingMetrics(request_id=asked.request_id, coaching_data=[data]))


def _metrics(
    state: State, asked: Asked, manager_id: str, workspace_id: str
) -> dict[str | None, Metrics]:
    """Give the ids of calls by host and metric; each call once, however often it happened."""
    manager = Where("company_id = ? AND id = ?", asked.company.id, manager_id)
    span = (seconds(asked.query["from"]), seconds(asked.query["to"]))
    query = activities(state, asked, manager, [span])
    rows = state.rows(
        query.text + _COACHED,
        *query.values,
        asked.company.id,
        workspace_id,
    )
    found: dict[str | None, Metrics] = {}
    for host, activity, call_id in rows:
        if activity in _METRIC_OF:
            ids = found.setdefault(host, _no_calls())[_METRIC_OF[activity]]
            ids.append(call_id)
    return found


def _no_calls() -> Metrics:
    return {metric: [] for metric in _METRICS}


def _people(state: State, asked: Asked, condition: str, value: str) -> list[CoachingUser]:
    rows = state.rows(
        "SELECT id, email, first_name, last_name, title FROM users"  # noqa: S608
        f" WHERE company_id = ? AND {condition} ORDER BY id",
        asked.company.id,
        value,
    )
    return [
        CoachingUser(id=user_id, email_address=email, first_name=first, last_name=last, title=title)
        for user_id, email, first, last, title in rows
    ]


def _check_workspace(state: State, asked: Asked, workspace_id: str) -> None:
    found = state.row(
        "SELECT 1 FROM workspaces WHERE company_id = ? AND id = ?", asked.company.id, workspace_id
    )
    if found is None:
        raise _unknown("workspace-id", "workspace", "listWorkspaces")


def _unknown(name: str, kind: str, source: str) -> Refused:
    """Refuse an id; Gong documents no 404 here."""
    hint = Hint(name, f"{source} gives the ids of this company.")
    return Refused(400, f"{name}: is not the id of a {kind} of this company", hints=(hint,))
