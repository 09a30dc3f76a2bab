"""What there is about a person, in the shapes in which Gong tells it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from typing import Any

import msgspec

from gongkit.contract.types.common import ContextField
from gongkit.contract.types.data_privacy import (
    CallReference,
    CustomerData,
    CustomerDataObject,
    CustomerEngagement,
    EmailMessage,
    MeetingReference,
)
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.api.asked import Asked
from gongkit.sandbox.core.calls.rows import PARTY
from gongkit.sandbox.core.crm.objects import find_crm_object
from gongkit.sandbox.core.privacy.contact_details import plain_number
from gongkit.sandbox.core.privacy.erasure import Erased
from gongkit.sandbox.core.privacy.personal_data import CALLS_OF, EMAILS_OF, values_of
from gongkit.sandbox.core.state import State, listed
from gongkit.sandbox.core.timeline.reported_events import (
    CONTENT_SHARED,
    CONTENT_VIEWED,
    CUSTOM_ACTION,
    DIGITAL_INTERACTION,
)

_EVENT_TYPES = {
    CONTENT_SHARED: "contentShared",
    CONTENT_VIEWED: "contentViewed",
    CUSTOM_ACTION: "customEvent",
    DIGITAL_INTERACTION: "digitalInteraction",
}


Fields = dict[str, Any]
Record = tuple[str, str, str, Fields]
"""A contact or lead: the system of its CRM, its type, its id there, and its fields."""


class _Content(msgspec.Struct, rename="camel"):
    content_id: str | None = None
    content_url: str | None = None


class _Event(_Content, rename="camel"):
    """What the reports of all kinds of events have in common, where each has it."""

    event_id: str | None = None
    reporting_system: str | None = None
    source_system_name: str | None = None
    action_name: str | None = None
    event_type: str | None = None
    content: _Content | None = None


class _Party(msgspec.Struct, rename="camel"):
    phone_number: str | None = None


_event = decoder_of(_Event).decode
_party = decoder_of(_Party).decode


class References:
    """What a company has about a person by the moment of a request."""

    def __init__(self, state: State, asked: Asked, person: Erased) -> None:
        self._state, self._asked, self._person = state, asked, person
        self._values = values_of(person)
        self._contacts = listed(sorted(person.contacts))

    def emails(self) -> list[EmailMessage]:
        """List the emails that the person sent or got, the first one first."""
        rows = self._state.rows(
            "SELECT e.id, from_email, sent_at, subject, body, u.email FROM emails e"  # noqa: S608
            " JOIN users u ON u.company_id = e.company_id AND u.id = mailbox_user_id"
            f" WHERE e.company_id = ?1 AND sent_at <= ?3 AND e.{EMAILS_OF}"
            " ORDER BY sent_at, e.id",
            *self._values[:2],
            self._asked.now,
        )
        return [
            EmailMessage(
                from_=sender,
                id=email_id,
                sent_time=self._local(sent_at),
                mailbox=mailbox,
                message_hash=_hash(sender, str(sent_at), subject, body),
            )
            for email_id, sender, sent_at, subject, body, mailbox in rows
        ]

    def calls(self) -> list[CallReference]:
        """List the calls that have been processed, private ones too."""
        rows = self._state.rows(
            f"SELECT id FROM calls WHERE company_id = ?1 AND {CALLS_OF}"  # noqa: S608
            " AND visible_at <= ?5 ORDER BY started, id",
            *self._values,
            self._asked.now,
        )
        return [
            CallReference(id=call_id, status="COMPLETED", external_systems=[])
            for (call_id,) in rows
        ]

    def meetings(self) -> list[MeetingReference]:
        """List the meetings that the person is invited to, or has organized."""
        rows = self._state.rows(
            "SELECT id FROM meetings WHERE company_id = ?1 AND (number IN"
            " (SELECT meeting FROM meeting_invitees"
            " WHERE company_id = ?1 AND email IN (SELECT value FROM json_each(?2)))"
            " OR organizer_id IN (SELECT id FROM users WHERE company_id = ?1"
            " AND lower(email) IN (SELECT value FROM json_each(?2)))) ORDER BY starts, id",
            *self._values[:2],
        )
        return [MeetingReference(id=meeting_id) for (meeting_id,) in rows]

    def customer_data(self) -> list[CustomerData]:
        """List the person's contacts and leads, by CRM."""
        by_system: dict[str, list[CustomerDataObject]] = {}
        for system, object_type, crm_id, fields in (*self._native(), *self._uploaded()):
            found = by_system.setdefault(system, [])
            found.append(self._object(crm_id, object_type, fields))
        return [CustomerData(system=system, objects=found) for system, found in by_system.items()]

    def _native(self) -> Iterator[Record]:
        rows = self._state.rows(
            "SELECT object_type, id, fields FROM contacts"
            " WHERE company_id = ? AND id IN (SELECT value FROM json_each(?)) ORDER BY id",
            self._person.company_id,
            self._contacts,
        )
        for object_type, crm_id, encoded in rows:
            fields: Fields = msgspec.json.decode(encoded)
            yield _system_of(fields), object_type, crm_id, fields

    def _uploaded(self) -> Iterator[Record]:
        company_id, now = self._person.company_id, self._asked.now
        for object_type, crm_id in sorted(self._person.uploaded, key=itemgetter(1, 0)):
            fields = find_crm_object(self._state, company_id, object_type, crm_id, now)
            if fields is not None:
                yield "Generic", object_type.capitalize(), crm_id, fields

    def _object(self, crm_id: str, object_type: str, fields: Fields) -> CustomerDataObject:
        names = (self._person.company_id, object_type, crm_id)
        return CustomerDataObject(
            id=_made_id("object", *names),
            object_type=object_type,
            external_id=crm_id,
            mirror_id=_made_id("mirror", *names),
            fields=[ContextField(name=name, value=value) for name, value in fields.items()],
        )

    def customer_engagement(self) -> list[CustomerEngagement]:
        """List the events that were reported of the person."""
        company_id, emails, _, crm_ids = self._values
        rows = self._state.rows(
            "SELECT kind, happened, request FROM reported_events WHERE number IN"
            " (SELECT event FROM reported_event_people WHERE company_id = ?1"
            " AND email IN (SELECT value FROM json_each(?2))"
            " UNION SELECT event FROM reported_event_people WHERE company_id = ?1"
            " AND crm_id IN (SELECT value FROM json_each(?3))) ORDER BY happened, number",
            company_id,
            emails,
            crm_ids,
        )
        return [self._engagement(*row) for row in rows]

    def _engagement(self, kind: str, happened: float, request: bytes) -> CustomerEngagement:
        event = _event(request)
        content = event.content or event
        return CustomerEngagement(
            event_type=_EVENT_TYPES[kind],
            timestamp=self._local(happened),
            content_id=content.content_id,
            content_url=content.content_url,
            reporting_system=event.reporting_system or event.source_system_name,
            event_name=event.action_name or event.event_type,
            source_event_id=event.event_id,
        )

    def written_numbers(self) -> list[str]:
        """List the ways in which contacts, leads and parties of calls write the number."""
        company_id, _, numbers, _ = self._values
        found = self._state.rows(
            "SELECT phone_number FROM contacts"
            " WHERE company_id = ? AND id IN (SELECT value FROM json_each(?))",
            company_id,
            self._contacts,
        )
        blocks = self._state.rows(
            "SELECT parties FROM call_blocks WHERE content IN (SELECT content FROM call_parties"
            " WHERE company_id = ? AND phone_number IN (SELECT value FROM json_each(?)))",
            company_id,
            numbers,
        )
        written = {number for (number,) in found}
        written |= {str(fields.get("phoneNumber", "")) for *_, fields in self._uploaded()}
        for (parties,) in blocks:
            written |= {_party(party + b"}").phone_number or "" for party in parties.split(PARTY)}
        wanted = self._person.phone_numbers
        return sorted(number for number in written if plain_number(number) in wanted)

    def _local(self, moment: float) -> str:
        zone = self._asked.company.zone
        return datetime.fromtimestamp(moment, zone).isoformat(timespec="milliseconds")


def _system_of(fields: Fields) -> str:
    """Tell the CRM by how it names its fields."""
    return "HubSpot" if "firstname" in fields else "Salesforce"


def _hash(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def _made_id(*names: str) -> str:
    """Make an id as Gong's are, always the same for the same names."""
    number = int.from_bytes(hashlib.sha256("/".join(names).encode()).digest()[:7], "big")
    return str(10**18 + number)
