"""`gong.workspaces`."""

from __future__ import annotations

from gongkit.client._async.listing import AsyncListing
from gongkit.client._async.resource import AsyncResource
from gongkit.contract.operations import workspaces as ops
from gongkit.contract.types.workspaces import WorkspaceMetadata


class AsyncWorkspaces(AsyncResource):
    """The company's workspaces."""

    def list(self) -> AsyncListing[WorkspaceMetadata]:
        """List the workspaces."""
        return self._listing(ops.LIST_WORKSPACES)
