"""Scorecards: the forms by which calls are reviewed."""

from gongkit.contract.operation import NotFoundMeans, Operation, Repeat
from gongkit.contract.types.scorecards import Scorecards

LIST_SCORECARDS = Operation(
    id="listScorecards",
    area="scorecards",
    method_name="list",
    method="GET",
    path="/v2/settings/scorecards",
    doc="""List all scorecards of the company with their questions, disabled ones included.

    What was answered comes from `listAnsweredScorecards`. The answer is not paged. 404
    means that there are none; it is taken as an empty list.""",
    answer=Scorecards,
    scopes=("api:settings:scorecards:read",),
    items="scorecards",
    repeat=Repeat.SAFE,
    not_found=NotFoundMeans.EMPTY,
    errors=(400, 401, 404, 429, 500),
)
