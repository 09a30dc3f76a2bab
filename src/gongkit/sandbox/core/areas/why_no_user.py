"""Why a request found no user, or fewer than it named: what Gong does not say, for the log."""

from __future__ import annotations

from collections.abc import Container, Sequence

from gongkit.clock import instant_of
from gongkit.sandbox.core.api.asked import Asked
from gongkit.sandbox.core.companies import load_companies
from gongkit.sandbox.core.state import State

_SHOWN = 5
"""So many ids that led to nothing are explained one by one."""


def explain_missing_users(
    state: State,
    asked: Asked,
    field: str,
    ids: Sequence[str],
    found: Container[str],
    *,
    avatars: str,
) -> None:
    """Say of each id that was asked for, and is not in the answer, why it is not.

    `avatars` says why those are left out, where they are.
    """
    missing = [user_id for user_id in ids if user_id not in found]
    for user_id in missing[:_SHOWN]:
        explain_user(state, asked, field, user_id, avatars=avatars)
    if len(missing) > _SHOWN:
        asked.hint(field, f"{len(missing) - _SHOWN} more ids led to no user.")


def explain_user(
    state: State, asked: Asked, field: str, user_id: str, *, avatars: str = ""
) -> None:
    """Say why a user is not in the answer."""
    own = asked.company
    for company in load_companies(state).values():
        row = state.row(
            "SELECT avatar FROM users WHERE company_id = ? AND id = ?", company.id, user_id
        )
        if row is not None:
            why_avatar = avatars if row[0] else ""
            asked.hint(field, _about(user_id, company.name, own.name, why_avatar))
            return
    asked.hint(
        field,
        f"No company has a user {user_id}: check that the id is a user's, and whole"
        " (numbers above 2^53 lose digits in some languages).",
    )


def _about(user_id: str, owner: str, asked_of: str, why_avatar: str) -> str:
    if owner != asked_of:
        return (
            f"User {user_id} is {owner}'s, and was asked of {asked_of}:"
            " a company sees its own users only."
        )
    if why_avatar:
        return f"User {user_id} is an avatar: {why_avatar}."
    return f"User {user_id} was not created in this period."


def explain_nobody(state: State, asked: Asked, field: str, *, avatars: bool) -> None:
    """Say when users were created, since none was in the period that was asked for."""
    row = state.row(
        "SELECT count(*), min(created), max(created) FROM users"
        " WHERE company_id = ? AND (? OR NOT avatar)",
        asked.company.id,
        avatars,
    )
    count, first, last = row or (0, 0.0, 0.0)
    asked.hint(
        field,
        f"{asked.company.name} has {count} users, created from {_written(first)} to"
        f" {_written(last)}; nobody was created in this period.",
    )


def _written(moment: float) -> str:
    return instant_of(moment).isoformat(timespec="seconds")
