"""Tasks: what users are to do, made by themselves or by the flows their prospects are in.

A manual task is a row of `tasks`. A flow's task follows from the flow instance and its
step: it is there once the step before has been done, and it is done when it is due, as
all steps are; one whose instance ended before is dismissed. From the moment it is
changed it is a row as well, which fixes the priority and when it is due, and the status
once that was changed or the task was over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from gongkit.contract.types.tasks import TaskFlow, TaskFlowStep
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.crm.kinds import EMAIL
from gongkit.sandbox.core.engage.flows import StepRow, steps_of
from gongkit.sandbox.core.engage.instances import DAY
from gongkit.sandbox.core.engage.prospects import uploaded_people
from gongkit.sandbox.core.privacy.erasure import Erased, erases
from gongkit.sandbox.core.state import AMONG, State, listed

PRIORITIES = ("LOW", "MEDIUM", "HIGH")
"""The names of priorities, the least urgent one first."""

FLOW, MANUAL = "FLOW", "MANUAL"
OPEN, DONE, DISMISSED = "OPEN", "DONE", "DISMISSED"


class TaskRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A task. Times are seconds since the epoch; `contacts` are ids of contacts and leads.

    The first contact is the one to be called. `status_fixed` is false for a flow's task
    whose status time and the flow still change.
    """

    id: str
    user_id: str
    workspace_id: str
    type: str
    status: str
    title: str
    priority: str
    created: float
    updated: float
    due: float
    account_id: str | None
    opportunity_id: str | None
    flow: TaskFlow | None
    contacts: tuple[str, ...]
    status_fixed: bool = True


_KEPT = (
    "id, user_id, workspace_id, type, status, title, priority, created, updated, due,"
    " account_id, opportunity_id, flow"
)


def tasks_of(state: State, company_id: str, user_id: str, now: float) -> list[TaskRow]:
    """List a user's tasks, those that are due first in front."""
    kept = {task.id: task for task in _kept_tasks(state, company_id, user_id)}
    fixed = {task.id: task for task in kept.values() if task.status_fixed}
    of_flows = {task.id: task for task in _flow_tasks(state, company_id, user_id, now, kept)}
    return sorted((of_flows | fixed).values(), key=lambda task: (task.due, task.id))


def _kept_tasks(state: State, company_id: str, user_id: str) -> Iterator[TaskRow]:
    contacts: dict[str, tuple[str, ...]] = {}
    for task_id, crm_id in state.rows(
        "SELECT task_id, crm_id FROM task_contacts c JOIN tasks t"
        " ON t.company_id = c.company_id AND t.id = task_id"
        " WHERE t.company_id = ? AND user_id = ? ORDER BY task_id, place",
        company_id,
        user_id,
    ):
        contacts[task_id] = (*contacts.get(task_id, ()), crm_id)
    names = _KEPT.split(", ")
    for row in state.rows(
        f"SELECT {_KEPT} FROM tasks WHERE company_id = ? AND user_id = ?",  # noqa: S608
        company_id,
        user_id,
    ):
        values = dict(zip(names, row, strict=True))
        if values["flow"] is not None:
            values["flow"] = decoder_of(TaskFlow).decode(values["flow"])
        fixed = values["status"] is not None
        values["status"] = values["status"] or OPEN
        yield TaskRow(**values, contacts=contacts.get(values["id"], ()), status_fixed=fixed)


def _flow_tasks(
    state: State, company_id: str, user_id: str, now: float, kept: Mapping[str, TaskRow]
) -> Iterator[TaskRow]:
    steps: dict[str, list[StepRow]] = {}
    for run in _runs(state, company_id, user_id, now):
        if run.flow_id not in steps:
            steps[run.flow_id] = steps_of(state, company_id, run.flow_id)
        yield from run.tasks(user_id, steps[run.flow_id], now, kept)


def _runs(state: State, company_id: str, user_id: str, now: float) -> Iterator[_Run]:
    """Give a user's flow instances whose prospects the native or the uploaded CRM knows."""
    rows = state.rows(
        "SELECT i.id, i.flow_id, f.name, f.workspace_id, i.created, ends_at, paused,"
        " prospect_id, c.name, c.account_id FROM flow_instances i"
        " JOIN flows f ON f.company_id = i.company_id AND f.id = flow_id"
        " LEFT JOIN contacts c ON c.company_id = i.company_id AND c.id = prospect_id"
        " WHERE i.company_id = ? AND i.owner_id = ?",
        company_id,
        user_id,
    )
    strangers = [prospect_id for *_, prospect_id, name, _ in rows if name is None]
    uploaded = uploaded_people(state, company_id, strangers, now)
    for row in rows:
        *known, prospect_id, name, _ = row
        if name is not None:
            yield _Run._make(row)
        elif prospect_id in uploaded:
            fields = uploaded[prospect_id][1]
            named = (prospect_id, _name(prospect_id, fields), fields.get("accountId"))
            yield _Run._make((*known, *named))


