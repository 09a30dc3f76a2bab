"""Workspaces and hosts that a filter of calls names and the company does not have."""

from __future__ import annotations

from collections.abc import Sequence

from gongkit.sandbox.core.api.asked import Asked
from gongkit.sandbox.core.areas.calls.filter import CallFilter
from gongkit.sandbox.core.areas.where import Where
from gongkit.sandbox.core.state import State

_SHOWN = 5
"""So many ids that nobody has are named one by one."""


def known_workspace(state: State, asked: Asked, wanted: CallFilter, prefix: str) -> str | None:
    """Give the workspace if the company has it, None for no restriction; name an unknown one."""
    if wanted.workspace_id is None:
        return None
    rows = state.rows(
        "SELECT id, name FROM workspaces WHERE company_id = ? ORDER BY name", asked.company.id
    )
    if wanted.workspace_id in dict(rows):
        return wanted.workspace_id
    own = ", ".join(f"{workspace_id} ({name})" for workspace_id, name in rows)
    asked.hint(
        f"{prefix}workspaceId",
        f"{asked.company.name} has no workspace {wanted.workspace_id}. It has {own}.",
    )
    return None


def known_hosts(
    state: State, asked: Asked, wanted: CallFilter, prefix: str
) -> Sequence[str] | None:
    """Give those of the hosts that the company has, None for no restriction; name the others."""
    if wanted.primary_user_ids is None:
        return None
    users = Where("company_id = ?", asked.company.id)
    users.among("id", wanted.primary_user_ids)
    rows = state.rows(f"SELECT id FROM users WHERE {users}", *users.values)  # noqa: S608
    known = {user_id for (user_id,) in rows}
    unknown = [user_id for user_id in wanted.primary_user_ids if user_id not in known]
    field = f"{prefix}primaryUserIds"
    for user_id in unknown[:_SHOWN]:
        asked.hint(field, f"{asked.company.name} has no user {user_id}.")
    if len(unknown) > _SHOWN:
        asked.hint(field, f"{len(unknown) - _SHOWN} more ids are no user's.")
    return [user_id for user_id in wanted.primary_user_ids if user_id in known] or None
