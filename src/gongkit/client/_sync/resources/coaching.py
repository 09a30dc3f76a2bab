# Made from _async/resources/coaching.py by tools/async_to_sync.py: change that one.
"""`gong.coaching`."""

from __future__ import annotations

from datetime import datetime

from gongkit.client._sync.listing import Listing
from gongkit.client._sync.resource import Resource
from gongkit.contract.operations import coaching as ops
from gongkit.contract.types.coaching import CoachingMetricsData


class Coaching(Resource):
    """Who coached whom."""

    def metrics(
        self, *, workspace_id: str | int, manager_id: str | int, from_: datetime, to: datetime
    ) -> Listing[CoachingMetricsData]:
        """List the coaching metrics of a manager's direct reports, from `from_` to before `to`."""
        return self._listing(
            ops.LIST_COACHING_METRICS,
            query={
                "workspace-id": workspace_id,
                "manager-id": manager_id,
                "from": from_,
                "to": to,
            },
        )
