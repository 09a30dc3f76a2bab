"""Workspaces: the parts into which a company divides its calls and settings."""

from gongkit.contract.operation import Operation, Repeat
from gongkit.contract.types.workspaces import WorkspacesMetadata

LIST_WORKSPACES = Operation(
    id="listWorkspaces",
    area="workspaces",
    method_name="list",
    method="GET",
    path="/v2/workspaces",
    doc="""List all workspaces of the company.

    Other operations take the ids to restrict what they give; check an id here first,
    because a mistyped one is not always refused. The answer is not paged.""",
    answer=WorkspacesMetadata,
    scopes=("api:workspaces:read",),
    items="workspaces",
    repeat=Repeat.SAFE,
    errors=(400, 403, 429, 500),
)
