"""Tasks: a user's, listed and changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from gongkit.contract.types.tasks import (
    ListReminderRequest,
    Priority,
    ReminderFilter,
    Task,
    TaskAccount,
    TaskContact,
    TaskOpportunity,
    UpdateReminderRequest,
    UserRemindersResponse,
)
from gongkit.errors import nearest_hint
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.areas.where import seconds
from gongkit.sandbox.core.crm.kinds import EMAIL, PHONE
from gongkit.sandbox.core.crm.objects import find_crm_object
from gongkit.sandbox.core.crm.records import crm_of, crm_url, read_deal, read_person
from gongkit.sandbox.core.engage.prospects import uploaded_people
from gongkit.sandbox.core.engage.tasks import OPEN, PRIORITIES, TaskRow, keep_task, tasks_of
from gongkit.sandbox.core.state import AMONG, State, listed

_LATEST = seconds("9000-01-01T00:00:00Z")


@answers("listTasks")
def list_tasks(state: State, asked: Asked) -> Answer:
    """List the tasks that the filter names. All of its lists count, also empty ones."""
    request: ListReminderRequest = asked.body
    wanted = request.filter
    owned = tasks_of(state, asked.company.id, wanted.user_id, asked.now)
    found = [task for task in owned if _is_wanted(task, wanted)]
    if not found:
        asked.hint(*_why_none(state, asked, wanted, owned))
    return _answer(state, asked, found)


def _is_wanted(task: TaskRow, wanted: ReminderFilter) -> bool:
    return (
        task.type in wanted.types
        and task.status in wanted.status
        and "CALL" in wanted.task_action
        and wanted.workspace_id in {None, task.workspace_id}
    )


def _why_none(
    state: State, asked: Asked, wanted: ReminderFilter, owned: list[TaskRow]
) -> tuple[str, str]:
    """Say which part of the filter leaves nothing, and what to do about it."""
    if not _has(state, asked, "users", wanted.user_id):
        return "filter.userId", "This company has no user with this id; listUsers has them."
    if wanted.workspace_id and not _has(state, asked, "workspaces", wanted.workspace_id):
        return (
            "filter.workspaceId",
            "This company has no workspace with this id; listWorkspaces has them.",
        )
    for name, values in (
        ("types", wanted.types),
        ("taskAction", wanted.task_action),
        ("status", wanted.status),
    ):
        if not values:
            return (
                f"filter.{name}",
                "The list is empty, so that nothing matches: name every value that is wanted.",
            )
    if not owned:
        return "filter.userId", "This user has no tasks."
    return "filter", f"The user has {len(owned)} tasks; none of them fits all of the filter."


def _has(state: State, asked: Asked, table: str, given: str) -> bool:
    sql = f"SELECT 1 FROM {table} WHERE company_id = ? AND id = ?"  # noqa: S608
    return state.row(sql, asked.company.id, given) is not None


@answers("updateReminder")
def update_reminder(state: State, asked: Asked) -> Answer:
    """Change what the request names, and give the task as it is then."""
    request: UpdateReminderRequest = asked.body
    task = _find(state, asked, request.user_id)
    problems = list(_problems(request))
    if problems:
        raise Refused(400, *problems)
    changed = _changed(task, request)
    if _is_same(changed, task):
        asked.hint("", "The task was like this already, so nothing changed.")
        return _answer(state, asked, [task])
    changed = msgspec.structs.replace(changed, updated=asked.now)
    with state.write():
        keep_task(state, asked.company.id, changed)
    return _answer(state, asked, [_find(state, asked, request.user_id)])


def _find(state: State, asked: Asked, user_id: str) -> TaskRow:
    owned = tasks_of(state, asked.company.id, user_id, asked.now)
    task = next((task for task in owned if task.id == str(asked.path["taskId"])), None)
    if task is None:
        raise Refused(404, f"The user {user_id} has no task {asked.path['taskId']}")
    return task


def _is_same(changed: TaskRow, task: TaskRow) -> bool:
    return msgspec.structs.replace(changed, status_fixed=task.status_fixed) == task


def _problems(request: UpdateReminderRequest) -> Iterator[str]:
    if request.priority is not None and request.priority not in PRIORITIES:
        known = ", ".join(PRIORITIES)
        yield f"priority: must be one of {known}. {nearest_hint(request.priority, PRIORITIES)}"
    if request.due_date is not None and seconds(request.due_date) >= _LATEST:
        yield "dueDate: must be before the year 9000"


def _changed(task: TaskRow, request: UpdateReminderRequest) -> TaskRow:
    return msgspec.structs.replace(
        task,
        status=request.status or task.status,
        priority=request.priority or task.priority,
        due=task.due if request.due_date is None else seconds(request.due_date),
        status_fixed=task.status_fixed
        or task.status != OPEN
        or request.status not in {None, task.status},
    )


# --- the tasks as the API gives them


def _answer(state: State, asked: Asked, tasks: list[TaskRow]) -> Answer:
    records = _Records(state, asked, tasks)
    return Answer.of(
        UserRemindersResponse(
            request_id=asked.request_id,
            tasks=[records.task(task) for task in tasks],
            crm_type=records.crm_type,
        )
    )


_Person = tuple[str, str, str, dict[str, Any]]
"""The object's type, the email address and the phone number, and the fields."""


