"""Meetings: made, changed and deleted, and for which users they can be made."""

from __future__ import annotations

from collections.abc import Iterator

from gongkit.contract.types.meetings import (
    DeleteMeetingRequest,
    IntegrationStatusRequest,
    IntegrationStatusResponse,
    MeetingInvitee,
    NewMeetingRequest,
    NewMeetingResponse,
    UpdateMeetingRequest,
    UpdateMeetingResponse,
    UserIntegrationStatus,
)
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.areas.event_reports import is_email
from gongkit.sandbox.core.areas.where import seconds
from gongkit.sandbox.core.company_settings import load_company_settings
from gongkit.sandbox.core.crm.account_match import Clues, match_account
from gongkit.sandbox.core.meetings import (
    JOIN_PATH,
    Invitee,
    KnownMeeting,
    Meeting,
    conflict_of,
    delete_meeting,
    find_meeting,
    insert_meetings,
    replace_meeting,
)
from gongkit.sandbox.core.organizers import Organizer, organizers_of
from gongkit.sandbox.core.privacy.contact_details import plain_email
from gongkit.sandbox.core.state import State

_MOST_EMAILS = 100
_LATEST = seconds("9000-01-01T00:00:00Z")

Request = NewMeetingRequest | UpdateMeetingRequest


@answers("addMeeting")
def add_meeting(state: State, asked: Asked) -> Answer:
    """Make a meeting."""
    _check_enabled(state, asked)
    meeting = _meeting(state, asked, asked.body)
    _check_conflict(state, asked, meeting)
    with state.write():
        (meeting_id,) = insert_meetings(state, asked.company.id, [meeting])
    return Answer.of(
        NewMeetingResponse(
            request_id=asked.request_id,
            meeting_id=meeting_id,
            meeting_url=f"{asked.app_url}{JOIN_PATH}/{meeting_id}",
            additional_invitees=[_assistant(asked)],
        )
    )


def _assistant(asked: Asked) -> MeetingInvitee:
    """Give the participant by whom Gong learns of the meeting."""
    email = f"{asked.company.name}.assistant@gong.example"
    return MeetingInvitee(email=email, display_name="Gong Assistant")


@answers("updateMeeting")
def update_meeting(state: State, asked: Asked) -> Answer:
    """Replace what is known of a meeting."""
    _check_enabled(state, asked)
    known = _known(state, asked)
    meeting = _meeting(state, asked, asked.body)
    _check_conflict(state, asked, meeting, known.number)
    with state.write():
        replace_meeting(state, asked.company.id, known.number, meeting)
    return Answer.of(UpdateMeetingResponse(request_id=asked.request_id, meeting_id=known.id))


@answers("deleteMeeting")
def remove_meeting(state: State, asked: Asked) -> Answer:
    """Delete a meeting, if it is the organizer's whom the request names."""
    _check_enabled(state, asked)
    request: DeleteMeetingRequest = asked.body
    known = _known(state, asked)
    if request.organizer_email is None:
        asked.hint("organizerEmail", "Name the organizer, to be sure whose meeting is deleted.")
    elif _organizer(state, asked, request.organizer_email).id != known.organizer_id:
        raise Refused(
            409,
            f"organizerEmail: the meeting {known.id} is not organized by"
            f" {request.organizer_email.strip()}",
        )
    with state.write():
        delete_meeting(state, known.number)
    email = request.organizer_email or known.organizer_email
    return Answer.of(DeleteMeetingRequest(organizer_email=email))


@answers("integrationStatus")
def integration_status(state: State, asked: Asked) -> Answer:
    """Say for which users meetings can be made, in the order in which they are asked about."""
    _check_enabled(state, asked)
    request: IntegrationStatusRequest = asked.body
    emails = request.emails or []
    if len(emails) > _MOST_EMAILS:
        raise Refused(400, f"emails: must have at most {_MOST_EMAILS} items, not {len(emails)}")
    if not emails:
        asked.hint("emails", "Nobody is asked about: send the email addresses of users.")
    organizers = organizers_of(state, asked.company.id)
    users = [_status(asked, email, organizers.get(plain_email(email) or "")) for email in emails]
    return Answer.of(IntegrationStatusResponse(request_id=asked.request_id, users=users))


def _status(asked: Asked, email: str, organizer: Organizer | None) -> UserIntegrationStatus:
    exists = organizer is not None
    obstacle = organizer.obstacle if organizer else f"Gong has no user with the address {email}."
    if obstacle is None:
        return UserIntegrationStatus(email=email, exists=exists, valid=True)
    help_url = f"{asked.app_url}{JOIN_PATH}"
    return UserIntegrationStatus(
        email=email,
        exists=exists,
        valid=False,
        user_facing_error=obstacle,
        fix_url=f"{help_url}#mend",
        help_url=help_url,
    )


# --- what has to hold


def _check_enabled(state: State, asked: Asked) -> None:
    if not load_company_settings(state, asked.company.id).meetings_enabled:
        raise Refused(403, "Gong has not enabled the operations on meetings for this company")


def _check_conflict(
    state: State, asked: Asked, meeting: Meeting, replaced: int | None = None
) -> None:
    conflict = conflict_of(state, asked.company.id, meeting, replaced)
    if conflict:
        raise Refused(409, conflict)


def _known(state: State, asked: Asked) -> KnownMeeting:
    meeting_id = str(asked.path["meetingId"])
    known = find_meeting(state, asked.company.id, meeting_id)
    if known is None:
        raise Refused(404, f"Meeting not found for the provided id: {meeting_id}")
    return known


def _organizer(state: State, asked: Asked, email: str) -> Organizer:
    organizer = organizers_of(state, asked.company.id).get(plain_email(email) or "")
    if organizer is None:
        raise Refused(404, f"organizerEmail: this company has no user {email!r}")
    return organizer


def _meeting(state: State, asked: Asked, request: Request) -> Meeting:
    """Check a request, and make of it what is kept."""
    problems = list(_problems(request))
    if problems:
        raise Refused(400, *problems)
    organizer = _organizer(state, asked, request.organizer_email)
    if organizer.obstacle:
        raise Refused(400, f"organizerEmail: {organizer.obstacle}")
    if seconds(request.end_time) < asked.now:
        asked.hint("endTime", "The meeting is over already: there is nothing left to record.")
    invitees = tuple(map(_invitee, request.invitees))
    clues = Clues(emails=tuple(invitee.email for invitee in invitees))
    return Meeting(
        organizer_id=organizer.id,
        starts=seconds(request.start_time),
        ends=seconds(request.end_time),
        title=request.title or None,
        external_id=request.external_id or None,
        provider=request.provider or None,
        account_id=match_account(state, asked.company, clues, asked.now).account_id,
        invitees=invitees,
    )


def _problems(request: Request) -> Iterator[str]:
    starts, ends = seconds(request.start_time), seconds(request.end_time)
    if starts == ends:
        yield "startTime: must be before endTime"
    if ends >= _LATEST:
        yield "endTime: must be before the year 9000"
    for place, invitee in enumerate(request.invitees):
        field = f"invitees[{place}].email"
        if not is_email(invitee.email or ""):
            yield f"{field}: must be an email address"
        elif plain_email(invitee.email) == plain_email(request.organizer_email):
            yield f"{field}: is the organizer's; the invitees are everybody but the organizer"


def _invitee(given: MeetingInvitee) -> Invitee:
    whole = " ".join(filter(None, (given.first_name, given.last_name)))
    return Invitee(plain_email(given.email) or "", given.display_name or whole or None)
