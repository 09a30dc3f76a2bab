"""The shapes of engagement events, which digital interactions have replaced in Gong.

They tell what people did with content that was shared with them, and appear in the
activity timeline of the account and of the deal.
"""

from typing import Annotated, ClassVar

from gongkit.contract.types.base import GongStruct, known
from gongkit.contract.types.common import CallUploadContext, PartyUploadContext

AgentPlatform = Annotated[str, known("Windows, Linux, MacOS, iOS, Android")]
"""The system a person used: one of the five that this value of Gong's contract lists."""


class Actor(GongStruct):
    """A person outside the company who did something, or to whom something was sent."""

    email: str | None = None
    name: str | None = None
    title: str | None = None
    """The person's job."""
    context: list[PartyUploadContext] | None = None


class Sharer(GongStruct):
    """The person of the company who shared the content."""

    id: str | None = None
    """Gong's id of the user."""
    email: str | None = None
    name: str | None = None


class GenericProperty(GongStruct):
    """A property of a content or of an event, shown beside it."""

    gong_name: ClassVar[str | None] = "Generic Property"

    name: str
    value: str
    """Text in the format of `data_type`: `3.14`, an address, or ISO-8601 with an offset."""
    data_type: Annotated[str, known("number, string, url, date")]
    """How to read the value: one of the four that this value of Gong's contract lists."""


class ContentSharedEvent(GongStruct):
    """Somebody of the company shared content with people outside it."""

    reporting_system: str
    """Who reports: one fixed name in all events of a system."""
    event_timestamp: str
    """When it happened, ISO-8601 with an offset."""
    content_id: str
    """The content's id in the reporting system."""
    content_url: str
    """The address at which the content is viewed."""
    content_title: str
    event_id: str | None = None
    """The event's id in the reporting system, by which Gong recognises it when it comes twice."""
    share_id: str | None = None
    """The id of this sharing, where the same content may be shared several times."""
    share_info_url: str | None = None
    """A page with more about this event."""
    sharing_message_subject: str | None = None
    sharing_message_body: str | None = None
    """May hold HTML, which Gong cleans before it is shown."""
    sharer: Sharer | None = None
    recipients: list[Actor] | None = None
    """Each needs an email address."""
    crm_context: list[CallUploadContext] | None = None
    content_properties: list[GenericProperty] | None = None
    event_properties: list[GenericProperty] | None = None
    workspace_id: str | None = None
    """Where the event belongs; without it Gong chooses."""
    action_name: str | None = None
    """What to call the event in the timeline."""
    non_company_participants: list[Actor] | None = None
    more_info_url: str | None = None
    tracking_id: str | None = None
    mobile_app_id: str | None = None
    """The app's bundle identifier or package name, where the person used one."""
    agent_platform: str | None = None
    """The system the person used, such as `Windows`."""
    user_agent: str | None = None
    """The browser's `User-Agent` header, where the person used one."""


class ContentViewedEvent(GongStruct):
    """Somebody outside the company viewed content that was shared."""

    reporting_system: str
    """Who reports: one fixed name in all events of a system."""
    event_timestamp: str
    """When it happened, ISO-8601 with an offset."""
    content_id: str
    """The content's id in the reporting system."""
    content_url: str
    """The address at which the content was viewed."""
    content_title: str
    event_id: str | None = None
    """The event's id in the reporting system, by which Gong recognises it when it comes twice."""
    view_action_title: str | None = None
    """What to call the view, such as "Document viewed"."""
    share_id: str | None = None
    """The sharing this view belongs to, where content is shared several times."""
    view_info_url: str | None = None
    """A page with more about this event."""
    viewer: Actor | None = None
    crm_context: list[CallUploadContext] | None = None
    content_properties: list[GenericProperty] | None = None
    event_properties: list[GenericProperty] | None = None
    user_agent: str | None = None
    """The browser's `User-Agent` header, where the person used one."""
    mobile_app_id: str | None = None
    """The app's bundle identifier or package name, where the person used one."""
    agent_platform: AgentPlatform | None = None
    workspace_id: str | None = None
    """Where the event belongs; without it Gong chooses."""
    tracking_id: str | None = None
    non_company_participants: list[Actor] | None = None
    more_info_url: str | None = None
    action_name: str | None = None
    """What to call the event in the timeline."""
    sharer: Sharer | None = None
    sharing_message_subject: str | None = None
    sharing_message_body: str | None = None
    """May hold HTML, which Gong cleans before it is shown."""


class CustomActionEvent(GongStruct):
    """Somebody outside the company did something else, such as signing a contract."""

    reporting_system: str
    """Who reports: one fixed name in all events of a system."""
    event_timestamp: str
    """When it happened, ISO-8601 with an offset."""
    event_id: str | None = None
    """The event's id in the reporting system, by which Gong recognises it when it comes twice."""
    content_id: str | None = None
    """The content's id in the reporting system."""
    content_url: str | None = None
    """The address at which the content is viewed."""
    content_title: str | None = None
    action_name: str | None = None
    """What was done, such as "Contract signed"."""
    event_info_url: str | None = None
    """A page with more about this event."""
    actor: Actor | None = None
    crm_context: list[CallUploadContext] | None = None
    content_properties: list[GenericProperty] | None = None
    event_properties: list[GenericProperty] | None = None
    user_agent: str | None = None
    """The browser's `User-Agent` header, where the person used one."""
    mobile_app_id: str | None = None
    """The app's bundle identifier or package name, where the person used one."""
    agent_platform: AgentPlatform | None = None
    workspace_id: str | None = None
    """Where the event belongs; without it Gong chooses."""
    non_company_participants: list[Actor] | None = None
    more_info_url: str | None = None
    sharer: Sharer | None = None
    sharing_message_subject: str | None = None
    share_id: str | None = None
    """The sharing this event belongs to, where content is shared several times."""
    tracking_id: str | None = None
    sharing_message_body: str | None = None
    """May hold HTML, which Gong cleans before it is shown."""
