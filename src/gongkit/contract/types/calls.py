"""Calls as they are read: lists, single calls, detailed calls and transcripts."""

from typing import Annotated, ClassVar

from gongkit.contract.types.base import (
    UNIQUE,
    GongStruct,
    Int64,
    Timestamp,
    known,
)
from gongkit.contract.types.call_details import (
    AnalysedContent,
    CallContext,
    Collaboration,
    InteractionMeasures,
    MediaUrls,
    Party,
)
from gongkit.contract.types.common import ContextTiming, Records

CallDirection = Annotated[str, known("Inbound", "Outbound", "Conference", "Unknown")]
CallScope = Annotated[str, known("Internal", "External", "Unknown")]
CallMedia = Annotated[str, known("Video", "Audio")]
ContextDepth = Annotated[str, known("None", "Basic", "Extended")]
"""`Basic` gives the ids of linked CRM objects, `Extended` their fields as well."""


class CallBasicData(GongStruct):
    """What a call is: when, how long, by whom. The transcript and analysis are elsewhere."""

    id: str | None = None
    """A number of up to 20 digits."""
    url: str | None = None
    """The call's page in Gong."""
    title: str | None = None
    scheduled: Timestamp | None = None
    """When it was to begin; absent for calls that nobody scheduled."""
    started: Timestamp | None = None
    """When the recording began. It says nothing about when Gong had processed the call."""
    duration: Int64 | None = None
    """Seconds."""
    primary_user_id: str | None = None
    """The user who hosted or placed the call."""
    direction: CallDirection | None = None
    system: str | None = None
    """What the call was made with, such as a dialer or a conferencing system."""
    scope: CallScope | None = None
    """`Internal` when only people of the company took part."""
    media: CallMedia | None = None
    language: str | None = None
    """A three-letter ISO-639-2 code, such as `eng`; `und` when it is not known."""
    workspace_id: str | None = None
    sdr_disposition: str | None = None
    """What the dialer, or the user, recorded as the result."""
    client_unique_id: str | None = None
    """The id the call was uploaded with."""
    custom_data: str | None = None
    """The text the call was uploaded with."""
    purpose: str | None = None
    meeting_url: str | None = None
    """Where people joined the conference."""
    is_private: bool | None = None
    calendar_event_id: str | None = None


class CallsResponse(GongStruct):
    """A page of calls."""

    request_id: str | None = None
    records: Records | None = None
    calls: list[CallBasicData] | None = None


class SpecificCall(GongStruct):
    """The answer that holds one call."""

    request_id: str | None = None
    call: CallBasicData | None = None


class CallsFilter(GongStruct):
    """Which calls to give the transcripts of; what is left out does not restrict."""

    from_date_time: str | None = None
    """The earliest start, ISO-8601 with offset, inclusive."""
    to_date_time: str | None = None
    """The latest start, ISO-8601 with offset, exclusive."""
    workspace_id: str | None = None
    call_ids: Annotated[list[str], UNIQUE] | None = None
    """Leave it out rather than send an empty list, which Gong refuses."""


class CallsRequestFilterWithOwners(GongStruct):
    """Which detailed calls to give; what is left out does not restrict."""

    from_date_time: str | None = None
    """The earliest start, ISO-8601 with offset, inclusive."""
    to_date_time: str | None = None
    """The latest start, ISO-8601 with offset, exclusive."""
    workspace_id: str | None = None
    call_ids: Annotated[list[str], UNIQUE] | None = None
    """Leave it out rather than send an empty list, which Gong refuses."""
    primary_user_ids: Annotated[list[str], UNIQUE] | None = None
    """Only calls hosted by one of these users."""


class CallContent(GongStruct):
    """Which parts of `content` to send; none unless asked for."""

    structure: bool | None = None
    topics: bool | None = None
    trackers: bool | None = None
    tracker_occurrences: bool | None = None
    """The moments as well as the counts; works only together with `trackers`."""
    points_of_interest: bool | None = None
    """Accepted, but Gong no longer sends anything for it; next steps are in `highlights`."""
    brief: bool | None = None
    outline: bool | None = None
    highlights: bool | None = None
    call_outcome: bool | None = None
    key_points: bool | None = None


class CallInteraction(GongStruct):
    """Which parts of `interaction` to send; none unless asked for."""

    speakers: bool | None = None
    video: bool | None = None
    person_interaction_stats: bool | None = None
    """Sent as `interaction_stats`."""
    questions: bool | None = None


class CallCollaboration(GongStruct):
    """Which parts of `collaboration` to send; none unless asked for."""

    public_comments: bool | None = None


class ExposedFields(GongStruct):
    """Which blocks to send besides the metadata; none unless asked for."""

    parties: bool | None = None
    content: CallContent | None = None
    interaction: CallInteraction | None = None
    collaboration: CallCollaboration | None = None
    media: bool | None = None
    """Needs the scope `api:calls:read:media-url` as well."""


class ContentSelector(GongStruct):
    """What each detailed call should contain; without one, only its metadata."""

    context: ContextDepth | None = None
    """How much of the linked CRM objects to send; `None` unless asked for."""
    context_timing: list[ContextTiming] | None = None
    """Whether CRM fields show today's values, those at the time of the call, or both."""
    exposed_fields: ExposedFields | None = None


class ExtensiveCallsRequest(GongStruct):
    """Asks for detailed calls."""

    gong_name: ClassVar[str | None] = (
        "PublicApiBaseRequestWithDataV2CallsRequestFilterWithOwnersContentSelector"
    )

    cursor: str | None = None
    filter: CallsRequestFilterWithOwners
    content_selector: ContentSelector | None = None


class CallData(GongStruct):
    """A detailed call. A block is there when it was asked for and Gong has something in it."""

    meta_data: CallBasicData | None = None
    context: list[CallContext] | None = None
    parties: list[Party] | None = None
    content: AnalysedContent | None = None
    interaction: InteractionMeasures | None = None
    collaboration: Collaboration | None = None
    media: MediaUrls | None = None


class Calls(GongStruct):
    """A page of detailed calls."""

    request_id: str | None = None
    records: Records | None = None
    calls: list[CallData] | None = None


class CallTranscriptsRequest(GongStruct):
    """Asks for transcripts."""

    gong_name: ClassVar[str | None] = "PublicApiBaseRequestV2CallsFilter"

    cursor: str | None = None
    filter: CallsFilter


class Sentence(GongStruct):
    """One sentence of a transcript."""

    start: Int64 | None = None
    """Milliseconds from the start of the call."""
    end: Int64 | None = None
    """Milliseconds from the start of the call."""
    text: str | None = None


class Monologue(GongStruct):
    """What one speaker said before another spoke, or before the topic changed."""

    speaker_id: str | None = None
    """The `speaker_id` of a party of the detailed call; transcripts carry no names."""
    topic: str | None = None
    sentences: list[Sentence] | None = None


class CallTranscript(GongStruct):
    """The transcript of one call."""

    call_id: str | None = None
    transcript: list[Monologue] | None = None


class CallTranscripts(GongStruct):
    """A page of transcripts."""

    request_id: str | None = None
    records: Records | None = None
    call_transcripts: list[CallTranscript] | None = None
