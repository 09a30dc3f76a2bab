"""How tasks behave."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_LIST, _UPDATE = ("listTasks",), ("updateReminder",)

TASKS = (
    Behaviour(
        "tasks-list",
        Basis.DOCUMENTED,
        "A user's tasks of the wanted types, actions and statuses come in one answer.",
        _LIST,
    ),
    Behaviour(
        "tasks-empty-list",
        Basis.ASSUMED,
        "Where no task matches, or nobody has the user id, the list is empty.",
        _LIST,
    ),
    Behaviour(
        "tasks-order",
        Basis.ASSUMED,
        "The task that is due first comes first.",
        _LIST,
    ),
    Behaviour(
        "tasks-of-flows",
        Basis.ASSUMED,
        "A flow's call is a task of the instance's owner from the step before it until it is"
        " due; then it counts as done, and as dismissed if the instance ended before, unless its"
        " status was changed. Prospects who were uploaded have tasks like others.",
        (*_LIST, *_UPDATE),
    ),
    Behaviour(
        "task-update",
        Basis.DOCUMENTED,
        "Status, due date and priority change, what is left out stays, and the answer has the"
        " task as it is now.",
        _UPDATE,
    ),
    Behaviour(
        "task-any-status",
        Basis.ASSUMED,
        "A task goes from any status to any other; changing it does not move its flow on.",
        _UPDATE,
    ),
    Behaviour(
        "task-of-another",
        Basis.DOCUMENTED,
        "A task that the user does not have is answered 404.",
        _UPDATE,
        (404,),
    ),
    Behaviour(
        "task-priorities",
        Basis.ASSUMED,
        "The priorities are LOW, MEDIUM and HIGH; another one is refused.",
        _UPDATE,
        (200, 400),
    ),
)
