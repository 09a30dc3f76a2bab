"""The blocks of a detailed call, which `ContentSelector` turns on one by one.

All moments inside a call are counted in seconds from its start, except those of
transcripts, which are in milliseconds.
"""

from typing import Annotated, Any, ClassVar

from gongkit.contract.types.base import (
    Double,
    Float,
    GongStruct,
    Int32,
    Int64,
    Timestamp,
    Url,
    known,
)
from gongkit.contract.types.common import ContextField, ContextTiming, CrmSystem

PartyAffiliation = Annotated[str, known("Internal", "External", "Unknown")]
PartyMethod = Annotated[str, known("Invitee", "Attendee")]
CallTrackerType = Annotated[str, known("KEYWORD", "SMART")]


class ExternalCallObject(GongStruct):
    """A CRM object that a call is about."""

    object_type: Annotated[str, known("Opportunity", "Account")] | None = None
    object_id: str | None = None
    """The object's id in the CRM."""
    fields: list[ContextField] | None = None
    """Filled when the `Extended` context was asked for."""
    timing: ContextTiming | None = None
    """Which moment the values of `fields` are from."""


class CallContext(GongStruct):
    """What one CRM, or other system, knows about a call."""

    gong_name: ClassVar[str | None] = "CallContextDto"

    system: CrmSystem | None = None
    objects: list[ExternalCallObject] | None = None


class PartyContextField(GongStruct):
    """One field of the CRM object that stands for a party."""

    name: str | None = None
    value: Any = None
    """Any JSON value: text, a number, true or false, a list, or null."""


class ExternalPartyObject(GongStruct):
    """A CRM object that stands for a party of a call."""

    object_type: Annotated[str, known("Contact", "User", "Lead")] | None = None
    object_id: str | None = None
    """The object's id in the CRM."""
    fields: list[PartyContextField] | None = None
    """Filled when the `Extended` context was asked for."""
    timing: ContextTiming | None = None
    """Which moment the values of `fields` are from."""


class PartyContext(GongStruct):
    """What one CRM, or other system, knows about a party."""

    gong_name: ClassVar[str | None] = "PartyContextDto"

    system: CrmSystem | None = None
    objects: list[ExternalPartyObject] | None = None


class Party(GongStruct):
    """Somebody who was invited to a call or took part in it."""

    id: str | None = None
    """Names the party within this call only."""
    email_address: str | None = None
    name: str | None = None
    title: str | None = None
    """The job title."""
    user_id: str | None = None
    """The Gong user, where the party is one."""
    speaker_id: str | None = None
    """Who this is in transcript, speakers and trackers; absent for those who did not speak."""
    context: list[PartyContext] | None = None
    affiliation: PartyAffiliation | None = None
    """Whether the party belongs to the company."""
    phone_number: str | None = None
    methods: list[PartyMethod] | None = None
    """How Gong knows of the party: from the invitation, from the call, or both."""


class StructurePart(GongStruct):
    """A part of the call's structure, such as small talk or the agenda."""

    gong_name: ClassVar[str | None] = "StructureDto"

    name: str | None = None
    duration: Int64 | None = None
    """Seconds."""


class TrackerOccurrence(GongStruct):
    """One moment at which a tracker was triggered."""

    gong_name: ClassVar[str | None] = "occurrences"

    start_time: Double | None = None
    """Seconds from the start of the call."""
    speaker_id: str | None = None
    """The party's `speaker_id`."""


class TrackerPhrase(GongStruct):
    """A phrase that triggered a keyword tracker."""

    gong_name: ClassVar[str | None] = "trackerPhrases"

    count: Int32 | None = None
    occurrences: list[TrackerOccurrence] | None = None
    """Sent when `tracker_occurrences` was asked for."""
    phrase: str | None = None


class CallTracker(GongStruct):
    """How often a tracker was triggered in the call."""

    gong_name: ClassVar[str | None] = "TrackerDto"

    id: str | None = None
    name: str | None = None
    count: Int32 | None = None
    type: CallTrackerType | None = None
    """`KEYWORD` looks for words, `SMART` for a concept."""
    occurrences: list[TrackerOccurrence] | None = None
    """Sent when `tracker_occurrences` was asked for."""
    phrases: list[TrackerPhrase] | None = None
    """For keyword trackers: the count of each phrase."""


