"""Flow instances: which flows prospects are in, and taking prospects out again."""

from __future__ import annotations

from collections.abc import Sequence

from gongkit.contract.types.flows import (
    ProspectsAssignedFlowsRequest,
    ProspectsFlowsResponse,
    UnassignFlowsRequest,
    UnassignFlowsResponse,
    UnassignProspectFlowsRequest,
)
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.areas.flows.requests import (
    assigned_flow,
    check_engage,
    ids_of,
    user_named,
)
from gongkit.sandbox.core.engage.instances import (
    OPEN_STATUSES,
    InstanceRow,
    end_instances,
    instances_by_id,
    open_instances,
)
from gongkit.sandbox.core.engage.prospects import find_prospects
from gongkit.sandbox.core.state import State

_NAMED = 5
"""How many ids a hint names."""


@answers("getProspectsAssignedFlows")
def get_assigned_flows(state: State, asked: Asked) -> Answer:
    """List the open instances of prospects, or instances by id whatever their status."""
    check_engage(state, asked)
    body: ProspectsAssignedFlowsRequest = asked.body
    if (body.crm_prospects_ids is None) == (body.flow_instance_ids is None):
        raise Refused(400, "One of crmProspectsIds and flowInstanceIds must be given, and not both")
    if body.flow_instance_ids is not None:
        rows = _by_id(state, asked, ids_of("flowInstanceIds", body.flow_instance_ids))
    else:
        ids = ids_of("crmProspectsIds", body.crm_prospects_ids)
        rows = _by_prospect(state, asked, "crmProspectsIds", ids)
    assigned = [assigned_flow(asked, row) for row in rows]
    return Answer.of(
        ProspectsFlowsResponse(request_id=asked.request_id, prospects_assigned=assigned)
    )


def _by_id(state: State, asked: Asked, ids: list[str]) -> list[InstanceRow]:
    rows = instances_by_id(state, asked.company.id, ids, asked.now)
    found = {row.id for row in rows}
    _hint_ids(asked, "flowInstanceIds", ids, found, "no flow instance of this company has the id")
    return rows


def _by_prospect(state: State, asked: Asked, field: str, ids: list[str]) -> list[InstanceRow]:
    rows = open_instances(state, asked.company.id, ids, asked.now)
    known = find_prospects(state, asked.company.id, ids, asked.now)
    _hint_ids(asked, field, ids, set(known), "the CRM has no contact or lead with the id")
    _hint_ids(
        asked,
        field,
        list(known),
        {row.prospect_id for row in rows},
        "in no flow now; by prospect only open instances count, not finished ones",
    )
    return rows


def _hint_ids(asked: Asked, field: str, ids: Sequence[str], found: set[str], reason: str) -> None:
    missing = [each for each in ids if each not in found]
    if missing:
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        asked.hint(field, f"{', '.join(missing[:_NAMED])}{more}: {reason}.")


@answers("unassignProspectFlows")
def unassign_prospect(state: State, asked: Asked) -> Answer:
    """Take a prospect out of one flow, or of all."""
    body: UnassignProspectFlowsRequest = asked.body
    rows = _by_prospect(state, asked, "crmProspectId", [body.crm_prospect_id])
    if body.flow_id is not None and rows:
        rows = [row for row in rows if row.flow_id == body.flow_id]
        if not rows:
            asked.hint("flowId", "The prospect is in flows, but not in this one.")
    return _end(state, asked, rows, body.unassigned_by_user_email)


@answers("unassignFlows")
def unassign_flows(state: State, asked: Asked) -> Answer:
    """End instances; those that have ended already, or never were, are not in the answer."""
    body: UnassignFlowsRequest = asked.body
    rows = _by_id(state, asked, ids_of("flowInstanceIds", body.flow_instance_ids))
    still_open = [row for row in rows if row.status in OPEN_STATUSES]
    _hint_ids(
        asked,
        "flowInstanceIds",
        [row.id for row in rows],
        {row.id for row in still_open},
        "finished already",
    )
    return _end(state, asked, still_open, body.unassigned_by_user_email)


def _end(state: State, asked: Asked, rows: list[InstanceRow], by_email: str | None) -> Answer:
    by = None
    if by_email is not None:
        by = user_named(state, asked, "unassignedByUserEmail", by_email).id
    ids = [row.id for row in rows]
    with state.write():
        end_instances(state, asked.company.id, ids, asked.now, by)
    return Answer.of(
        UnassignFlowsResponse(request_id=asked.request_id, unassigned_flow_instance_ids=ids)
    )
