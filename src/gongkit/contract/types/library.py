"""The library: folders in which calls, and passages of them, are kept for others."""

from gongkit.contract.types.base import GongStruct, Int32, Timestamp


class LibraryFolder(GongStruct):
    """A folder. Together they form a tree by `parent_folder_id`."""

    id: str | None = None
    name: str | None = None
    parent_folder_id: str | None = None
    """Absent at the root."""
    created_by: str | None = None
    """The id of the user who made it."""
    updated: Timestamp | None = None


class LibraryResponse(GongStruct):
    """All public folders of a workspace."""

    request_id: str | None = None
    folders: list[LibraryFolder] | None = None


class Snippet(GongStruct):
    """A passage of a call."""

    from_sec: Int32 | None = None
    """Seconds from the start of the call."""
    to_sec: Int32 | None = None
    """Seconds from the start of the call."""


class LibraryCall(GongStruct):
    """A call, or a passage of one, that was put into a folder."""

    id: str | None = None
    """The call's id."""
    title: str | None = None
    note: str | None = None
    """What whoever added it wrote about it."""
    added_by: str | None = None
    """The id of the user who added it."""
    created: Timestamp | None = None
    """When it was added."""
    url: str | None = None
    """The call's page in Gong."""
    snippet: Snippet | None = None
    """Absent where the whole call was added."""


class LibraryFolderListOfCallsResponse(GongStruct):
    """A folder with its calls."""

    request_id: str | None = None
    id: str | None = None
    """The folder's id."""
    name: str | None = None
    created_by: str | None = None
    """The id of the user who made the folder."""
    updated: Timestamp | None = None
    calls: list[LibraryCall] | None = None
