# Made from _async/resources/library.py by tools/async_to_sync.py: change that one.
"""`gong.library`."""

from __future__ import annotations

from gongkit.client._sync.listing import Listing
from gongkit.client._sync.resource import Resource
from gongkit.contract.operations import library as ops
from gongkit.contract.types.library import LibraryCall, LibraryFolder


class Library(Resource):
    """Folders of calls worth hearing."""

    def folders(self, *, workspace_id: str | None = None) -> Listing[LibraryFolder]:
        """List the public folders; `parent_folder_id` makes them a tree.

        Give the workspace where the company has several.
        """
        return self._listing(ops.GET_LIBRARY_STRUCTURE, query={"workspaceId": workspace_id})

    def folder_content(self, folder_id: str) -> Listing[LibraryCall]:
        """List the calls, and passages of calls, in a public folder.

        Raises `NotFound` where there is no such folder, or it is private or archived.
        """
        return self._listing(ops.GET_CALLS_IN_SPECIFIC_FOLDER, query={"folderId": folder_id})
