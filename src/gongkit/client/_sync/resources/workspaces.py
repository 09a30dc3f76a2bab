# Made from _async/resources/workspaces.py by tools/async_to_sync.py: change that one.
"""`gong.workspaces`."""

from __future__ import annotations

from gongkit.client._sync.listing import Listing
from gongkit.client._sync.resource import Resource
from gongkit.contract.operations import workspaces as ops
from gongkit.contract.types.workspaces import WorkspaceMetadata


class Workspaces(Resource):
    """The company's workspaces."""

    def list(self) -> Listing[WorkspaceMetadata]:
        """List the workspaces."""
        return self._listing(ops.LIST_WORKSPACES)
