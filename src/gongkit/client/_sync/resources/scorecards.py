# Made from _async/resources/scorecards.py by tools/async_to_sync.py: change that one.
"""`gong.scorecards`."""

from __future__ import annotations

from gongkit.client._sync.listing import Listing
from gongkit.client._sync.resource import Resource
from gongkit.contract.operations import scorecards as ops
from gongkit.contract.types.scorecards import Scorecard


class Scorecards(Resource):
    """Scorecards and their questions."""

    def list(self) -> Listing[Scorecard]:
        """List all scorecards with their questions, disabled ones included.

        The answers are under `gong.stats.scorecards`.
        """
        return self._listing(ops.LIST_SCORECARDS)
