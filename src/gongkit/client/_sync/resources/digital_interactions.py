# Made from _async/resources/digital_interactions.py by tools/async_to_sync.py: change that one.
"""`gong.digital_interactions`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gongkit.client._sync.resource import Resource
from gongkit.client.inputs import listed
from gongkit.clock import instant_text
from gongkit.contract.operations import digital_interactions as ops
from gongkit.contract.types.digital_interactions import (
    Content,
    CustomField,
    DigitalInteractionRequest,
    Person,
)


class DigitalInteractions(Resource):
    """Digital interactions on an account's timeline."""

    def add(
        self,
        *,
        event_id: str,
        timestamp: datetime,
        event_type: str,
        content: Content,
        person: Person | None = None,
        source_system_name: str | None = None,
        session_id: str | None = None,
        device: str | None = None,
        custom_fields: Sequence[CustomField] | None = None,
        tracking_id: str | None = None,
    ) -> None:
        """Report something a person did with content: viewed, signed, completed, searched.

        Give all that is known of `person` and the company: by it Gong finds the account.
        `device` is MOBILE or PC.
        Safe to repeat: an `event_id` that Gong has already raises `Conflict`.
        """
        event = DigitalInteractionRequest(
            event_id=event_id,
            timestamp=instant_text("timestamp", timestamp),
            event_type=event_type,
            content=content,
            person=person,
            source_system_name=source_system_name,
            session_id=session_id,
            device=device,
            custom_fields=listed(custom_fields),
            tracking_id=tracking_id,
        )
        self._answer(ops.ADD_DIGITAL_INTERACTION, body=event)
