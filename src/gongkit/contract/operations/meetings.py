"""Meetings: making meetings that Gong records, from another calendar or scheduler.

Gong has these operations in beta: 403 may mean that Gong has not enabled them for
the company.
"""

from gongkit.contract.operation import JsonBody, Operation, Repeat, in_path
from gongkit.contract.types.base import Int64
from gongkit.contract.types.meetings import (
    DeleteMeetingRequest,
    IntegrationStatusRequest,
    IntegrationStatusResponse,
    NewMeetingRequest,
    NewMeetingResponse,
    UpdateMeetingRequest,
    UpdateMeetingResponse,
)

_MEETING_ID = in_path("meetingId", "The meeting's id in Gong. It may exceed 2^53.", Int64)

ADD_MEETING = Operation(
    id="addMeeting",
    area="meetings",
    method_name="add",
    method="POST",
    path="/v2/meetings",
    doc="""Make a meeting that Gong records, and get the address to join it at.

    Gong sends no invitations: put the address into the invitation, and add the
    additional invitees of the answer to it, or the meeting is not recorded.

    403 means that Gong has not enabled these operations for the company, since they are
    in beta; 404 that something the request names does not exist, such as the organizer;
    409 that the meeting conflicts with what Gong has.""",
    answer=NewMeetingResponse,
    body=JsonBody(type=NewMeetingRequest),
    scopes=("api:meetings:user:create",),
    errors=(400, 403, 404, 409, 429, 500),
)

UPDATE_MEETING = Operation(
    id="updateMeeting",
    area="meetings",
    method_name="update",
    method="PUT",
    path="/v2/meetings/{meetingId}",
    doc="""Replace what Gong knows of a meeting: its time, title, invitees and organizer.

    403 means that Gong has not enabled these operations for the company, since they are
    in beta; 404 that there is no such meeting; 409 that the change conflicts with what
    Gong has.""",
    answer=UpdateMeetingResponse,
    parameters=(_MEETING_ID,),
    body=JsonBody(type=UpdateMeetingRequest),
    scopes=("api:meetings:user:update",),
    errors=(400, 403, 404, 409, 429, 500),
)

DELETE_MEETING = Operation(
    id="deleteMeeting",
    area="meetings",
    method_name="delete",
    method="DELETE",
    path="/v2/meetings/{meetingId}",
    doc="""Delete a meeting, which will not be recorded then.

    The request is a DELETE with a JSON body, and the answer has the same shape as the
    body. 403 means that Gong has not enabled these operations for the company, since
    they are in beta; 404 that there is no such meeting; 409 that the deletion conflicts
    with what Gong has.""",
    answer=DeleteMeetingRequest,
    parameters=(_MEETING_ID,),
    body=JsonBody(type=DeleteMeetingRequest),
    scopes=("api:meetings:user:delete",),
    errors=(400, 403, 404, 409, 429, 500),
    destructive=True,
)

GET_MEETING_INTEGRATION_STATUS = Operation(
    id="integrationStatus",
    area="meetings",
    method_name="integration_status",
    method="POST",
    path="/v2/meetings/integration/status",
    doc="""Ask for which users Gong meetings can be made, at most 100 addresses in a request.

    Each user comes with the reason why not, fit to be shown, and with the page where it
    can be mended. 403 means that Gong has not enabled these operations for the company,
    since they are in beta.""",
    answer=IntegrationStatusResponse,
    body=JsonBody(type=IntegrationStatusRequest),
    scopes=("api:meetings:integration:status",),
    items="users",
    repeat=Repeat.SAFE,
    errors=(400, 403, 429, 500),
)