class _Records:
    """What the CRM knows of some tasks' accounts, deals and people."""

    def __init__(self, state: State, asked: Asked, tasks: list[TaskRow]) -> None:
        self._company = asked.company
        self._state = state
        accounts = self._find("accounts", "name", (task.account_id for task in tasks))
        self._names: dict[str, str] = dict(accounts)
        deals = self._find("opportunities", "fields", (task.opportunity_id for task in tasks))
        self._deals = {deal_id: read_deal(encoded) for deal_id, encoded in deals}
        people = (crm_id for task in tasks for crm_id in task.contacts)
        columns = "object_type, email, phone_number, fields"
        self._people: dict[str, _Person] = {
            crm_id: (kind, email, phone_number, msgspec.json.decode(fields))
            for crm_id, kind, email, phone_number, fields in self._find("contacts", columns, people)
        }
        self._add_uploaded(asked.now, tasks)

    def _find(self, table: str, columns: str, ids: Iterable[str | None]) -> list[tuple[Any, ...]]:
        wanted = sorted({one for one in ids if one is not None})
        return self._state.rows(
            f"SELECT id, {columns} FROM {table} WHERE company_id = ? AND id {AMONG}",  # noqa: S608
            self._company.id,
            listed(wanted),
        )

    def _add_uploaded(self, now: float, tasks: list[TaskRow]) -> None:
        """Add people and accounts that came by upload."""
        wanted = {crm_id for task in tasks for crm_id in task.contacts}
        missing = sorted(wanted - self._people.keys())
        uploaded = uploaded_people(self._state, self._company.id, missing, now)
        for crm_id, (kind, fields) in uploaded.items():
            contact_details = fields.get(EMAIL) or "", fields.get(PHONE) or ""
            self._people[crm_id] = (kind.title(), *contact_details, fields)
        accounts = {task.account_id for task in tasks if task.account_id is not None}
        for account_id in sorted(accounts - self._names.keys()):
            found = find_crm_object(self._state, self._company.id, "ACCOUNT", account_id, now)
            if found is not None:
                self._names[account_id] = found["name"]

    @property
    def crm_type(self) -> str | None:
        """Name the CRM; None where no task is about anybody in it."""
        return next((crm_of(fields) for *_, fields in self._people.values()), None)

    def task(self, task: TaskRow) -> Task:
        """Describe a task."""
        people = [self._contact(crm_id, task) for crm_id in task.contacts if crm_id in self._people]
        weight = PRIORITIES.index(task.priority) + 1
        return Task(
            id=int(task.id),
            user_id=int(task.user_id),
            created=self._local(task.created),
            updated=self._local(task.updated),
            status=task.status,
            type=task.type,
            actions=["CALL"],
            account=self._account(task.account_id),
            opportunity=self._opportunity(task.opportunity_id),
            due_date=self._local(task.due),
            flow=task.flow,
            contact=people[0] if people else None,
            additional_contacts=people[1:] or None,
            title=task.title,
            priority=Priority(id=weight, name=task.priority, weight=weight),
        )

    def _local(self, moment: float) -> str:
        return datetime.fromtimestamp(moment, self._company.zone).isoformat(timespec="milliseconds")

    def _account(self, account_id: str | None) -> TaskAccount | None:
        if account_id is None or account_id not in self._names:
            return None
        url = crm_url(self._company, "Account", account_id)
        return TaskAccount(crm_id=account_id, name=self._names[account_id], crm_url=url)

    def _opportunity(self, deal_id: str | None) -> TaskOpportunity | None:
        if deal_id is None or deal_id not in self._deals:
            return None
        deal = self._deals[deal_id]
        return TaskOpportunity(
            crm_id=deal_id,
            name=deal.name,
            crm_url=crm_url(self._company, "Opportunity", deal_id),
            status=deal.status,
            stage=deal.stage,
            amount=deal.amount,
            probability=deal.probability,
            close_date=deal.closes,
        )

    def _contact(self, crm_id: str, task: TaskRow) -> TaskContact:
        kind, email, phone_number, fields = self._people[crm_id]
        data = read_person(fields, email, phone_number, self._names.get(task.account_id or ""))
        data.crm_url = fields.get("url") or crm_url(self._company, kind, crm_id)
        return TaskContact(crm_id=crm_id, type=kind.upper(), data=data)
