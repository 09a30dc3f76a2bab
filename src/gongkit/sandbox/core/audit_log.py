"""The audit log: what is added to it as things happen, and what erasing takes out again.

`areas/logs.py` reads it. Who played which call is not kept twice: that log is the table
`call_plays`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from gongkit.sandbox.core.privacy.erasure import Erased, erases
from gongkit.sandbox.core.state import State, listed

ACCESS = "AccessLog"
USER_ACTIVITY = "UserActivityLog"
USER_CALL_PLAY = "UserCallPlay"
SHARED_CALL_ACCESS = "ExternallySharedCallAccess"
SHARED_CALL_PLAY = "ExternallySharedCallPlay"

AUTHORIZED = "IntegrationAuthorized"
DISCONNECTED = "IntegrationDisconnected"
"""Actions of users in the settings, which others look for."""


class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something that is logged. `at` is in seconds since the epoch.

    `user_id` is who did it or, where it was an outsider, who had shared the call.
    `impersonator_id` and `impersonator_company_id` tell who acted in the user's name.
    `call` is the number of the call it is about: without that call it is gone as well.
    `email` is the plain address of an outsider. `record` holds the details.
    """

    company_id: str
    log_type: str
    at: float
    user_id: str | None
    impersonator_id: str | None = None
    impersonator_company_id: str | None = None
    call: int | None = None
    email: str | None = None
    record: dict[str, Any]


_COLUMNS = Event.__struct_fields__
_INSERT = (
    f"INSERT INTO log_entries ({', '.join(_COLUMNS)})"  # noqa: S608
    f" VALUES ({', '.join('?' * len(_COLUMNS))})"
)


def add_events(state: State, events: Iterable[Event]) -> None:
    """Put events into the log, inside the transaction in which they happen."""
    state.execute_many(_INSERT, [_row(event) for event in events])


def add_activity(
    state: State, company_id: str, user_id: str | None, at: float, action: str, **details: str
) -> None:
    """Log what a user did in Gong's settings."""
    record = {"action": action, **details}
    event = Event(
        company_id=company_id, log_type=USER_ACTIVITY, at=at, user_id=user_id, record=record
    )
    add_events(state, [event])


@erases
def erase_outsiders(state: State, erased: Erased) -> None:
    """Forget what somebody did with calls that were shared with them."""
    state.execute(
        "DELETE FROM log_entries"
        " WHERE company_id = ? AND email IN (SELECT value FROM json_each(?))",
        erased.company_id,
        listed(sorted(erased.emails)),
    )


def _row(event: Event) -> tuple[Any, ...]:
    *columns, record = msgspec.structs.astuple(event)
    return (*columns, msgspec.json.encode(record))
