"""Trackers: the words and phrases that Gong looks for in calls."""

from gongkit.contract.types.base import GongStruct, Int32


class TrackerLanguageKeyword(GongStruct):
    """What a tracker looks for in one language."""

    language: str | None = None
    """A three-letter ISO-639-2 code, such as `eng`."""
    keywords: list[str] | None = None
    include_related_forms: bool | None = None
    """Whether other forms of the words count too, such as plurals."""


class KeywordTracker(GongStruct):
    """A keyword tracker and where in a call it looks."""

    tracker_id: str | None = None
    tracker_name: str | None = None
    workspace_id: str | None = None
    """Absent where the tracker serves all workspaces."""
    language_keywords: list[TrackerLanguageKeyword] | None = None
    affiliation: str | None = None
    """Whose words count: the company's, or other people's (such as `NonCompany`)."""
    part_of_question: bool | None = None
    """Whether only words inside a question count."""
    said_at: str | None = None
    """In which part of the call words count, such as `Anytime`."""
    said_at_interval: Int32 | None = None
    """How long that part is, in `said_at_unit`."""
    said_at_unit: str | None = None
    """The unit of `said_at_interval`, such as `minutes`."""
    said_in_topics: list[str] | None = None
    """The topics within which words count."""
    filter_query: str | None = None
    """Which calls are searched at all, as Gong writes its filters (JSON in a string)."""
    created: str | None = None
    """ISO-8601 with offset."""
    creator_user_id: str | None = None
    updated: str | None = None
    """ISO-8601 with offset."""
    updater_user_id: str | None = None


class Trackers(GongStruct):
    """The keyword trackers of the company."""

    request_id: str | None = None
    keyword_trackers: list[KeywordTracker] | None = None
