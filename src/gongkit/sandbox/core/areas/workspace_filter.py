"""The filter by workspace of the lists of settings: one workspace, or all of them."""

from __future__ import annotations

from gongkit.sandbox.core.api.asked import Asked
from gongkit.sandbox.core.areas.where import Where
from gongkit.sandbox.core.state import State


def in_workspace(asked: Asked) -> Where:
    """Restrict a table to the company and, where the request names one, to a workspace."""
    where = Where("company_id = ?", asked.company.id)
    where.equals("workspace_id", asked.query.get("workspaceId"))
    return where


def workspaces_told(state: State, asked: Asked) -> str:
    """Tell which workspaces the company has, for a hint."""
    rows = state.rows(
        "SELECT id, name FROM workspaces WHERE company_id = ? ORDER BY name", asked.company.id
    )
    own = ", ".join(f"{workspace_id} ({name})" for workspace_id, name in rows)
    return f"{asked.company.name} has {own or 'no workspaces'}."


def is_workspace(state: State, asked: Asked, workspace_id: str) -> bool:
    """Tell whether the company has a workspace."""
    found = state.row(
        "SELECT 1 FROM workspaces WHERE company_id = ? AND id = ?", asked.company.id, workspace_id
    )
    return found is not None


def explain_nothing(state: State, asked: Asked, what: str) -> None:
    """Say why a list is empty: the workspace is wrong, or has nothing of the kind."""
    wanted: str | None = asked.query.get("workspaceId")
    if wanted is None:
        asked.hint("workspaceId", f"{asked.company.name} has no {what} in any workspace.")
    elif is_workspace(state, asked, wanted):
        asked.hint("workspaceId", f"There are no {what} in workspace {wanted}.")
    else:
        told = workspaces_told(state, asked)
        asked.hint("workspaceId", f"There is no workspace {wanted}. {told}")
