"""`gong.briefs`."""

from __future__ import annotations

from gongkit.client._async.listing import AsyncListing
from gongkit.client._async.resource import AsyncResource
from gongkit.contract.operations import briefs as ops
from gongkit.contract.types.briefs import Brief


class AsyncBriefs(AsyncResource):
    """Brief templates."""

    def list(self, *, workspace_id: str | None = None) -> AsyncListing[Brief]:
        """List the brief templates of the company, or of one workspace; it costs no credits.

        `gong.entities.brief` has one written, by its name.
        """
        return self._listing(ops.LIST_BRIEFS, query={"workspaceId": workspace_id})
