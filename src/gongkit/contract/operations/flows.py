"""Flows: Gong Engage's sequences of steps, and the prospects who go through them."""

from gongkit.contract.operation import (
    CURSOR,
    JsonBody,
    Operation,
    Place,
    Repeat,
    in_path,
    in_query,
)
from gongkit.contract.types.base import Int64
from gongkit.contract.types.flows import (
    AssignFlowRequest,
    AssignFlowResponse,
    FlowProspectsBulkAssignmentRequest,
    FlowProspectsBulkAssignmentResponse,
    FlowsResponse,
    FlowStepsRequest,
    FlowStepsResponse,
    ProspectsAssignedFlowsRequest,
    ProspectsFlowsResponse,
    UnassignFlowsRequest,
    UnassignFlowsResponse,
    UnassignProspectFlowsRequest,
)

LIST_FLOWS = Operation(
    id="listFlows",
    area="flows",
    method_name="list",
    method="GET",
    path="/v2/flows",
    doc="""List the company's flows, with a user's own flows and those shared with the user.

    The parameter is `flowOwnerEmail`; where Gong's text says `flowEmailOwner` it means
    the same. 403 means that these credentials may not see flows, as where the company
    does not have Gong Engage.""",
    answer=FlowsResponse,
    parameters=(
        in_query(
            "flowOwnerEmail",
            "The Gong user whose own and shared flows are listed beside the company's.",
            required=True,
        ),
        CURSOR,
        in_query("workspaceId", "Only the flows of this workspace."),
        in_query("folderId", "Only the flows of this folder."),
        in_query(
            "mostRecentlyAssigned",
            "Whether to list those flows only that were assigned most recently.",
            bool,
        ),
    ),
    scopes=("api:flows:read",),
    paging=Place.QUERY,
    items="flows",
    repeat=Repeat.SAFE,
    errors=(400, 401, 403, 429, 500),
)

LIST_FLOW_FOLDERS = Operation(
    id="listFlowsFolders",
    area="flows",
    method_name="folders",
    method="GET",
    path="/v2/flows/folders",
    doc="""List the folders that flows are kept in: the company's and a user's own.

    Gong answers them under `flows` and in the shape of flows: a folder's `id` is what
    `listFlows` takes as `folderId`.""",
    answer=FlowsResponse,
    parameters=(
        in_query(
            "flowFolderOwnerEmail",
            "The Gong user whose own folders are listed beside the company's.",
            required=True,
        ),
        CURSOR,
        in_query("parentId", "Only this folder and those within it.", Int64),
        in_query("workspaceId", "Only the folders of this workspace."),
    ),
    scopes=("api:flows:read",),
    paging=Place.QUERY,
    items="flows",
    repeat=Repeat.SAFE,
    errors=(400, 401, 403, 429, 500),
)

GET_FLOW_STEPS = Operation(
    id="getFlowSteps",
    area="flows",
    method_name="steps",
    method="POST",
    path="/v2/flows/steps",
    doc="""Get flows with all their steps and texts, at most 20 flows in a request.

    404 means that a flow with such an id does not exist or may not be seen.""",
    answer=FlowStepsResponse,
    body=JsonBody(type=FlowStepsRequest),
    scopes=("api:flows:read",),
    items="flows",
    repeat=Repeat.SAFE,
    errors=(400, 401, 403, 404, 429, 500),
)

GET_ASSIGNED_FLOWS = Operation(
    id="getProspectsAssignedFlows",
    area="flows",
    method_name="assigned",
    method="POST",
    path="/v2/flows/prospects",
    doc="""List flow instances: by the prospects who are in them, or by their own ids.

    By prospect only open ones are listed (pending, running or paused), by their own ids
    finished ones as well. The answer is not paged.""",
    answer=ProspectsFlowsResponse,
    body=JsonBody(type=ProspectsAssignedFlowsRequest),
    scopes=("api:flows:read",),
    items="prospectsAssigned",
    repeat=Repeat.SAFE,
    errors=(400, 401, 403, 429, 500),
)

