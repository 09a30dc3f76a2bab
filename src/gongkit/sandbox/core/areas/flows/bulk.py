"""Flows: persons put into them in bulk, in the CRM or not, and how that goes."""

from __future__ import annotations

from collections.abc import Iterator

from gongkit.contract.types.flows import (
    FlowAssignmentProspect,
    FlowProspectsBulkAssignmentRequest,
    FlowProspectsBulkAssignmentResponse,
)
from gongkit.sandbox.core.api.asked import Answer, Asked, Hint, Refused, answers
from gongkit.sandbox.core.areas.flows.requests import check_engage, flow_for, owner_of_instances
from gongkit.sandbox.core.company_settings import load_company_settings
from gongkit.sandbox.core.engage.bulk import (
    ASSIGNED,
    BulkAssignment,
    find_bulk,
    next_bulk_id,
    submit,
)
from gongkit.sandbox.core.state import State

_MOST_PERSONS = 50


@answers("submitFlowProspectsBulkAssignment")
def submit_bulk_assignment(state: State, asked: Asked) -> Answer:
    """Take on the work; it is done on the sandbox's clock."""
    check_engage(state, asked)
    body: FlowProspectsBulkAssignmentRequest = asked.body
    problems = list(_problems(body.prospects))
    if problems:
        raise Refused(400, *problems)
    owner = owner_of_instances(state, asked, body.flow_instance_owner_email)
    flow = flow_for(state, asked, body.flow_id, owner)
    settings = load_company_settings(state, asked.company.id)
    bulk = BulkAssignment(
        id=next_bulk_id(state, asked.company.id),
        flow_id=flow.id,
        owner_id=owner.id,
        submitted=asked.now,
        done_at=asked.now + settings.bulk_assignment_after,
        persons=body.prospects,
        results=None,
    )
    with state.write():
        submit(state, asked.company.id, bulk)
    return Answer.of(_described(asked, bulk), 202)


@answers("getFlowProspectsBulkAssignment")
def get_bulk_assignment(state: State, asked: Asked) -> Answer:
    """Tell how a bulk assignment goes, and in the end what became of each person."""
    check_engage(state, asked)
    bulk = find_bulk(state, asked.company.id, asked.path["id"])
    if bulk is None:
        raise Refused(
            404,
            f"Bulk assignment not found: {asked.path['id']}",
            hints=(
                Hint("id", f"{asked.company.name} has submitted none with this id; another may."),
            ),
        )
    return Answer.of(_described(asked, bulk))


def _problems(persons: list[FlowAssignmentProspect]) -> Iterator[str]:
    if not persons:
        yield "prospects: must not be empty"
    if len(persons) > _MOST_PERSONS:
        yield f"prospects: must have at most {_MOST_PERSONS} items, not {len(persons)}"
        return
    for place, person in enumerate(persons):
        if person.crm_id:
            continue
        for name, value in (("firstName", person.first_name), ("lastName", person.last_name)):
            if not (value or "").strip():
                yield f"prospects[{place}].{name}: is required for a person without a crmId"


def _described(asked: Asked, bulk: BulkAssignment) -> FlowProspectsBulkAssignmentResponse:
    results = bulk.results or []
    succeeded = sum(result.status == ASSIGNED for result in results)
    return FlowProspectsBulkAssignmentResponse(
        request_id=asked.request_id,
        id=bulk.id,
        status=bulk.status(asked.now),
        total_count=len(bulk.persons),
        processed_count=len(results),
        success_count=succeeded,
        failed_count=len(results) - succeeded,
        results=bulk.results,
    )
