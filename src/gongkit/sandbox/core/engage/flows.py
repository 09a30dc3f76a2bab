"""Gong Engage's flows: the users who have Engage, whose flows they see, and the flows' steps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from gongkit.sandbox.core.state import AMONG, State, listed

EMAIL_ACTIONS = frozenset({"SEND_EMAIL", "AUTO_SEND_EMAIL"})
"""The actions that reach a prospect by email."""


_SEEN = (
    "(visibility = 'Company' OR owner_id = ? OR visibility = 'Shared' AND id IN"
    " (SELECT flow_id FROM flow_shares WHERE company_id = ? AND user_id = ?))"
)
_VARIABLE = re.compile(r"\{\{\s*([A-Za-z0-9_.]+)\s*\}\}")


class EngageUser(NamedTuple):
    """A user of the company. `has_seat`: may use Engage."""

    id: str
    email: str
    active: bool
    has_seat: bool


class FlowRow(NamedTuple):
    """A flow without its steps. `created` is in seconds since the epoch."""

    id: str
    name: str
    description: str
    folder_id: str
    visibility: str
    owner_id: str
    workspace_id: str
    exclusive: bool
    created: float


class StepRow(NamedTuple):
    """A step of a flow. It is due `wait_days` days after the step before it."""

    number: int
    id: str
    action: str
    wait_days: int
    subject: str | None
    body: str
    is_reply: bool


def has_engage(state: State, company_id: str) -> bool:
    """Tell whether anybody in the company may use Engage."""
    return state.row("SELECT 1 FROM engage_seats WHERE company_id = ? LIMIT 1", company_id) is not (
        None
    )


def find_engage_user(state: State, company_id: str, email: str) -> EngageUser | None:
    """Find a user by email address; also one who left, or who has no Engage."""
    row = state.row(
        "SELECT id, email, active AND NOT avatar, EXISTS"
        " (SELECT 1 FROM engage_seats s WHERE s.company_id = u.company_id AND s.user_id = u.id)"
        " FROM users u WHERE company_id = ? AND email = ? COLLATE NOCASE",
        company_id,
        email.strip(),
    )
    if row is None:
        return None
    user_id, address, active, has_seat = row
    return EngageUser(user_id, address, bool(active), bool(has_seat))


def seen_by_user(company_id: str, user_id: str) -> tuple[str, tuple[str, ...]]:
    """Give the condition on `flows` for what a user sees, with its values."""
    return _SEEN, (user_id, company_id, user_id)


def find_flows(state: State, company_id: str, flow_ids: Iterable[str]) -> dict[str, FlowRow]:
    """Find flows by id, whoever sees them; those that do not exist are missing."""
    rows = state.rows(
        f"SELECT {', '.join(FlowRow._fields)} FROM flows WHERE company_id = ? AND id {AMONG}",  # noqa: S608
        company_id,
        listed(flow_ids),
    )
    return {row[0]: _flow(row) for row in rows}


def find_flow_of(state: State, company_id: str, flow_id: str, user_id: str) -> FlowRow | None:
    """Find a flow that a user sees."""
    seen, values = seen_by_user(company_id, user_id)
    row = state.row(
        f"SELECT {', '.join(FlowRow._fields)} FROM flows"  # noqa: S608
        f" WHERE company_id = ? AND id = ? AND {seen}",
        company_id,
        flow_id,
        *values,
    )
    return None if row is None else _flow(row)


def _flow(row: tuple[Any, ...]) -> FlowRow:
    flow = FlowRow._make(row)
    return flow._replace(exclusive=bool(flow.exclusive))


def steps_of(state: State, company_id: str, flow_id: str) -> list[StepRow]:
    """List a flow's steps, the first one first."""
    rows = state.rows(
        f"SELECT {', '.join(StepRow._fields)} FROM flow_steps"  # noqa: S608
        " WHERE company_id = ? AND flow_id = ? ORDER BY number",
        company_id,
        flow_id,
    )
    steps = map(StepRow._make, rows)
    return [step._replace(is_reply=bool(step.is_reply)) for step in steps]


def variables_of(steps: Iterable[StepRow]) -> frozenset[str]:
    """Name the variables in the steps' texts, which stand there as `{{name}}`."""
    return frozenset(
        name
        for step in steps
        for text in (step.subject, step.body)
        for name in _VARIABLE.findall(text or "")
    )