def _name(prospect_id: str, fields: Mapping[str, Any]) -> str:
    """Name somebody who was uploaded; no field is sure to be there."""
    names = filter(None, (fields.get("firstName"), fields.get("lastName")))
    return " ".join(names) or fields.get(EMAIL) or prospect_id


class _Run(NamedTuple):
    """One prospect's way through a flow."""

    instance_id: str
    flow_id: str
    flow_name: str
    workspace_id: str
    created: float
    ends_at: float
    paused: int
    prospect_id: str
    name: str
    account_id: str | None

    def tasks(
        self, user_id: str, steps: list[StepRow], now: float, kept: Mapping[str, TaskRow]
    ) -> Iterator[TaskRow]:
        """Give the tasks of the steps that are calls, as far as they have come.

        Of `kept` tasks, by id, the priority and when they are due count, and the change itself.
        """
        begins = due = self.created
        for step in steps:
            begins, due = due, due + step.wait_days * DAY
            come = begins <= now and (self.paused or begins < self.ends_at)
            if step.action == "CALL" and come:
                task_id = _task_id(self.instance_id, step.number)
                changed = kept.get(task_id)
                own_due = changed.due if changed else due
                status, updated = self._status(begins, own_due, now)
                yield TaskRow(
                    id=task_id,
                    user_id=user_id,
                    workspace_id=self.workspace_id,
                    type=FLOW,
                    status=status,
                    title=f"Call {self.name}",
                    priority=changed.priority if changed else "MEDIUM",
                    created=begins,
                    updated=max(updated, changed.updated) if changed else updated,
                    due=own_due,
                    account_id=self.account_id,
                    opportunity_id=None,
                    flow=self._flow(step),
                    contacts=(self.prospect_id,),
                    status_fixed=False,
                )

    def _status(self, begins: float, due: float, now: float) -> tuple[str, float]:
        """Say how a task stands, and since when."""
        if self.paused or now < min(due, self.ends_at):
            return OPEN, begins
        return (DONE, due) if due <= self.ends_at else (DISMISSED, self.ends_at)

    def _flow(self, step: StepRow) -> TaskFlow:
        described = TaskFlowStep(id=int(step.id), name="Call", step_number=step.number)
        return TaskFlow(id=int(self.flow_id), name=self.flow_name, step=described)


def _task_id(instance_id: str, step_number: int) -> str:
    """Make the id of a flow's task, the same each time."""
    digest = hashlib.sha256(f"{instance_id} {step_number}".encode()).digest()
    return str(10**18 + (int.from_bytes(digest[:8]) >> 2))


def keep_task(state: State, company_id: str, task: TaskRow) -> None:
    """Add a task or keep a changed one, inside a transaction."""
    keep_tasks(state, company_id, [task])


def keep_tasks(state: State, company_id: str, tasks: list[TaskRow]) -> None:
    """Add several, or keep changed ones, inside a transaction."""
    columns = _KEPT.split(", ")
    rows = []
    for task in tasks:
        values = {name: getattr(task, name) for name in columns}
        values["status"] = task.status if task.status_fixed else None
        values["flow"] = None if task.flow is None else msgspec.json.encode(task.flow)
        rows.append((company_id, *values.values()))
    marks = ", ".join("?" * (1 + len(columns)))
    changed = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
    state.execute_many(
        f"INSERT INTO tasks (company_id, {_KEPT}) VALUES ({marks})"  # noqa: S608
        f" ON CONFLICT (company_id, id) DO UPDATE SET {changed}",
        rows,
    )
    state.execute_many(
        "INSERT OR IGNORE INTO task_contacts VALUES (?, ?, ?, ?)",
        [
            (company_id, task.id, place, crm_id)
            for task in tasks
            for place, crm_id in enumerate(task.contacts)
        ],
    )


@erases
def erase_tasks(state: State, erased: Erased) -> None:
    """Delete the tasks to call somebody; in others the person is no longer among the contacts."""
    people = (erased.company_id, listed(sorted(erased.crm_ids)))
    state.execute(
        "DELETE FROM tasks WHERE company_id = ?1 AND id IN (SELECT task_id FROM task_contacts"  # noqa: S608
        f" WHERE company_id = ?1 AND place = 0 AND crm_id {AMONG.replace('?', '?2')})",
        *people,
    )
    state.execute(
        f"DELETE FROM task_contacts WHERE company_id = ? AND crm_id {AMONG}",  # noqa: S608
        *people,
    )
