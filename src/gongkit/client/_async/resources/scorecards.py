"""`gong.scorecards`."""

from __future__ import annotations

from gongkit.client._async.listing import AsyncListing
from gongkit.client._async.resource import AsyncResource
from gongkit.contract.operations import scorecards as ops
from gongkit.contract.types.scorecards import Scorecard


class AsyncScorecards(AsyncResource):
    """Scorecards and their questions."""

    def list(self) -> AsyncListing[Scorecard]:
        """List all scorecards with their questions, disabled ones included.

        The answers are under `gong.stats.scorecards`.
        """
        return self._listing(ops.LIST_SCORECARDS)
