"""Trackers: the words and phrases that Gong looks for in calls."""

from gongkit.contract.operation import NotFoundMeans, Operation, Repeat, in_query
from gongkit.contract.types.trackers import Trackers

LIST_TRACKERS = Operation(
    id="listTrackers",
    area="trackers",
    method_name="list",
    method="GET",
    path="/v2/settings/trackers",
    doc="""List the keyword trackers of the company or of one workspace.

    Smart trackers, which look for concepts, are not listed. The answer is not paged. 404
    means that there are none; it is taken as an empty list.""",
    answer=Trackers,
    parameters=(
        in_query("workspaceId", "Only trackers of this workspace; all workspaces without it."),
    ),
    scopes=("api:settings:trackers:read",),
    items="keywordTrackers",
    repeat=Repeat.SAFE,
    not_found=NotFoundMeans.EMPTY,
    errors=(400, 401, 404, 429, 500),
)
