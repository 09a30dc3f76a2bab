"""Flows: putting prospects into them, with what differs for those prospects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkit.contract.types.flows import (
    AssignedFlowFailure,
    AssignFlowRequest,
    AssignFlowResponse,
    AssignOverrides,
    StepContentOverride,
)
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.areas.flows.requests import (
    assigned_flow,
    check_engage,
    flow_for,
    ids_of,
    owner_of_instances,
)
from gongkit.sandbox.core.engage.assigning import Assignment, NotAssigned, assign
from gongkit.sandbox.core.engage.flows import EMAIL_ACTIONS, StepRow, steps_of, variables_of
from gongkit.sandbox.core.engage.instances import instances_by_id
from gongkit.sandbox.core.state import State

_MOST_PROSPECTS = 100


@answers("assignProspects")
def assign_prospects(state: State, asked: Asked) -> Answer:
    """Put prospects into a flow; over their cooling-off only where the overrides say so."""
    body: AssignFlowRequest = asked.body
    override = body.overrides is not None and bool(body.overrides.cool_off_override)
    return _assign(state, asked, body, cool_off_override=override)


@answers("assignProspectsCoolOffOverrides")
def assign_despite_cool_off(state: State, asked: Asked) -> Answer:
    """Put prospects into a flow, whenever they left another."""
    asked.hint(
        "overrides.coolOffOverride",
        "Gong calls this operation deprecated: POST /v2/flows/prospects/assign with"
        " overrides.coolOffOverride true does the same.",
    )
    return _assign(state, asked, asked.body, cool_off_override=True)


def _assign(
    state: State, asked: Asked, body: AssignFlowRequest, *, cool_off_override: bool
) -> Answer:
    check_engage(state, asked)
    prospect_ids = ids_of("crmProspectsIds", body.crm_prospects_ids, _MOST_PROSPECTS)
    owner = owner_of_instances(state, asked, body.flow_instance_owner_email)
    flow = flow_for(state, asked, body.flow_id, owner)
    steps = steps_of(state, asked.company.id, flow.id)
    _check_overrides(body.overrides, steps)
    assignment = Assignment(
        company_id=asked.company.id,
        flow=flow,
        steps=steps,
        owner_id=owner.id,
        now=asked.now,
        cool_off_override=cool_off_override,
        overrides=body.overrides,
        description=body.flow_instance_description,
    )
    with state.write():
        found = assign(state, assignment, prospect_ids)
    return _answer(state, asked, flow.id, found)


def _answer(
    state: State, asked: Asked, flow_id: str, found: dict[str, str | NotAssigned]
) -> Answer:
    ids = [each for each in found.values() if isinstance(each, str)]
    rows = {row.id: row for row in instances_by_id(state, asked.company.id, ids, asked.now)}
    return Answer.of(
        AssignFlowResponse(
            request_id=asked.request_id,
            prospects_assigned=[assigned_flow(asked, rows[instance_id]) for instance_id in ids],
            prospects_not_assigned=[
                AssignedFlowFailure(
                    flow_id=flow_id,
                    crm_prospect_id=prospect_id,
                    error_code=each.code,
                    error_message=each.message,
                )
                for prospect_id, each in found.items()
                if isinstance(each, NotAssigned)
            ],
        )
    )


def _check_overrides(overrides: AssignOverrides | None, steps: Sequence[StepRow]) -> None:
    """Refuse (400) texts for what the flow does not have, naming every field that is wrong."""
    if overrides is None:
        return
    problems = [*_step_problems(overrides, steps), *_variable_problems(overrides, steps)]
    if problems:
        raise Refused(400, *problems)


def _step_problems(overrides: AssignOverrides, steps: Sequence[StepRow]) -> Iterator[str]:
    by_number = {step.number: step for step in steps}
    seen: set[int] = set()
    for place, wanted in enumerate(overrides.steps or ()):
        field = f"overrides.steps[{place}]"
        step = by_number.get(wanted.number)
        if step is None:
            yield f"{field}.number: the flow's steps are 1 to {len(steps)}"
        elif wanted.number in seen:
            yield f"{field}.number: step {wanted.number} is there twice"
        else:
            yield from _text_problems(field, wanted, step)
        seen.add(wanted.number)


def _text_problems(field: str, wanted: StepContentOverride, step: StepRow) -> Iterator[str]:
    if wanted.subject is None and wanted.body is None:
        yield f"{field}: must have a subject or a body"
    if wanted.subject is None:
        return
    if step.action not in EMAIL_ACTIONS:
        yield f"{field}.subject: step {step.number} is {step.action} and has no subject"
    elif step.is_reply:
        yield f"{field}.subject: step {step.number} is a reply and keeps the subject before it"


def _variable_problems(overrides: AssignOverrides, steps: Sequence[StepRow]) -> Iterator[str]:
    known = variables_of(steps)
    seen: set[str] = set()
    for place, variable in enumerate(overrides.flow_instance_variables or ()):
        field = f"overrides.flowInstanceVariables[{place}].name"
        if variable.name not in known:
            names = ", ".join(sorted(known)) or "none"
            yield f"{field}: is no variable of the flow's texts, which have {names}"
        elif variable.name in seen:
            yield f"{field}: {variable.name} is there twice"
        seen.add(variable.name)
