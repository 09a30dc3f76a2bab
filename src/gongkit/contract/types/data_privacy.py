"""The shapes of data-privacy requests: what Gong holds about a person."""

from typing import Annotated, ClassVar

import msgspec

from gongkit.contract.types.base import UNIQUE, GongStruct, Timestamp, known
from gongkit.contract.types.common import ContextField, CrmSystem


class EmailMessage(GongStruct):
    """An email that names the person."""

    from_: str | None = msgspec.field(default=None, name="from")
    """The sender's address."""
    id: str | None = None
    sent_time: str | None = None
    """ISO-8601 with an offset."""
    mailbox: str | None = None
    """The address of the mailbox Gong took the email from."""
    message_hash: str | None = None
    """A hash of the email."""


class ExternalSystemObject(GongStruct):
    """An object of another system that belongs to a call."""

    object_type: Annotated[str, known("Conversation", "Task")] | None = None
    external_id: str | None = None
    """Its id in that system."""


class ExternalSystem(GongStruct):
    """Objects of another system that belong to a call."""

    system: CrmSystem | None = None
    objects: list[ExternalSystemObject] | None = None


class CallReference(GongStruct):
    """A call in which the person took part."""

    id: str | None = None
    status: str | None = None
    """Where the call stands, such as `COMPLETED`."""
    external_systems: list[ExternalSystem] | None = None


class MeetingReference(GongStruct):
    """A meeting to which the person was invited."""

    gong_name: ClassVar[str | None] = "Meeting"

    id: str | None = None


class CustomerDataObject(GongStruct):
    """A lead or contact of the CRM who is the person."""

    id: str | None = None
    """Gong's id, up to 20 digits."""
    object_type: Annotated[str, known("Lead", "Contact")] | None = None
    external_id: str | None = None
    """The id in the CRM."""
    mirror_id: str | None = None
    """The id of the CRM's object in the copy of the CRM that Gong keeps."""
    fields: list[ContextField] | None = None


class CustomerData(GongStruct):
    """Leads and contacts of one CRM who are the person."""

    system: CrmSystem | None = None
    objects: list[CustomerDataObject] | None = None


class CustomerEngagement(GongStruct):
    """An engagement event or digital interaction of the person."""

    event_type: (
        Annotated[str, known("contentShared", "contentViewed", "customEvent", "digitalInteraction")]
        | None
    ) = None
    timestamp: Timestamp | None = None
    content_id: str | None = None
    content_url: str | None = None
    reporting_system: str | None = None
    event_name: str | None = None
    source_event_id: str | None = None
    """The event's id in the reporting system."""


class EmailAddressReferences(GongStruct):
    """All that Gong holds under an email address."""

    request_id: str | None = None
    emails: list[EmailMessage] | None = None
    calls: list[CallReference] | None = None
    meetings: list[MeetingReference] | None = None
    customer_data: list[CustomerData] | None = None
    customer_engagement: list[CustomerEngagement] | None = None


class PhoneNumberReferences(GongStruct):
    """All that Gong holds under a phone number."""

    request_id: str | None = None
    emails: list[EmailMessage] | None = None
    calls: list[CallReference] | None = None
    meetings: list[MeetingReference] | None = None
    customer_data: list[CustomerData] | None = None
    supplied_phone_number: str | None = None
    """The number that was asked for."""
    matching_phone_numbers: Annotated[list[str], UNIQUE] | None = None
    """The numbers Gong found to be the same, in the ways they are written."""
    email_addresses: Annotated[list[str], UNIQUE] | None = None
    """The addresses of the leads and contacts who have the number."""