ASSIGN_PROSPECTS = Operation(
    id="assignProspects",
    area="flows",
    method_name="assign",
    method="POST",
    path="/v2/flows/prospects/assign",
    doc="""Put contacts or leads of the CRM into a flow, at most 100 in a request.

    The request succeeds even when some prospects, or all, were not put into the flow:
    the answer lists those with the reason. A prospect who left another flow too
    recently is cooling off and is not assigned, unless `coolOffOverride` is true in the
    overrides. Assigned prospects may get emails at once.

    404 means that something the request names does not exist, such as the flow.""",
    answer=AssignFlowResponse,
    body=JsonBody(type=AssignFlowRequest),
    scopes=("api:flows:write",),
    errors=(400, 401, 403, 404, 429, 500),
)

ASSIGN_PROSPECTS_WITH_COOL_OFF_OVERRIDE = Operation(
    id="assignProspectsCoolOffOverrides",
    area="flows",
    method_name="assign_with_cool_off_override",
    method="POST",
    path="/v2/flows/prospects/assign/cool-off-override",
    doc="""Put contacts or leads into a flow although they left another too recently.

    Deprecated by Gong: use `assignProspects` with `coolOffOverride` true in the
    overrides, which does the same. At most 100 prospects in a request; those who were
    not assigned are in the answer. 404 means that something the request names does not
    exist, such as the flow.""",
    answer=AssignFlowResponse,
    body=JsonBody(type=AssignFlowRequest),
    scopes=("api:flows:write",),
    errors=(400, 401, 403, 404, 429, 500),
    deprecated=True,
)

SUBMIT_BULK_ASSIGNMENT = Operation(
    id="submitFlowProspectsBulkAssignment",
    area="flows",
    method_name="bulk_assign",
    method="POST",
    path="/v2/flows/prospects/bulk-assignments",
    doc="""Put persons into a flow who need not be in the CRM yet, at most 50 in a request.

    A person without a CRM id needs a first and a last name, and is added to the CRM. The
    answer says only that Gong took the work on: ask `getFlowProspectsBulkAssignment` by
    its id until it is COMPLETED or FAILED.

    404 means that something the request names does not exist, such as the flow.""",
    answer=FlowProspectsBulkAssignmentResponse,
    body=JsonBody(type=FlowProspectsBulkAssignmentRequest),
    scopes=("api:flows:write",),
    success=(202,),
    errors=(400, 401, 403, 404, 429, 500),
)

GET_BULK_ASSIGNMENT = Operation(
    id="getFlowProspectsBulkAssignment",
    area="flows",
    method_name="bulk_assignment",
    method="GET",
    path="/v2/flows/prospects/bulk-assignments/{id}",
    doc="""Ask how a bulk assignment goes, and what became of each person.

    COMPLETED means that every person was tried: `failedCount` and the results tell who
    is not in the flow. 404 means that there is no bulk assignment with this id.""",
    answer=FlowProspectsBulkAssignmentResponse,
    parameters=(in_path("id", "The bulk assignment's id, as its submission answered it."),),
    scopes=("api:flows:read",),
    repeat=Repeat.SAFE,
    errors=(400, 401, 403, 404, 429, 500),
)

UNASSIGN_PROSPECT = Operation(
    id="unassignProspectFlows",
    area="flows",
    method_name="unassign_prospect",
    method="POST",
    path="/v2/flows/prospects/unassign-flows-by-crm-id",
    doc="""Take a prospect out of a flow, or of every flow when `flowId` is left out.

    The answer lists the flow instances that ended; one that is not in it still runs.""",
    answer=UnassignFlowsResponse,
    body=JsonBody(type=UnassignProspectFlowsRequest),
    scopes=("api:flows:write",),
    errors=(400, 401, 429, 500),
    destructive=True,
)

UNASSIGN_FLOWS = Operation(
    id="unassignFlows",
    area="flows",
    method_name="unassign",
    method="POST",
    path="/v2/flows/prospects/unassign-flows-by-instance-id",
    doc="""End flow instances, which takes their prospects out of the flows.

    The ids come from `getProspectsAssignedFlows`. The answer lists the flow instances
    that ended; one that is not in it still runs.""",
    answer=UnassignFlowsResponse,
    body=JsonBody(type=UnassignFlowsRequest),
    scopes=("api:flows:write",),
    errors=(400, 401, 429, 500),
    destructive=True,
)
