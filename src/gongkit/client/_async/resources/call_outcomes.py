"""`gong.call_outcomes`."""

from __future__ import annotations

from gongkit.client._async.listing import AsyncListing
from gongkit.client._async.resource import AsyncResource
from gongkit.contract.operations import call_outcomes as ops
from gongkit.contract.types.call_outcomes import CallOutcomeChoice


class AsyncCallOutcomes(AsyncResource):
    """The outcomes that a call can have."""

    def list(self) -> AsyncListing[CallOutcomeChoice]:
        """List the results that a caller can choose from after a call."""
        return self._listing(ops.LIST_CALL_OUTCOMES)
