"""Tasks: what Gong Engage reminds its users to do."""

from gongkit.contract.operation import JsonBody, Operation, Repeat, in_path
from gongkit.contract.types.base import Int64
from gongkit.contract.types.tasks import (
    ListReminderRequest,
    UpdateReminderRequest,
    UserRemindersResponse,
)

LIST_TASKS = Operation(
    id="listTasks",
    area="tasks",
    method_name="list",
    method="POST",
    path="/v2/tasks",
    doc="""List a user's tasks, with the people, the deal and the flow they are about.

    The filter has to name the types, actions and statuses that are wanted; today calls
    are the only action. The answer is not paged.""",
    answer=UserRemindersResponse,
    body=JsonBody(type=ListReminderRequest),
    scopes=("api:tasks:read",),
    items="tasks",
    repeat=Repeat.SAFE,
    errors=(400, 403, 429, 500),
)

UPDATE_TASK = Operation(
    id="updateReminder",
    area="tasks",
    method_name="update",
    method="PATCH",
    path="/v2/tasks/{taskId}",
    doc="""Change a task's status, due date or priority; what is left out stays as it is.

    The answer has the task as it is now. 404 means that the user has no such task.""",
    answer=UserRemindersResponse,
    parameters=(in_path("taskId", "The task's id. It may exceed 2^53.", Int64),),
    body=JsonBody(type=UpdateReminderRequest),
    scopes=("api:tasks:write",),
    errors=(400, 403, 404, 429, 500),
)
