# Made from _async/resources/call_outcomes.py by tools/async_to_sync.py: change that one.
"""`gong.call_outcomes`."""

from __future__ import annotations

from gongkit.client._sync.listing import Listing
from gongkit.client._sync.resource import Resource
from gongkit.contract.operations import call_outcomes as ops
from gongkit.contract.types.call_outcomes import CallOutcomeChoice


class CallOutcomes(Resource):
    """The outcomes that a call can have."""

    def list(self) -> Listing[CallOutcomeChoice]:
        """List the results that a caller can choose from after a call."""
        return self._listing(ops.LIST_CALL_OUTCOMES)
