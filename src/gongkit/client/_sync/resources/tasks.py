# Made from _async/resources/tasks.py by tools/async_to_sync.py: change that one.
"""`gong.tasks`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gongkit.client._sync.listing import Listing
from gongkit.client._sync.resource import Resource
from gongkit.client.inputs import texts
from gongkit.clock import instant_text
from gongkit.contract.operations import tasks as ops
from gongkit.contract.types.tasks import (
    ListReminderRequest,
    ReminderFilter,
    Task,
    TaskAction,
    TaskStatus,
    TaskType,
    UpdateReminderRequest,
    UserRemindersResponse,
)


class Tasks(Resource):
    """Engage tasks."""

    def list(
        self,
        *,
        user_id: str,
        types: Sequence[TaskType],
        task_action: Sequence[TaskAction],
        status: Sequence[TaskStatus],
        workspace_id: str | None = None,
    ) -> Listing[Task]:
        """List a user's tasks. Gong wants every type, action and status named that is wanted.

        Types: FLOW, MANUAL. Actions: CALL. Statuses: OPEN, DONE, DISMISSED.
        """
        chosen = ReminderFilter(
            user_id=user_id,
            types=texts("types", types),
            task_action=texts("task_action", task_action),
            status=texts("status", status),
            workspace_id=workspace_id,
        )
        return self._listing(ops.LIST_TASKS, body=ListReminderRequest(filter=chosen))

    def update(
        self,
        task_id: int,
        *,
        user_id: str,
        status: TaskStatus | None = None,
        due_date: datetime | None = None,
        priority: str | None = None,
    ) -> UserRemindersResponse:
        """Change a task; what is left out stays. The answer has the task as it is now.

        Raises `NotFound` where the user has no such task.
        """
        change = UpdateReminderRequest(
            user_id=user_id,
            status=status,
            due_date=instant_text("due_date", due_date),
            priority=priority,
        )
        return self._answer(ops.UPDATE_TASK, path={"taskId": task_id}, body=change)
