"""The faults in the control API: added, listed, deleted."""

from __future__ import annotations

from typing import Any

import msgspec

from gongkit.contract.registry import OPERATIONS
from gongkit.errors import UnknownName
from gongkit.sandbox.core.api.request_log import OAUTH_OPERATIONS
from gongkit.sandbox.core.companies import companies_by_id
from gongkit.sandbox.core.control_bodies import ControlRefused, NewFault, Nothing, convert
from gongkit.sandbox.core.control_call import Control, Done
from gongkit.sandbox.core.faults import (
    EFFECTS,
    EVERYTHING,
    Changed,
    Effect,
    Fault,
    add_fault,
    delete_faults,
    effect_kind,
    faults_of,
)

CAN_BE_HIT = (*OPERATIONS, *OAUTH_OPERATIONS, EVERYTHING)
"""What a fault may name as its operation."""


def add(control: Control) -> Done:
    """Add a fault."""
    body = control.body(NewFault)
    if body.operation not in CAN_BE_HIT:
        raise UnknownName("operation", body.operation, CAN_BE_HIT)
    effect = _effect(body)
    company_id = None if body.company is None else control.company(body.company).id
    state = control.sandbox.state
    fault = add_fault(state, body.operation, company_id, body.times, effect)
    return 201, _described(control, fault)


def read(control: Control) -> Done:
    """List the faults that can still happen, the oldest first."""
    control.check_query()
    faults = faults_of(control.sandbox.state)
    return 200, {"faults": [_described(control, fault) for fault in faults]}


def delete_all(control: Control) -> Done:
    """Forget all faults."""
    control.body(Nothing)
    delete_faults(control.sandbox.state)
    return 200, {}


def delete_one(control: Control) -> Done:
    """Forget a fault."""
    control.body(Nothing)
    given = control.names["id"]
    known = {str(fault.id): fault.id for fault in faults_of(control.sandbox.state)}
    if given not in known:
        raise ControlRefused(404, f"id: there is no fault {given}, or it has happened already")
    delete_faults(control.sandbox.state, known[given])
    return 200, {}


def _effect(body: NewFault) -> Effect:
    kind = effect_kind(body.effect)
    if kind is None:
        *some, last = EFFECTS
        raise ControlRefused(400, f"effect: must have one of {', '.join(some)} and {last}")
    try:
        effect = convert(body.effect, kind)
    except ControlRefused as refused:
        raise ControlRefused(400, *(f"effect.{error}" for error in refused.errors)) from None
    if isinstance(effect, Changed) and body.operation != "token":
        raise ControlRefused(400, "effect.answer: is for the operation token only")
    return effect


def _described(control: Control, fault: Fault) -> dict[str, Any]:
    companies = companies_by_id(control.sandbox.state)
    return {
        "id": fault.id,
        "operation": fault.operation,
        "company": None if fault.company_id is None else companies[fault.company_id].name,
        "times": fault.times,
        "effect": msgspec.to_builtins(fault.effect),
    }
