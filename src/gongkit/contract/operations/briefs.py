"""Briefs: the templates by which Gong summarises an account, deal or person."""

from gongkit.contract.operation import NotFoundMeans, Operation, Repeat, in_query
from gongkit.contract.types.briefs import Briefs

LIST_BRIEFS = Operation(
    id="listBriefs",
    area="briefs",
    method_name="list",
    method="GET",
    path="/v2/settings/briefs",
    doc="""List the brief templates of the company or of one workspace.

    Their names are what `generateBrief` asks for; listing spends no credits. The answer
    is not paged. 404 means that there are none; it is taken as an empty list.""",
    answer=Briefs,
    parameters=(
        in_query("workspaceId", "Only briefs of this workspace; all workspaces without it."),
    ),
    scopes=("api:ai-briefer:read",),
    items="briefs",
    repeat=Repeat.SAFE,
    not_found=NotFoundMeans.EMPTY,
    errors=(400, 401, 404, 429, 500),
)
