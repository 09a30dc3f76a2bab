"""Calls: finding them, reading what was said in them, adding new ones, and who may see them."""

from gongkit.contract.operation import (
    CURSOR,
    FileBody,
    JsonBody,
    NotFoundMeans,
    Operation,
    Place,
    Repeat,
    in_path,
    in_query,
)
from gongkit.contract.types.call_access import (
    CallAccessRequest,
    CallsAccessDetailsResponse,
    GrantCallAccessRequest,
    RevokeCallAccessRequest,
)
from gongkit.contract.types.call_uploads import (
    NewCallAddingRequest,
    NewCallAddingResponse,
    NewCallRecordingResponse,
)
from gongkit.contract.types.calls import (
    Calls,
    CallsResponse,
    CallTranscripts,
    CallTranscriptsRequest,
    ExtensiveCallsRequest,
    SpecificCall,
)
from gongkit.contract.types.common import BaseResponse

RECORDING_MAX_BYTES = 1_500_000_000
"""Gong says 1.5 GB; this is the stricter reading of it."""

LIST_CALLS = Operation(
    id="listCalls",
    area="calls",
    method_name="list",
    method="GET",
    path="/v2/calls",
    doc="""List the calls that started within a period, with their metadata only.

    The period is half-open, `[fromDateTime, toDateTime)`, and is about when a call
    started, not about when Gong had it: processing takes minutes to hours, in the
    worst case a day, so that an old period can gain calls. Read a stretch that you
    have read before again, and drop what you know by its id.

    404 means that no call matched, and equally that these credentials may not see
    the calls that did; it is taken as an empty list.""",
    answer=CallsResponse,
    parameters=(
        CURSOR,
        in_query("fromDateTime", "The earliest start, ISO-8601 with offset.", required=True),
        in_query("toDateTime", "The start to stop before, ISO-8601 with offset.", required=True),
        in_query("workspaceId", "Only the calls of this workspace."),
    ),
    scopes=("api:calls:read:basic",),
    paging=Place.QUERY,
    items="calls",
    repeat=Repeat.SAFE,
    not_found=NotFoundMeans.EMPTY,
    errors=(400, 401, 404, 429, 500),
)

GET_CALL = Operation(
    id="getCall",
    area="calls",
    method_name="get",
    method="GET",
    path="/v2/calls/{id}",
    doc="""Get the metadata of one call.

    404 means that there is no such call, that Gong has not processed it yet, or that
    these credentials may not see it.""",
    answer=SpecificCall,
    parameters=(in_path("id", "The call's id, a number of up to 20 digits."),),
    scopes=("api:calls:read:basic",),
    unwrap="call",
    repeat=Repeat.SAFE,
    errors=(400, 401, 404, 429, 500),
)

LIST_CALLS_EXTENSIVE = Operation(
    id="listCallsExtensive",
    area="calls",
    method_name="list_extensive",
    method="POST",
    path="/v2/calls/extensive",
    doc="""List calls in detail: people, CRM context, content, interaction, comments, media.

    `contentSelector` says which blocks to send; without it a call has its metadata
    only. `pointsOfInterest` is accepted and gives nothing: next steps are under
    `highlights`. `trackerOccurrences` works only together with `trackers`. `media`
    needs the scope `api:calls:read:media-url` as well, and the addresses it gives
    stop working after some hours. A call in Gong need not have its details yet.

    The period is half-open and about when calls started; late calls join it later. An
    empty `callIds` is refused with 400: leave the field out. 404 means that nothing
    matched, or nothing these credentials may see; it is taken as an empty list.""",
    answer=Calls,
    body=JsonBody(type=ExtensiveCallsRequest),
    scopes=("api:calls:read:extensive",),
    extra_scopes=("api:calls:read:media-url",),
    paging=Place.BODY,
    items="calls",
    repeat=Repeat.SAFE,
    not_found=NotFoundMeans.EMPTY,
    errors=(400, 401, 404, 429, 500),
)

