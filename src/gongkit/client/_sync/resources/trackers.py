# Made from _async/resources/trackers.py by tools/async_to_sync.py: change that one.
"""`gong.trackers`."""

from __future__ import annotations

from gongkit.client._sync.listing import Listing
from gongkit.client._sync.resource import Resource
from gongkit.contract.operations import trackers as ops
from gongkit.contract.types.trackers import KeywordTracker


class Trackers(Resource):
    """Keyword trackers."""

    def list(self, *, workspace_id: str | None = None) -> Listing[KeywordTracker]:
        """List the keyword trackers of the company, or of one workspace; no smart trackers."""
        return self._listing(ops.LIST_TRACKERS, query={"workspaceId": workspace_id})
