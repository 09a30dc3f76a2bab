"""The shapes of what Gong's AI says about a CRM object: answers and briefs."""

from typing import Annotated, ClassVar

from gongkit.contract.types.base import GongStruct, Int32, Timestamp, known

TimePeriod = Annotated[
    str,
    known(
        "LAST_7DAYS",
        "LAST_30DAYS",
        "LAST_90DAYS",
        "LAST_90_DAYS_SINCE_LAST_ACTIVITY",
        "LAST_YEAR_SINCE_LAST_ACTIVITY",
        "LAST_YEAR",
        "THIS_WEEK",
        "THIS_MONTH",
        "THIS_YEAR",
        "THIS_QUARTER",
        "CUSTOM_RANGE",
        "ALL_CONVERSATIONS",
    ),
]
"""When the calls and emails took place that are looked at.

`CUSTOM_RANGE` takes its bounds from beside it; the two `…_SINCE_LAST_ACTIVITY` count
back from the last call or email instead of from today.
"""


class CallInfo(GongStruct):
    """A call that an answer or a brief draws on."""

    gong_name: ClassVar[str | None] = "CallInfoDto"

    id: str | None = None
    title: str | None = None
    started: Timestamp | None = None
    url: str | None = None


class EmailInfo(GongStruct):
    """An email that an answer or a brief draws on."""

    gong_name: ClassVar[str | None] = "EmailInfoDto"

    id: str | None = None
    title: str | None = None
    """The subject."""
    sent_date_time: Timestamp | None = None


class EmailFinding(GongStruct):
    """Emails that say what was found."""

    gong_name: ClassVar[str | None] = "EmailFindingDto"

    emails: list[EmailInfo] | None = None


class EntityCallFinding(GongStruct):
    """A call that says what was found."""

    gong_name: ClassVar[str | None] = "EntityCallFindingDto"

    call: CallInfo | None = None


class AnswerSection(GongStruct):
    """A part of an answer, with what it draws on."""

    gong_name: ClassVar[str | None] = "AnswerSectionDto"

    answer_items: list[str] | None = None
    """Paragraphs or points, in their order."""
    email_findings: list[EmailFinding] | None = None
    call_findings: list[EntityCallFinding] | None = None


class AskEntityResponse(GongStruct):
    """The answer to a question about a CRM object."""

    request_id: str | None = None
    num_of_calls_searched: Int32 | None = None
    """Calls that were looked at, at most 60."""
    num_of_emails_searched: Int32 | None = None
    """Emails that were looked at, at most 500."""
    answer: list[AnswerSection] | None = None


class BriefCallFinding(GongStruct):
    """A call that says what was found."""

    gong_name: ClassVar[str | None] = "BriefCallFindingDto"

    call: CallInfo | None = None


class ConversationFindings(GongStruct):
    """The calls and emails that a section draws on."""

    gong_name: ClassVar[str | None] = "ConversationFindingsDto"

    call_findings: list[BriefCallFinding] | None = None
    email_findings: list[EmailFinding] | None = None


class WebFinding(GongStruct):
    """A web page that a section draws on."""

    gong_name: ClassVar[str | None] = "WebFindingDto"

    domain: str | None = None
    title: str | None = None
    url: str | None = None


class ConnectionResult(GongStruct):
    """How it went with one connected system."""

    gong_name: ClassVar[str | None] = "ConnectionResultDto"

    name: str | None = None
    """The system's name."""
    status: (
        Annotated[
            str,
            known(
                "SUCCESS",
                "AUTH_REQUIRED",
                "FAILED",
                "NOT_CONNECTED",
                "NO_MATCHING_TOOLS",
                "NO_USER_CONTEXT",
                "UNKNOWN",
            ),
        ]
        | None
    ) = None
    """`AUTH_REQUIRED` and `NOT_CONNECTED` can be mended by connecting the system in Gong."""


class McpResult(GongStruct):
    """How it went with the systems that Gong asked over MCP, the Model Context Protocol."""

    gong_name: ClassVar[str | None] = "McpResultDto"

    connections: list[ConnectionResult] | None = None
    servers: list[str] | None = None
    mcp_status: Annotated[str, known("SUCCESS", "FAILURE", "CONNECTION_ERROR")] | None = None
    error_message: str | None = None


class BriefSection(GongStruct):
    """A section of a brief, with what it draws on."""

    gong_name: ClassVar[str | None] = "BriefSectionDto"

    title: str | None = None
    section_summary: list[str] | None = None
    """Paragraphs or points, in their order."""
    conversation_findings: ConversationFindings | None = None
    brief_section_type: (
        Annotated[str, known("Conversations", "Web", "CrmOrGongData", "McpConnection")] | None
    ) = None
    """Where the section comes from, which says which of the findings are there."""
    web_findings: list[WebFinding] | None = None
    mcp_result: McpResult | None = None


class GenerateBriefResponse(GongStruct):
    """A brief about a CRM object."""

    request_id: str | None = None
    num_of_calls_searched: Int32 | None = None
    """Calls that were looked at."""
    num_of_emails_searched: Int32 | None = None
    """Emails that were looked at."""
    brief_sections: list[BriefSection] | None = None
