"""What the requests about flows have in common: the users they name, their lists of ids, dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gongkit.contract.types.flows import AssignedFlow
from gongkit.sandbox.core.api.asked import Asked, Hint, Refused
from gongkit.sandbox.core.engage.flows import (
    EngageUser,
    FlowRow,
    find_engage_user,
    find_flow_of,
    find_flows,
    has_engage,
)
from gongkit.sandbox.core.engage.instances import InstanceRow
from gongkit.sandbox.core.state import State


def check_engage(state: State, asked: Asked) -> None:
    """Refuse (403) what is asked of a company without Gong Engage."""
    if not has_engage(state, asked.company.id):
        raise Refused(403, "Gong Engage is not enabled for this company")


def user_named(
    state: State, asked: Asked, field: str, email: str, missing: int = 400
) -> EngageUser:
    """Find the user whose email address a field holds; `missing` is the status without one."""
    user = find_engage_user(state, asked.company.id, email)
    if user is None:
        raise Refused(
            missing,
            f"{field}: no user of the company has this email address",
            hints=(
                Hint(
                    field,
                    "It takes the address of a Gong user, as GET /v2/users lists it in"
                    f" `emailAddress`; {email!r} is not one of {asked.company.name}'s. A prospect"
                    " or a user of another company cannot stand here.",
                ),
            ),
        )
    return user


def owner_of_instances(state: State, asked: Asked, email: str) -> EngageUser:
    """Find the user who is to own flow instances: 404 for nobody, 400 for who cannot."""
    field = "flowInstanceOwnerEmail"
    user = user_named(state, asked, field, email, missing=404)
    if not user.active:
        raise Refused(400, f"{field}: the user is not active")
    if not user.has_seat:
        raise Refused(400, f"{field}: the user has no access to Gong Engage")
    return user


def flow_for(state: State, asked: Asked, flow_id: str, owner: EngageUser) -> FlowRow:
    """Find the flow that prospects are put into; 404 where its owner-to-be does not see it."""
    flow = find_flow_of(state, asked.company.id, flow_id, owner.id)
    if flow is None:
        raise no_flow(state, asked, "flowId", flow_id, f"{owner.email} does not see it")
    return flow


def no_flow(state: State, asked: Asked, field: str, flow_id: str, hidden: str) -> Refused:
    """Refuse a flow that is not there or not seen; the hint tells the one from the other."""
    flow = find_flows(state, asked.company.id, [flow_id]).get(flow_id)
    reason = (
        f"{asked.company.name} has no flow with this id; GET /v2/flows lists those it has."
        if flow is None
        else f"The flow exists and its visibility is {flow.visibility}: {hidden}."
    )
    return Refused(404, f"{field}: flow not found: {flow_id}", hints=(Hint(field, reason),))


def ids_of(field: str, ids: Sequence[str] | None, most: int | None = None) -> list[str]:
    """Give the different ids of a list, in their order; refuse none at all, or too many."""
    different = list(dict.fromkeys(ids or ()))
    if not different:
        raise Refused(400, f"{field}: must not be empty")
    if most is not None and len(different) > most:
        raise Refused(400, f"{field}: must have at most {most} items, not {len(different)}")
    return different


def local_time(asked: Asked, moment: float) -> str:
    """Write a moment in the company's time zone."""
    return datetime.fromtimestamp(moment, asked.company.zone).isoformat(timespec="seconds")


def assigned_flow(asked: Asked, row: InstanceRow) -> AssignedFlow:
    """Describe a flow instance as the API does."""
    return AssignedFlow(
        flow_id=row.flow_id,
        flow_name=row.flow_name,
        crm_prospect_id=row.prospect_id,
        flow_instance_id=row.id,
        flow_instance_owner_email=row.owner_email,
        flow_instance_owner_full_name=row.owner_name,
        flow_instance_create_date=local_time(asked, row.created),
        flow_instance_status=row.status,
        workspace_id=row.workspace_id,
        exclusive=bool(row.exclusive),
    )
