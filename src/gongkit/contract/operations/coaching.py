"""Coaching: how managers accompany the people who report to them."""

from gongkit.contract.operation import Operation, Repeat, in_query
from gongkit.contract.types.base import Int64
from gongkit.contract.types.coaching import CoachingMetrics

LIST_COACHING_METRICS = Operation(
    id="listUsers_1",
    area="coaching",
    method_name="metrics",
    method="GET",
    path="/v2/coaching",
    doc="""List the coaching metrics of a manager's direct reports within a period.

    The manager's and the workspace's id are numbers here, and the wire names of the
    parameters have a hyphen. The answer is not paged.""",
    answer=CoachingMetrics,
    parameters=(
        in_query("workspace-id", "The workspace to look at.", Int64, required=True),
        in_query("manager-id", "The user whose direct reports are meant.", Int64, required=True),
        in_query("from", "The start of the period, ISO-8601 with offset.", required=True),
        in_query("to", "The end of the period, exclusive, ISO-8601 with offset.", required=True),
    ),
    scopes=("api:coaching:read",),
    items="coachingData",
    repeat=Repeat.SAFE,
    errors=(400, 403, 429, 500),
)