class CallTopic(GongStruct):
    """How long the call dwelt on a topic."""

    gong_name: ClassVar[str | None] = "TopicDto"

    name: str | None = None
    duration: Int32 | None = None
    """Seconds."""


class CallOutlineItem(GongStruct):
    """A point within a section of the outline."""

    text: str | None = None
    start_time: Double | None = None
    """Seconds from the start of the call."""


class CallOutlineSection(GongStruct):
    """A section of the call's generated outline."""

    section: str | None = None
    """The section's heading."""
    start_time: Double | None = None
    """Seconds from the start of the call."""
    duration: Double | None = None
    """Seconds."""
    items: list[CallOutlineItem] | None = None


class CallHighlightsItem(GongStruct):
    """A highlight and the moments it rests on."""

    text: str | None = None
    start_times: list[Double] | None = None
    """Seconds from the start of the call."""


class CallHighlightsSection(GongStruct):
    """Highlights of one kind; the next steps of the call are one such section."""

    title: str | None = None
    items: list[CallHighlightsItem] | None = None


class CallOutcome(GongStruct):
    """How the call ended, as the company's list of outcomes has it."""

    id: str | None = None
    category: str | None = None
    """Whether the call was answered, for instance `Answered`."""
    name: str | None = None


class CallKeyPoint(GongStruct):
    """One key point of the call, generated by Gong."""

    text: str | None = None


class AnalysedContent(GongStruct):
    """What was said in the call, as Gong's analysis has it."""

    gong_name: ClassVar[str | None] = "ContentDto"

    structure: list[StructurePart] | None = None
    trackers: list[CallTracker] | None = None
    topics: list[CallTopic] | None = None
    brief: str | None = None
    """A summary in a few sentences."""
    outline: list[CallOutlineSection] | None = None
    highlights: list[CallHighlightsSection] | None = None
    """Where next steps are found."""
    call_outcome: CallOutcome | None = None
    key_points: list[CallKeyPoint] | None = None


class UserSpeaker(GongStruct):
    """How long somebody spoke."""

    id: str | None = None
    """The party's id within the call."""
    user_id: str | None = None
    """The Gong user, where the speaker is one."""
    talk_time: Double | None = None
    """Seconds."""


class CallInteractionStat(GongStruct):
    """One statistic of the call, such as `Interactivity`."""

    gong_name: ClassVar[str | None] = "InteractionStatsDto"

    name: str | None = None
    value: float | None = None
    """In the statistic's own unit: seconds for the longest monologue, a plain score otherwise."""


class VideoInteraction(GongStruct):
    """How long the video showed one kind of picture."""

    gong_name: ClassVar[str | None] = "VideoInteractionDto"

    name: str | None = None
    """What was shown: a browser, a presentation, a webcam and so on."""
    duration: Float | None = None
    """Seconds."""


class Questions(GongStruct):
    """How many questions were asked, by side."""

    company_count: Int32 | None = None
    """By people of the company."""
    non_company_count: Int32 | None = None
    """By everybody else."""


class InteractionMeasures(GongStruct):
    """How the people in the call interacted."""

    gong_name: ClassVar[str | None] = "InteractionMeasuresDto"

    speakers: list[UserSpeaker] | None = None
    interaction_stats: list[CallInteractionStat] | None = None
    video: list[VideoInteraction] | None = None
    questions: Questions | None = None


class CallComment(GongStruct):
    """A public comment on the call."""

    gong_name: ClassVar[str | None] = "CommentDto"

    id: str | None = None
    audio_start_time: Float | None = None
    """Where the passage it is about begins, in seconds from the start of the call."""
    audio_end_time: Float | None = None
    """Where that passage ends, in seconds from the start of the call."""
    commenter_user_id: str | None = None
    comment: str | None = None
    posted: Timestamp | None = None
    in_reply_to: str | None = None
    """The id of the comment it answers."""
    during_call: bool | None = None
    """Whether it was written while the call went on."""


class Collaboration(GongStruct):
    """What colleagues wrote about the call."""

    gong_name: ClassVar[str | None] = "CollaborationDto"

    public_comments: list[CallComment] | None = None


class MediaUrls(GongStruct):
    """Signed addresses of the recording; they work for some hours, so fetch soon."""

    gong_name: ClassVar[str | None] = "MediaDto"

    audio_url: Url | None = None
    video_url: Url | None = None
    """Absent for calls that have sound only."""
