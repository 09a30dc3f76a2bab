"""Flow instances: each is one prospect going through a flow, for a user who owns it.

Time alone moves an instance on. It is pending until a minute after its first step is
due, then running, and finished a day after its last step; a reply of the prospect or
somebody's order ends it before. Whatever is to be done is taken as done when it is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gongkit.sandbox.core.privacy.erasure import Erased, erases
from gongkit.sandbox.core.state import AMONG, State, listed

FINISHED = "Finished"
NO_REPLY = "FinishedNoReply"
REPLIED = "FinishedResponse"
OPEN_STATUSES = frozenset({"Pending", "Running", "Paused"})

DAY = 86_400.0
_FIRST_STEP_TAKES = 60.0

_IS_OPEN = "(paused OR ends_at > ?)"
_STATUS = (
    "CASE WHEN paused THEN 'Paused' WHEN ends_at <= ? THEN end_status"
    " WHEN starts_at > ? THEN 'Pending' ELSE 'Running' END"
)
_INSTANCES = (
    "SELECT i.id, i.flow_id, f.name, prospect_id, email, first_name || ' ' || last_name,"  # noqa: S608
    f" i.created, {_STATUS}, workspace_id, exclusive FROM flow_instances i"
    " JOIN flows f ON f.company_id = i.company_id AND f.id = flow_id"
    " JOIN users u ON u.company_id = i.company_id AND u.id = i.owner_id"
)


class InstanceRow(NamedTuple):
    """A flow instance as it stands at a moment. `created` is in seconds since the epoch."""

    id: str
    flow_id: str
    flow_name: str
    prospect_id: str
    owner_email: str
    owner_name: str
    created: float
    status: str
    workspace_id: str
    exclusive: bool


def course_of(waits: Sequence[int], created: float) -> tuple[float, float]:
    """Say when an instance starts to run and when it ends, if nothing ends it before.

    `waits` are the days that each step of the flow waits for.
    """
    return created + waits[0] * DAY + _FIRST_STEP_TAKES, created + (sum(waits) + 1) * DAY


def instances_by_id(
    state: State, company_id: str, ids: Iterable[str], now: float
) -> list[InstanceRow]:
    """Find instances by id, whatever their status."""
    rows = state.rows(
        f"{_INSTANCES} WHERE i.company_id = ? AND i.id {AMONG}"
        " ORDER BY i.created, prospect_id, i.id",
        now,
        now,
        company_id,
        listed(ids),
    )
    return list(map(InstanceRow._make, rows))


def open_instances(
    state: State, company_id: str, prospect_ids: Iterable[str], now: float
) -> list[InstanceRow]:
    """List the instances that these prospects are in: pending, running or paused."""
    rows = state.rows(
        f"{_INSTANCES} WHERE i.company_id = ? AND prospect_id {AMONG} AND {_IS_OPEN}"
        " ORDER BY i.created, prospect_id, i.id",
        now,
        now,
        company_id,
        listed(prospect_ids),
        now,
    )
    return list(map(InstanceRow._make, rows))


def left_flows_at(
    state: State, company_id: str, prospect_ids: Iterable[str], now: float
) -> dict[str, float]:
    """Say when each prospect who was in a flow that ended left the last one."""
    rows = state.rows(
        "SELECT prospect_id, max(ends_at) FROM flow_instances WHERE company_id = ?"  # noqa: S608
        f" AND prospect_id {AMONG} AND NOT {_IS_OPEN} GROUP BY prospect_id",
        company_id,
        listed(prospect_ids),
        now,
    )
    return dict(rows)


def end_instances(
    state: State, company_id: str, ids: Iterable[str], now: float, by: str | None
) -> None:
    """End instances at somebody's order; call it with ids of open ones only."""
    state.execute_many(
        "UPDATE flow_instances SET paused = 0, ends_at = ?, end_status = ?, ended_by = ?"
        " WHERE company_id = ? AND id = ?",
        ((now, FINISHED, by, company_id, instance_id) for instance_id in ids),
    )


@erases
def erase_instances(state: State, erased: Erased) -> None:
    """Forget that somebody was in flows, or wanted no emails."""
    for table in ("flow_instances", "flow_opt_outs"):
        state.execute(
            f"DELETE FROM {table} WHERE company_id = ? AND prospect_id {AMONG}",  # noqa: S608
            erased.company_id,
            listed(sorted(erased.crm_ids)),
        )
