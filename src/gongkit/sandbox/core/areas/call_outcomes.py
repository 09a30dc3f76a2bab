"""Call outcomes: the results that callers can choose from."""

from __future__ import annotations

from gongkit.contract.types.call_outcomes import CallOutcomeChoice, CallOutcomesResponse
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.api.asked import Answer, Asked, answers
from gongkit.sandbox.core.state import State

_decode = decoder_of(CallOutcomeChoice).decode


@answers("listCallOutcomes")
def list_call_outcomes(state: State, asked: Asked) -> Answer:
    """List the company's outcomes in the order in which callers see them."""
    rows = state.rows(
        "SELECT encoded FROM call_outcomes WHERE company_id = ? ORDER BY display_order",
        asked.company.id,
    )
    outcomes = [_decode(encoded) for (encoded,) in rows]
    return Answer.of(CallOutcomesResponse(request_id=asked.request_id, outcomes=outcomes))
