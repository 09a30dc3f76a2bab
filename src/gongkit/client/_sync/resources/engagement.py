# Made from _async/resources/engagement.py by tools/async_to_sync.py: change that one.
"""`gong.engagement`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gongkit.client._sync.resource import Resource
from gongkit.client.inputs import listed
from gongkit.clock import instant_text
from gongkit.contract.operations import engagement as ops
from gongkit.contract.types.common import CallUploadContext, RegisterGenericCrmResponse
from gongkit.contract.types.engagement import (
    Actor,
    AgentPlatform,
    ContentSharedEvent,
    ContentViewedEvent,
    CustomActionEvent,
    GenericProperty,
    Sharer,
)


class Engagement(Resource):
    """Content engagement events (the legacy form); Gong advises `gong.digital_interactions`.

    An event appears in the timeline of the account or deal that its people and its
    `crm_context` point to. With an `event_id` it is safe to repeat: one that Gong has
    already raises `Conflict`. Without one a second copy is a second event.
    """

    def content_shared(
        self,
        *,
        reporting_system: str,
        event_timestamp: datetime,
        content_id: str,
        content_url: str,
        content_title: str,
        event_id: str | None = None,
        share_id: str | None = None,
        share_info_url: str | None = None,
        sharing_message_subject: str | None = None,
        sharing_message_body: str | None = None,
        sharer: Sharer | None = None,
        recipients: Sequence[Actor] | None = None,
        crm_context: Sequence[CallUploadContext] | None = None,
        content_properties: Sequence[GenericProperty] | None = None,
        event_properties: Sequence[GenericProperty] | None = None,
        workspace_id: str | None = None,
        action_name: str | None = None,
        non_company_participants: Sequence[Actor] | None = None,
        more_info_url: str | None = None,
        tracking_id: str | None = None,
        mobile_app_id: str | None = None,
        agent_platform: str | None = None,
        user_agent: str | None = None,
    ) -> RegisterGenericCrmResponse:
        """Report that somebody of the company shared content with people outside it."""
        event = ContentSharedEvent(
            reporting_system=reporting_system,
            event_timestamp=instant_text("event_timestamp", event_timestamp),
            content_id=content_id,
            content_url=content_url,
            content_title=content_title,
            event_id=event_id,
            share_id=share_id,
            share_info_url=share_info_url,
            sharing_message_subject=sharing_message_subject,
            sharing_message_body=sharing_message_body,
            sharer=sharer,
            recipients=listed(recipients),
            crm_context=listed(crm_context),
            content_properties=listed(content_properties),
            event_properties=listed(event_properties),
            workspace_id=workspace_id,
            action_name=action_name,
            non_company_participants=listed(non_company_participants),
            more_info_url=more_info_url,
            tracking_id=tracking_id,
            mobile_app_id=mobile_app_id,
            agent_platform=agent_platform,
            user_agent=user_agent,
        )
        return self._answer(ops.CONTENT_SHARED, body=event)

    def content_viewed(
        self,
        *,
        reporting_system: str,
        event_timestamp: datetime,
        content_id: str,
        content_url: str,
        content_title: str,
        event_id: str | None = None,
        view_action_title: str | None = None,
        share_id: str | None = None,
        view_info_url: str | None = None,
        viewer: Actor | None = None,
        crm_context: Sequence[CallUploadContext] | None = None,
        content_properties: Sequence[GenericProperty] | None = None,
        event_properties: Sequence[GenericProperty] | None = None,
        user_agent: str | None = None,
        mobile_app_id: str | None = None,
        agent_platform: AgentPlatform | None = None,
        workspace_id: str | None = None,
        tracking_id: str | None = None,
        non_company_participants: Sequence[Actor] | None = None,
        more_info_url: str | None = None,
        action_name: str | None = None,
        sharer: Sharer | None = None,
        sharing_message_subject: str | None = None,
        sharing_message_body: str | None = None,
    ) -> RegisterGenericCrmResponse:
        """Report that somebody outside the company viewed content that was shared."""
        event = ContentViewedEvent(
            reporting_system=reporting_system,
            event_timestamp=instant_text("event_timestamp", event_timestamp),
            content_id=content_id,
            content_url=content_url,
            content_title=content_title,
            event_id=event_id,
            view_action_title=view_action_title,
            share_id=share_id,
            view_info_url=view_info_url,
            viewer=viewer,
            crm_context=listed(crm_context),
            content_properties=listed(content_properties),
            event_properties=listed(event_properties),
            user_agent=user_agent,
            mobile_app_id=mobile_app_id,
            agent_platform=agent_platform,
            workspace_id=workspace_id,
            tracking_id=tracking_id,
            non_company_participants=listed(non_company_participants),
            more_info_url=more_info_url,
            action_name=action_name,
            sharer=sharer,
            sharing_message_subject=sharing_message_subject,
            sharing_message_body=sharing_message_body,
        )
        return self._answer(ops.CONTENT_VIEWED, body=event)

    def custom_action(
        self,
        *,
        reporting_system: str,
        event_timestamp: datetime,
        event_id: str | None = None,
        content_id: str | None = None,
        content_url: str | None = None,
        content_title: str | None = None,
        action_name: str | None = None,
        event_info_url: str | None = None,
        actor: Actor | None = None,
        crm_context: Sequence[CallUploadContext] | None = None,
        content_properties: Sequence[GenericProperty] | None = None,
        event_properties: Sequence[GenericProperty] | None = None,
        user_agent: str | None = None,
        mobile_app_id: str | None = None,
        agent_platform: AgentPlatform | None = None,
        workspace_id: str | None = None,
        non_company_participants: Sequence[Actor] | None = None,
        more_info_url: str | None = None,
        sharer: Sharer | None = None,
        sharing_message_subject: str | None = None,
        share_id: str | None = None,
        tracking_id: str | None = None,
        sharing_message_body: str | None = None,
    ) -> RegisterGenericCrmResponse:
        """Report something else that somebody outside the company did, such as signing."""
        event = CustomActionEvent(
            reporting_system=reporting_system,
            event_timestamp=instant_text("event_timestamp", event_timestamp),
            event_id=event_id,
            content_id=content_id,
            content_url=content_url,
            content_title=content_title,
            action_name=action_name,
            event_info_url=event_info_url,
            actor=actor,
            crm_context=listed(crm_context),
            content_properties=listed(content_properties),
            event_properties=listed(event_properties),
            user_agent=user_agent,
            mobile_app_id=mobile_app_id,
            agent_platform=agent_platform,
            workspace_id=workspace_id,
            non_company_participants=listed(non_company_participants),
            more_info_url=more_info_url,
            sharer=sharer,
            sharing_message_subject=sharing_message_subject,
            share_id=share_id,
            tracking_id=tracking_id,
            sharing_message_body=sharing_message_body,
        )
        return self._answer(ops.CUSTOM_ACTION, body=event)
