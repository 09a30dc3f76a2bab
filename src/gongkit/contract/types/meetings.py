"""The shapes of Gong meetings: meetings that Gong records, made from another calendar."""

from typing import ClassVar

from gongkit.contract.types.base import GongStruct


class MeetingInvitee(GongStruct):
    """A person to invite."""

    email: str | None = None
    display_name: str | None = None
    first_name: str | None = None
    last_name: str | None = None


class NewMeetingRequest(GongStruct):
    """A meeting to make."""

    start_time: str
    """ISO-8601 with an offset."""
    end_time: str
    """ISO-8601 with an offset."""
    invitees: list[MeetingInvitee]
    """Everybody but the organizer."""
    organizer_email: str
    """A Gong user; the consent page follows this user's settings."""
    title: str | None = None
    external_id: str | None = None
    """The meeting's id in the system it comes from."""
    provider: str | None = None
    """Who carries the meeting, such as `zoom`."""


class NewMeetingResponse(GongStruct):
    """The meeting that was made."""

    request_id: str | None = None
    meeting_id: str | None = None
    """Up to 20 digits."""
    meeting_url: str | None = None
    """What to give to the participants: it leads to the meeting through Gong's consent page."""
    additional_invitees: list[MeetingInvitee] | None = None
    """Who must be added to the invitation for Gong to record, such as Gong's assistant."""


class UpdateMeetingRequest(GongStruct):
    """A meeting as it shall be from now on."""

    start_time: str
    """ISO-8601 with an offset."""
    end_time: str
    """ISO-8601 with an offset."""
    invitees: list[MeetingInvitee]
    """Everybody but the organizer."""
    organizer_email: str
    """A Gong user; the consent page follows this user's settings."""
    title: str | None = None
    external_id: str | None = None
    """The meeting's id in the system it comes from."""
    provider: str | None = None
    """Who carries the meeting, such as `zoom`."""


class UpdateMeetingResponse(GongStruct):
    """The meeting that was changed."""

    request_id: str | None = None
    meeting_id: str | None = None


class DeleteMeetingRequest(GongStruct):
    """Whose meeting to delete. Gong answers with the same shape."""

    organizer_email: str | None = None


class IntegrationStatusRequest(GongStruct):
    """The users who are asked about."""

    emails: list[str] | None = None
    """At most 100."""


class UserIntegrationStatus(GongStruct):
    """Whether Gong meetings can be made for a user, and what to do if not."""

    gong_name: ClassVar[str | None] = "User Integration Status"

    email: str | None = None
    exists: bool | None = None
    """Whether Gong has a user with this address."""
    valid: bool | None = None
    """Whether meetings can be made for this user."""
    user_facing_error: str | None = None
    """Why not, in words that may be shown to the user."""
    fix_url: str | None = None
    """Where the user can mend it."""
    help_url: str | None = None
    """Where Gong explains it."""


class IntegrationStatusResponse(GongStruct):
    """The state of each user who was asked about."""

    request_id: str | None = None
    users: list[UserIntegrationStatus] | None = None
