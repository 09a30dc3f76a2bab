"""Workspaces: the parts into which a company divides its calls."""

from __future__ import annotations

from gongkit.contract.types.workspaces import WorkspaceMetadata, WorkspacesMetadata
from gongkit.sandbox.core.api.asked import Answer, Asked, answers
from gongkit.sandbox.core.state import State


@answers("listWorkspaces")
def list_workspaces(state: State, asked: Asked) -> Answer:
    """List the company's workspaces."""
    rows = state.rows(
        "SELECT id, name, description FROM workspaces WHERE company_id = ? ORDER BY name",
        asked.company.id,
    )
    workspaces = [
        WorkspaceMetadata(id=workspace_id, name=name, description=description)
        for workspace_id, name, description in rows
    ]
    return Answer.of(WorkspacesMetadata(request_id=asked.request_id, workspaces=workspaces))
