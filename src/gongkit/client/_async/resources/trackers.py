"""`gong.trackers`."""

from __future__ import annotations

from gongkit.client._async.listing import AsyncListing
from gongkit.client._async.resource import AsyncResource
from gongkit.contract.operations import trackers as ops
from gongkit.contract.types.trackers import KeywordTracker


class AsyncTrackers(AsyncResource):
    """Keyword trackers."""

    def list(self, *, workspace_id: str | None = None) -> AsyncListing[KeywordTracker]:
        """List the keyword trackers of the company, or of one workspace; no smart trackers."""
        return self._listing(ops.LIST_TRACKERS, query={"workspaceId": workspace_id})
