"""Call outcomes: the results a caller can choose from after a call."""

from gongkit.contract.operation import Operation, Repeat
from gongkit.contract.types.call_outcomes import CallOutcomesResponse

LIST_CALL_OUTCOMES = Operation(
    id="listCallOutcomes",
    area="call_outcomes",
    method_name="list",
    method="GET",
    path="/v2/call-outcomes",
    doc="""List the results that callers of this company can choose from after a call.

    The answer is not paged.""",
    answer=CallOutcomesResponse,
    scopes=("api:call-outcomes:read",),
    items="outcomes",
    repeat=Repeat.SAFE,
    errors=(403, 429, 500),
)
