"""`gong.coaching`."""

from __future__ import annotations

from datetime import datetime

from gongkit.client._async.listing import AsyncListing
from gongkit.client._async.resource import AsyncResource
from gongkit.contract.operations import coaching as ops
from gongkit.contract.types.coaching import CoachingMetricsData


class AsyncCoaching(AsyncResource):
    """Who coached whom."""

    def metrics(
        self, *, workspace_id: str | int, manager_id: str | int, from_: datetime, to: datetime
    ) -> AsyncListing[CoachingMetricsData]:
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
