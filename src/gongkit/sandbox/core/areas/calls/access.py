"""Access to single calls, given to users beyond what their permission profiles allow.

It counts: `permissions/visibility.py` adds these calls to those that a user may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkit.contract.types.call_access import (
    CallAccessDetails,
    CallAccessRequest,
    CallsAccessDetailsResponse,
    CallUsersAccess,
    GrantCallAccessRequest,
    RevokeCallAccessRequest,
    UserAccessDetails,
)
from gongkit.contract.types.common import BaseResponse
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.areas.calls.filter import CallFilter
from gongkit.sandbox.core.areas.calls.why_empty import explain_call
from gongkit.sandbox.core.areas.where import Where
from gongkit.sandbox.core.state import State, listed

_SHOWN = 5
"""So many calls that cannot be found are explained one by one."""


@answers("addUsersAccessToCalls")
def add_users_access_to_calls(state: State, asked: Asked) -> Answer:
    """Give access, all of it or none; whoever has it already keeps it."""
    body: GrantCallAccessRequest = asked.body
    pairs = _pairs(state, asked, body.call_access_list)
    with state.write():
        state.execute_many(
            "INSERT OR IGNORE INTO call_user_access VALUES (?, ?, ?, ?)",
            [(asked.company.id, number, user_id, asked.now) for number, user_id in pairs],
        )
    return Answer.of(BaseResponse(request_id=asked.request_id))


@answers("deleteUsersAccessToCalls")
def delete_users_access_to_calls(state: State, asked: Asked) -> Answer:
    """Take access back, all of it or nothing; whoever has none loses none."""
    body: RevokeCallAccessRequest = asked.body
    pairs = _pairs(state, asked, body.call_access_list)
    taken = 0
    with state.write():
        for number, user_id in pairs:
            taken += state.execute(
                "DELETE FROM call_user_access WHERE company_id = ? AND call = ? AND user_id = ?",
                asked.company.id,
                number,
                user_id,
            )
    if taken < len(pairs):
        asked.hint(
            "callAccessList",
            f"{len(pairs) - taken} of {len(pairs)} had not been given access call by call."
            " What their permission profiles allow them stays.",
        )
    return Answer.of(BaseResponse(request_id=asked.request_id))


@answers("getUsersAccessToCalls")
def get_users_access_to_calls(state: State, asked: Asked) -> Answer:
    """List who was given access, call by call in the order of the request."""
    body: CallAccessRequest = asked.body
    call_ids = body.filter.call_ids
    if not call_ids:
        raise Refused(400, "filter.callIds: must not be empty")
    problems = list(_repeated("filter.callIds", call_ids))
    numbers = _numbers(state, asked, call_ids)
    places = {call_id: f"filter.callIds[{place}]" for place, call_id in enumerate(call_ids)}
    problems += _unknown_calls(state, asked, places, numbers)
    if problems:
        raise Refused(400, *problems)
    users = _users_of(state, asked, numbers.values())
    details = [
        CallAccessDetails(call_id=call_id, users=users.get(numbers[call_id], []))
        for call_id in call_ids
    ]
    return Answer.of(
        CallsAccessDetailsResponse(request_id=asked.request_id, call_access_list=details)
    )


def _users_of(
    state: State, asked: Asked, numbers: Iterable[int]
) -> dict[int, list[UserAccessDetails]]:
    rows = state.rows(
        "SELECT call, user_id FROM call_user_access"
        " WHERE company_id = ? AND call IN (SELECT value FROM json_each(?))"
        " ORDER BY granted_at, user_id",
        asked.company.id,
        listed(numbers),
    )
    users: dict[int, list[UserAccessDetails]] = {}
    for number, user_id in rows:
        users.setdefault(number, []).append(UserAccessDetails(user_id=user_id))
    return users


def _pairs(
    state: State, asked: Asked, access_list: list[CallUsersAccess] | None
) -> list[tuple[int, str]]:
    """Give the numbers of the calls with the users, or refuse what is wrong with the list."""
    if not access_list:
        raise Refused(400, "callAccessList: must not be empty")
    numbers = _numbers(state, asked, [access.call_id for access in access_list])
    users = _users(state, asked, access_list)
    places: dict[str, str] = {}
    problems: list[str] = []
    for place, access in enumerate(access_list):
        path = f"callAccessList[{place}]"
        places.setdefault(access.call_id, f"{path}.callId")
        problems += _wrong_users(f"{path}.userIds", access.user_ids, users)
    problems = [*_unknown_calls(state, asked, places, numbers), *problems]
    if problems:
        raise Refused(400, *problems)
    found = {
        (numbers[one.call_id], user_id): None for one in access_list for user_id in one.user_ids
    }
    return list(found)


def _wrong_users(path: str, user_ids: list[str], known: set[str]) -> Iterator[str]:
    if not user_ids:
        yield f"{path}: must not be empty"
    yield from _repeated(path, user_ids)
    for place, user_id in enumerate(user_ids):
        if user_id not in known:
            yield f"{path}[{place}]: there is no user {user_id}"


def _repeated(path: str, ids: list[str]) -> Iterator[str]:
    if len(set(ids)) < len(ids):
        yield f"{path}: must not hold an id twice"


def _users(state: State, asked: Asked, access_list: list[CallUsersAccess]) -> set[str]:
    """Give those of the users that the company has."""
    rows = state.rows(
        "SELECT id FROM users WHERE company_id = ? AND id IN (SELECT value FROM json_each(?))",
        asked.company.id,
        listed(one for access in access_list for one in access.user_ids),
    )
    return {user_id for (user_id,) in rows}


def _numbers(state: State, asked: Asked, call_ids: list[str]) -> dict[str, int]:
    """Give the numbers of those of the calls that have been processed.

    Whether the API shows them does not matter: access is given to what is hidden.
    """
    where = Where("company_id = ? AND visible_at <= ?", asked.company.id, asked.now)
    where.among("id", call_ids)
    rows = state.rows(f"SELECT id, number FROM calls WHERE {where}", *where.values)  # noqa: S608
    return dict(rows)


def _unknown_calls(
    state: State, asked: Asked, places: dict[str, str], numbers: dict[str, int]
) -> list[str]:
    """Name the calls that cannot be found, and leave in the log why."""
    unknown = [call_id for call_id in places if call_id not in numbers]
    for call_id in unknown[:_SHOWN]:
        explain_call(state, asked, CallFilter(), places[call_id], call_id)
    return [f"{places[call_id]}: there is no call {call_id}" for call_id in unknown]
