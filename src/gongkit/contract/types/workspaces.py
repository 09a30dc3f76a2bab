"""Workspaces: the parts into which a company divides its calls and settings."""

from gongkit.contract.types.base import GongStruct


class WorkspaceMetadata(GongStruct):
    """A workspace. A company that does not use them has one."""

    id: str | None = None
    """A number of up to 20 digits."""
    name: str | None = None
    description: str | None = None


class WorkspacesMetadata(GongStruct):
    """All workspaces of the company."""

    request_id: str | None = None
    workspaces: list[WorkspaceMetadata] | None = None
