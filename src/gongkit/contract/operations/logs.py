"""The audit log: who signed in, who did what, who listened to which call."""

from typing import Annotated

from gongkit.contract.operation import (
    CURSOR,
    NotFoundMeans,
    Operation,
    Place,
    Repeat,
    in_query,
)
from gongkit.contract.types.base import known
from gongkit.contract.types.logs import LogsResponse

LogType = Annotated[
    str,
    known(
        "AccessLog",
        "UserActivityLog",
        "UserCallPlay",
        "ExternallySharedCallAccess",
        "ExternallySharedCallPlay",
    ),
]

LIST_LOGS = Operation(
    id="listLogs",
    area="logs",
    method_name="list",
    method="GET",
    path="/v2/logs",
    doc="""List one kind of audit log within a period.

    `AccessLog` has sign-ins, `UserActivityLog` what users did, `UserCallPlay` who played
    which call, and the two others how outsiders used calls shared with them. The period
    is half-open. 404 means that nothing was logged; it is taken as an empty list.""",
    answer=LogsResponse,
    parameters=(
        in_query("logType", "Which log.", LogType, required=True),
        in_query("fromDateTime", "The earliest event, ISO-8601 with offset.", required=True),
        in_query("toDateTime", "The moment to stop before, ISO-8601 with offset; now without it."),
        CURSOR,
    ),
    scopes=("api:logs:read",),
    paging=Place.QUERY,
    items="logEntries",
    repeat=Repeat.SAFE,
    not_found=NotFoundMeans.EMPTY,
    errors=(400, 401, 404, 429, 500),
)
