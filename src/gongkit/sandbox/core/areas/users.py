"""Users: listed, found one by one, and the history of their settings."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from gongkit.contract.types.users import SettingsHistory, UserSettingsHistory, UsersRequest
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.areas.pages import (
    Listing,
    encoded,
    page_answer,
    read_page,
    single_answer,
)
from gongkit.sandbox.core.areas.where import Where
from gongkit.sandbox.core.areas.why_no_user import (
    explain_missing_users,
    explain_nobody,
    explain_user,
)
from gongkit.sandbox.core.state import State

NOT_FOUND = 404
_USERS = Listing(
    counted="users",
    tables="users",
    key=("id",),
    empty="No users found corresponding to the provided filters",
)


@answers("listUsers")
def list_users(state: State, asked: Asked) -> Answer:
    """List everybody, those who left included; avatars only when they are asked for."""
    where = Where("company_id = ?", asked.company.id)
    if not asked.query.get("includeAvatars"):
        where.add("NOT avatar")
    return _answer_page(state, asked, where)


@answers("listMultipleUsers")
def list_multiple_users(state: State, asked: Asked) -> Answer:
    """List users by id or by when they were made."""
    body: UsersRequest = asked.body
    wanted = body.filter
    where = Where("company_id = ?", asked.company.id)
    where.among("id", wanted.user_ids)
    where.period("created", wanted.created_from_date_time, wanted.created_to_date_time)
    if not wanted.include_avatars:
        where.add("NOT avatar")
    if wanted.user_ids:
        rows = state.rows(f"SELECT id FROM users WHERE {where}", *where.values)  # noqa: S608
        found = {user_id for (user_id,) in rows}
        why = "" if wanted.include_avatars else "they are listed with includeAvatars only"
        explain_missing_users(state, asked, "filter.userIds", wanted.user_ids, found, avatars=why)
    try:
        return _answer_page(state, asked, where)
    except Refused as refused:
        if refused.status == NOT_FOUND and not wanted.user_ids:
            end = "To" if wanted.created_from_date_time is None else "From"
            field = f"filter.created{end}DateTime"
            explain_nobody(state, asked, field, avatars=bool(wanted.include_avatars))
        raise


def _answer_page(state: State, asked: Asked, where: Where) -> Answer:
    page = read_page(state, asked, _USERS, "encoded", where)
    return page_answer(asked, page, "users", encoded)


@answers("getUser")
def get_user(state: State, asked: Asked) -> Answer:
    """Give one user."""
    user, _ = _user(state, asked)
    return single_answer(asked, "user", user)


@answers("getUserHistory")
def get_user_history(state: State, asked: Asked) -> Answer:
    """Tell how the user's settings changed up to now, the first change first."""
    _, zone = _user(state, asked)
    rows = state.rows(
        "SELECT changed, setting, value FROM user_settings_history"
        " WHERE company_id = ? AND user_id = ? AND changed <= ? ORDER BY changed, setting",
        asked.company.id,
        asked.path["id"],
        asked.now,
    )
    history = [
        UserSettingsHistory(
            setting=setting,
            value=bool(value),
            time=datetime.fromtimestamp(changed, zone).isoformat(timespec="milliseconds"),
        )
        for changed, setting, value in rows
    ]
    return Answer.of(SettingsHistory(request_id=asked.request_id, user_settings_history=history))


def _user(state: State, asked: Asked) -> tuple[bytes, ZoneInfo]:
    """Find a user, encoded, and the time zone they live in."""
    row = state.row(
        "SELECT encoded, time_zone FROM users WHERE company_id = ? AND id = ?",
        asked.company.id,
        asked.path["id"],
    )
    if row is None:
        explain_user(state, asked, "id", asked.path["id"])
        raise Refused(NOT_FOUND, f"User not found for the provided id: {asked.path['id']}")
    return row[0], ZoneInfo(row[1])
