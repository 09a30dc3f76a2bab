"""Calls that are brought to Gong from elsewhere: the call itself, then its recording."""

from typing import Annotated

from msgspec import Meta

from gongkit.contract.types.base import Float, GongStruct, Int32
from gongkit.contract.types.calls import CallDirection
from gongkit.contract.types.common import CallUploadContext, PartyUploadContext


class CallParticipant(GongStruct):
    """Somebody who took part in the uploaded call. Give what is known."""

    phone_number: str | None = None
    email_address: str | None = None
    name: str | None = None
    party_id: str | None = None
    """A name of your choice, unique in the call, for use in the speakers' timeline."""
    media_channel_id: Annotated[Int32, Meta(ge=0, le=1)] | None = None
    """The channel of a stereo recording on which this person is heard."""
    context: list[PartyUploadContext] | None = None
    user_id: str | None = None
    """The Gong user, where the participant is one; the primary user has to be."""


class SpeechSegment(GongStruct):
    """A stretch of the recording, and who spoke in it."""

    from_time: Annotated[Int32, Meta(ge=0)]
    """Milliseconds from the start of the recording."""
    to_time: Annotated[Int32, Meta(ge=0)]
    """Milliseconds from the start of the recording."""
    party_ids: list[str]
    """The `party_id` of each participant who spoke."""


class SpeakersTimeline(GongStruct):
    """Who spoke when, so that Gong need not work it out from the sound."""

    precise: bool | None = None
    """Whether the times are exact; if not, Gong takes them as a hint."""
    speech_segments: list[SpeechSegment] | None = None


class FlowContext(GongStruct):
    """The Engage task that the call was made for."""

    task_id: str | None = None


class NewCallAddingRequest(GongStruct):
    """A call to add. The recording follows, unless Gong is told where to fetch it."""

    client_unique_id: Annotated[str, Meta(min_length=0, max_length=2048)]
    """The call's id in the system it comes from; the same id a second time is refused."""
    title: str | None = None
    purpose: Annotated[str, Meta(min_length=0, max_length=255)] | None = None
    scheduled_start: str | None = None
    """ISO-8601 with offset."""
    scheduled_end: str | None = None
    """ISO-8601 with offset."""
    actual_start: str
    """When the call really began, ISO-8601 with offset."""
    duration: Float | None = None
    """Seconds."""
    parties: Annotated[list[CallParticipant], Meta(min_length=1, max_length=2147483647)]
    """Everybody who took part; the primary user must be among them."""
    direction: CallDirection
    disposition: Annotated[str, Meta(min_length=0, max_length=255)] | None = None
    """The result the caller recorded, such as `No Answer`."""
    context: list[CallUploadContext] | None = None
    custom_data: str | None = None
    """Any text, kept with the call and given back with it."""
    speakers_timeline: SpeakersTimeline | None = None
    meeting_url: str | None = None
    call_provider_code: str | None = None
    """Gong's code of the system the call was made with, such as `zoom`."""
    download_media_url: str | None = None
    """Where Gong can fetch the recording; then do not upload one as well."""
    workspace_id: str | None = None
    """Where to put the call; without it Gong decides by its own rules."""
    language_code: str | None = None
    """The language to transcribe, such as `en-US`; without it Gong detects it."""
    flow_context: FlowContext | None = None
    primary_user: str
    """The Gong user id of the host."""


class NewCallAddingResponse(GongStruct):
    """Says which id the added call got."""

    request_id: str | None = None
    call_id: str | None = None
    """What the recording is uploaded under."""


class NewCallRecordingResponse(GongStruct):
    """Says where the call with its recording will be seen."""

    request_id: str | None = None
    call_id: str | None = None
    url: str | None = None
    """The call's page in Gong."""
