# Made from _async/resources/meetings.py by tools/async_to_sync.py: change that one.
"""`gong.meetings`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gongkit.client._sync.listing import Listing
from gongkit.client._sync.resource import Resource
from gongkit.client.inputs import in_parts
from gongkit.clock import instant_text
from gongkit.contract.operations import meetings as ops
from gongkit.contract.types.meetings import (
    DeleteMeetingRequest,
    IntegrationStatusRequest,
    MeetingInvitee,
    NewMeetingRequest,
    NewMeetingResponse,
    UpdateMeetingRequest,
    UpdateMeetingResponse,
    UserIntegrationStatus,
)
from gongkit.engine.call import bind

STATUS_EMAILS_AT_ONCE = 100
"""How many addresses Gong takes in one request for their status."""


class Meetings(Resource):
    """Meetings scheduled through Gong.

    Gong has them in beta: `Forbidden` may mean that they are not enabled for the company.
    """

    def add(
        self,
        *,
        start_time: datetime,
        end_time: datetime,
        organizer_email: str,
        invitees: Sequence[MeetingInvitee],
        title: str | None = None,
        external_id: str | None = None,
        provider: str | None = None,
    ) -> NewMeetingResponse:
        """Make a meeting that Gong records. Gong invites nobody: that is the caller's to do.

        Put the `meeting_url` into the invitation and add the `additional_invitees` to it.
        Raises `NotFound` for an unknown organizer, `Conflict` against other meetings.
        """
        meeting = NewMeetingRequest(
            start_time=instant_text("start_time", start_time),
            end_time=instant_text("end_time", end_time),
            organizer_email=organizer_email,
            invitees=[*invitees],
            title=title,
            external_id=external_id,
            provider=provider,
        )
        return self._answer(ops.ADD_MEETING, body=meeting)

    def update(
        self,
        meeting_id: str | int,
        *,
        start_time: datetime,
        end_time: datetime,
        organizer_email: str,
        invitees: Sequence[MeetingInvitee],
        title: str | None = None,
        external_id: str | None = None,
        provider: str | None = None,
    ) -> UpdateMeetingResponse:
        """Replace what Gong knows of a meeting: give all of it, not the changes alone.

        Raises `NotFound` for an unknown meeting, `Conflict` against other meetings.
        """
        meeting = UpdateMeetingRequest(
            start_time=instant_text("start_time", start_time),
            end_time=instant_text("end_time", end_time),
            organizer_email=organizer_email,
            invitees=[*invitees],
            title=title,
            external_id=external_id,
            provider=provider,
        )
        return self._answer(ops.UPDATE_MEETING, path={"meetingId": meeting_id}, body=meeting)

    def delete(self, meeting_id: str | int, *, organizer_email: str) -> DeleteMeetingRequest:
        """Delete a meeting of this organizer. Raises `NotFound` for an unknown one."""
        return self._answer(
            ops.DELETE_MEETING,
            path={"meetingId": meeting_id},
            body=DeleteMeetingRequest(organizer_email=organizer_email),
        )

    def integration_status(self, emails: Sequence[str]) -> Listing[UserIntegrationStatus]:
        """List for which users meetings can be made, and what to mend where not.

        Gong takes 100 addresses in a request; more are asked for in several.
        """
        calls = [
            bind(ops.GET_MEETING_INTEGRATION_STATUS, body=IntegrationStatusRequest(emails=part))
            for part in in_parts(STATUS_EMAILS_AT_ONCE, "emails", emails)
        ]
        return Listing(self._gong, *calls)