GET_CALL_TRANSCRIPTS = Operation(
    id="getCallTranscripts",
    area="calls",
    method_name="transcripts",
    method="POST",
    path="/v2/calls/transcript",
    doc="""List the transcripts of calls, sentence by sentence, timed in milliseconds.

    Speakers are ids only; their names are in the parties of the detailed call, under
    the same `speakerId`. A transcript mostly comes later than its call, but can also be
    there before the call's details; a call without one is simply not in the list.

    The period is half-open and about when calls started. An empty `callIds` is refused
    with 400: leave the field out. 404 means that nothing matched, or nothing these
    credentials may see; it is taken as an empty list.""",
    answer=CallTranscripts,
    body=JsonBody(type=CallTranscriptsRequest),
    scopes=("api:calls:read:transcript",),
    paging=Place.BODY,
    items="callTranscripts",
    repeat=Repeat.SAFE,
    not_found=NotFoundMeans.EMPTY,
    errors=(400, 401, 404, 429, 500),
)

ADD_CALL = Operation(
    id="addCall",
    area="calls",
    method_name="add",
    method="POST",
    path="/v2/calls",
    doc="""Add a call that was made elsewhere, and get the id it has in Gong.

    The recording follows with `addCallRecording`, unless `downloadMediaUrl` says where
    Gong can fetch it. The primary user must be a Gong user and one of the parties.

    409 means that a call with this `clientUniqueId` is there already, so that sending
    the request again after a failure cannot add the call twice. 400 names the field
    that is wrong or missing.""",
    answer=NewCallAddingResponse,
    body=JsonBody(type=NewCallAddingRequest),
    scopes=("api:calls:create",),
    repeat=Repeat.DEDUPLICATED,
    deduplicated_by="clientUniqueId",
    errors=(400, 401, 409, 429, 500),
)

ADD_CALL_RECORDING = Operation(
    id="addCallRecording",
    area="calls",
    method_name="add_recording",
    method="PUT",
    path="/v2/calls/{id}/media",
    doc="""Upload the recording of a call that was just added.

    The call must come from `addCall` without `downloadMediaUrl`. One file of at most
    1.5 GB, sound or video; transcript and analysis follow when Gong has processed it.

    400 says why Gong does not take the recording, for instance that there is no such call.""",
    answer=NewCallRecordingResponse,
    parameters=(in_path("id", "The `callId` that `addCall` gave."),),
    body=FileBody(
        field="mediaFile",
        content_type="application/octet-stream",
        max_bytes=RECORDING_MAX_BYTES,
        doc="The recording: a sound or video file of a usual format, such as MP3, WAV or MP4.",
    ),
    scopes=("api:calls:create",),
    success=(201,),
    errors=(400, 401, 429, 500),
)

ADD_USERS_ACCESS_TO_CALLS = Operation(
    id="addUsersAccessToCalls",
    area="calls",
    method_name="grant_access",
    method="PUT",
    path="/v2/calls/users-access",
    doc="""Give users access to single calls, beyond what their permission profile allows.

    400 means that the list names a call or a user that Gong does not accept.""",
    answer=BaseResponse,
    body=JsonBody(type=GrantCallAccessRequest),
    scopes=("api:call-user-access:write",),
    errors=(400, 401, 500),
)

GET_USERS_ACCESS_TO_CALLS = Operation(
    id="getUsersAccessToCalls",
    area="calls",
    method_name="list_access",
    method="POST",
    path="/v2/calls/users-access",
    doc="""List the users who were given access to single calls.

    Only access that was given user by user is listed; what a permission profile allows
    is not. The answer is not paged.""",
    answer=CallsAccessDetailsResponse,
    body=JsonBody(type=CallAccessRequest),
    scopes=("api:call-user-access:read",),
    items="callAccessList",
    repeat=Repeat.SAFE,
    errors=(400, 401, 500),
)

DELETE_USERS_ACCESS_TO_CALLS = Operation(
    id="deleteUsersAccessToCalls",
    area="calls",
    method_name="revoke_access",
    method="DELETE",
    path="/v2/calls/users-access",
    doc="""Take back the access to single calls that users were given.

    What a permission profile allows them stays. The request is a DELETE with a JSON
    body. 400 means that the list names a call or a user that Gong does not accept.""",
    answer=BaseResponse,
    body=JsonBody(type=RevokeCallAccessRequest),
    scopes=("api:call-user-access:write",),
    errors=(400, 401, 500),
    destructive=True,
)
