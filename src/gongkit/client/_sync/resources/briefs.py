# Made from _async/resources/briefs.py by tools/async_to_sync.py: change that one.
"""`gong.briefs`."""

from __future__ import annotations

from gongkit.client._sync.listing import Listing
from gongkit.client._sync.resource import Resource
from gongkit.contract.operations import briefs as ops
from gongkit.contract.types.briefs import Brief


class Briefs(Resource):
    """Brief templates."""

    def list(self, *, workspace_id: str | None = None) -> Listing[Brief]:
        """List the brief templates of the company, or of one workspace; it costs no credits.

        `gong.entities.brief` has one written, by its name.
        """
        return self._listing(ops.LIST_BRIEFS, query={"workspaceId": workspace_id})
