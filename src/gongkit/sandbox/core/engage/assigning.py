"""Putting prospects into a flow, and the reasons for which a prospect is not put there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from gongkit.contract.types.flows import AssignOverrides
from gongkit.sandbox.core.engage.flows import EMAIL_ACTIONS, FlowRow, StepRow
from gongkit.sandbox.core.engage.instances import (
    DAY,
    NO_REPLY,
    InstanceRow,
    course_of,
    left_flows_at,
    open_instances,
)
from gongkit.sandbox.core.engage.prospects import Prospect, find_prospects
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.state import State

COOL_OFF_DAYS = 7
"""How long somebody who left a flow is not put into another one. Gong does not say how long."""

INVALID_ARGUMENT, INVALID_STATE = "InvalidArgument", "InvalidState"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Into which flow, for whom, and what shall differ from the flow."""

    company_id: str
    flow: FlowRow
    steps: Sequence[StepRow]
    owner_id: str
    now: float
    cool_off_override: bool = False
    overrides: AssignOverrides | None = None
    description: str | None = None


class NotAssigned(NamedTuple):
    """Why a prospect was not put into the flow: Gong's code, and a sentence."""

    code: str
    message: str


class _Standing(NamedTuple):
    """How a prospect stands when the assignment is tried."""

    prospect: Prospect
    open: list[InstanceRow]
    left_at: float | None


def assign(
    state: State, assignment: Assignment, prospect_ids: Sequence[str]
) -> dict[str, str | NotAssigned]:
    """Put prospects into a flow; give each one's instance id, or why there is none.

    Call it inside a transaction. The ids must differ from one another.
    """
    standings = _standings(state, assignment, prospect_ids)
    found: dict[str, str | NotAssigned] = {}
    for prospect_id in prospect_ids:
        standing = standings.get(prospect_id)
        found[prospect_id] = (
            _UNKNOWN
            if standing is None
            else _reason(assignment, standing) or _insert(state, assignment, prospect_id)
        )
    return found


def _standings(
    state: State, assignment: Assignment, prospect_ids: Sequence[str]
) -> dict[str, _Standing]:
    company_id, now = assignment.company_id, assignment.now
    prospects = find_prospects(state, company_id, prospect_ids, now)
    left = left_flows_at(state, company_id, prospects, now)
    standings = {
        prospect_id: _Standing(prospect, [], left.get(prospect_id))
        for prospect_id, prospect in prospects.items()
    }
    for instance in open_instances(state, company_id, prospects, now):
        standings[instance.prospect_id].open.append(instance)
    return standings


def _reason(assignment: Assignment, standing: _Standing) -> NotAssigned | None:
    for check in _CHECKS:
        reason = check(assignment, standing)
        if reason:
            return reason
    return None


_UNKNOWN = NotAssigned(INVALID_ARGUMENT, "The CRM has no contact or lead with this id")


def _cannot_be_written_to(assignment: Assignment, standing: _Standing) -> NotAssigned | None:
    if all(step.action not in EMAIL_ACTIONS for step in assignment.steps):
        return None
    if not standing.prospect.email:
        return NotAssigned(
            INVALID_ARGUMENT, "The prospect has no email address, and the flow sends emails"
        )
    if standing.prospect.opted_out:
        return NotAssigned(
            INVALID_STATE, "The prospect has opted out of emails, and the flow sends emails"
        )
    return None


def _is_in_the_flow(assignment: Assignment, standing: _Standing) -> NotAssigned | None:
    if any(instance.flow_id == assignment.flow.id for instance in standing.open):
        return NotAssigned(INVALID_STATE, "The prospect is in this flow already")
    return None


def _is_kept_apart(assignment: Assignment, standing: _Standing) -> NotAssigned | None:
    """Keep the promise of exclusive flows, that their prospects are in no other."""
    for instance in standing.open:
        if instance.exclusive:
            return NotAssigned(
                INVALID_STATE, f"The prospect is in the exclusive flow {instance.flow_name!r}"
            )
        if assignment.flow.exclusive:
            return NotAssigned(
                INVALID_STATE,
                f"The flow is exclusive, and the prospect is in the flow {instance.flow_name!r}",
            )
    return None


def _is_cooling_off(assignment: Assignment, standing: _Standing) -> NotAssigned | None:
    if assignment.cool_off_override or standing.left_at is None:
        return None
    if assignment.now < standing.left_at + COOL_OFF_DAYS * DAY:
        return NotAssigned(
            INVALID_STATE,
            f"The prospect left a flow less than {COOL_OFF_DAYS} days ago and is cooling off;"
            " overrides.coolOffOverride assigns the prospect all the same",
        )
    return None


_CHECKS: tuple[Callable[[Assignment, _Standing], NotAssigned | None], ...] = (
    _cannot_be_written_to,
    _is_in_the_flow,
    _is_kept_apart,
    _is_cooling_off,
)


def _insert(state: State, assignment: Assignment, prospect_id: str) -> str:
    instance_id = _new_id(state, assignment, prospect_id)
    overrides = assignment.overrides
    state.execute(
        "INSERT INTO flow_instances VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, NULL)",
        assignment.company_id,
        instance_id,
        assignment.flow.id,
        prospect_id,
        assignment.owner_id,
        assignment.description,
        None if overrides is None else msgspec.json.encode(overrides),
        assignment.now,
        *course_of([step.wait_days for step in assignment.steps], assignment.now),
        NO_REPLY,
    )
    return instance_id


def _new_id(state: State, assignment: Assignment, prospect_id: str) -> str:
    """Make an id that follows from who is assigned and how often that was done before."""
    names = (assignment.company_id, assignment.flow.id, prospect_id)
    row = state.row(
        "SELECT count(*) FROM flow_instances"
        " WHERE company_id = ? AND flow_id = ? AND prospect_id = ?",
        *names,
    )
    return Dice("flow instance", *names, str(row and row[0])).gong_id()
