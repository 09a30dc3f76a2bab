"""What stands in an account's timeline, and from which tables it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from textwrap import shorten
from typing import Any

import msgspec

from gongkit.contract.types.digital_interactions import Company, DigitalInteractionRequest, Person
from gongkit.contract.types.engagement import (
    Actor,
    ContentSharedEvent,
    ContentViewedEvent,
    CustomActionEvent,
    Sharer,
)
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.calls.rows import PARTY
from gongkit.sandbox.core.timeline.reported_events import (
    CONTENT_SHARED,
    CONTENT_VIEWED,
    CUSTOM_ACTION,
    DIGITAL_INTERACTION,
)

_SNIPPET = 280

Row = tuple[Any, ...]


class Entry(msgspec.Struct, kw_only=True, gc=False):
    """Something that happened, or is going to. `at` is in seconds since the epoch.

    `kind` is call, email, meeting, or that of a reported event, `action` the same in words.
    `people` are those who did it and then those to whom it was done, `system` is where it
    was done or who reported it. `sent` is a reported event as it was taken, encoded.
    """

    kind: str
    at: float
    id: str | None
    action: str
    title: str | None
    people: list[str]
    text: str | None = None
    system: str | None = None
    sent: bytes | None = None


# --- calls, emails and meetings

_CALLS = """SELECT started AS at, c.id AS key, meta, parties, iif(brief_at <= ?3, brief, NULL)
 FROM calls c JOIN call_blocks USING (content)
 WHERE c.company_id = ?1 AND account_id = ?2 AND visible_at <= ?3"""
_EMAILS = """SELECT sent_at AS at, id AS key, subject, body, from_email,
 (SELECT group_concat(address, x'1f') FROM email_addresses a
 WHERE a.company_id = e.company_id AND email_id = e.id AND role = 'to')
 FROM emails e WHERE company_id = ?1 AND account_id = ?2 AND sent_at <= ?3"""
_MEETINGS = """SELECT starts AS at, m.id AS key, m.title, provider,
 first_name || ' ' || last_name, (SELECT group_concat(coalesce(i.name, i.email), x'1f')
 FROM meeting_invitees i WHERE meeting = m.number)
 FROM meetings m JOIN users u ON u.company_id = m.company_id AND u.id = organizer_id
 WHERE m.company_id = ?1 AND account_id = ?2"""


class _Meta(msgspec.Struct, gc=False):
    title: str | None = None
    system: str | None = None


class _Party(msgspec.Struct, rename="camel", gc=False):
    name: str | None = None
    affiliation: str | None = None


def _call(row: Row) -> Entry:
    at, call_id, encoded, parties, brief = row
    meta = decoder_of(_Meta).decode(encoded)
    people = [decoder_of(_Party).decode(party + b"}") for party in parties.split(PARTY)]
    people.sort(key=lambda party: party.affiliation != "Internal")
    return Entry(
        kind="call",
        at=at,
        id=call_id,
        action="Call",
        title=meta.title,
        people=[party.name for party in people if party.name],
        text=msgspec.json.decode(b"{%b}" % brief).get("brief") if brief else None,
        system=meta.system,
    )


def _email(row: Row) -> Entry:
    at, email_id, subject, body, sender, receivers = row
    return Entry(
        kind="email",
        at=at,
        id=email_id,
        action="Email",
        title=subject,
        people=[sender, *_listed(receivers)],
        text=shorten(body, _SNIPPET, placeholder=" …"),
    )


def _meeting(row: Row) -> Entry:
    at, meeting_id, title, provider, organizer, invitees = row
    people = [organizer, *_listed(invitees)]
    return Entry(
        kind="meeting",
        at=at,
        id=meeting_id,
        action="Meeting",
        title=title,
        people=people,
        system=provider,
    )


def _listed(joined: str | None) -> list[str]:
    return joined.split("\x1f") if joined else []


# --- reported events

_EVENTS = """SELECT happened AS at, printf('%019d', number) AS key, event_id, kind, request
 FROM reported_events WHERE company_id = ?1 AND account_id = ?2"""


def _event(row: Row) -> Entry:
    at, _, event_id, kind, request = row
    described, request_type = _DESCRIBED[kind]
    action, title, people, system = described(decoder_of(request_type).decode(request))
    return Entry(
        kind=kind,
        at=at,
        id=event_id,
        action=action,
        title=title,
        people=[name for name in people if name],
        system=system,
        sent=request,
    )


Described = tuple[str, str | None, Iterable[str | None], str | None]
"""The action, the content's title, the people, and the system that reports."""


def _interaction(event: DigitalInteractionRequest) -> Described:
    person = event.person or Person()
    company = person.company or Company()
    name = person.name or person.email or person.phone_number
    whose = company.name or company.domain
    anonymous = f"Somebody at {whose}" if whose else "Somebody"
    return (
        event.event_type,
        event.content.content_title,
        [name or anonymous],
        event.source_system_name,
    )


def _shared(event: ContentSharedEvent) -> Described:
    people = [_name(event.sharer), *map(_name, event.recipients or ())]
    return (
        event.action_name or "Content shared",
        event.content_title,
        people,
        event.reporting_system,
    )


def _viewed(event: ContentViewedEvent) -> Described:
    action = event.view_action_title or event.action_name or "Content viewed"
    return action, event.content_title, [_name(event.viewer)], event.reporting_system


def _acted(event: CustomActionEvent) -> Described:
    action = event.action_name or "Custom action"
    return action, event.content_title, [_name(event.actor)], event.reporting_system


def _name(somebody: Actor | Sharer | None) -> str | None:
    return somebody.name or somebody.email if somebody else None


_DESCRIBED: Mapping[str, tuple[Callable[[Any], Described], type[Any]]] = {
    DIGITAL_INTERACTION: (_interaction, DigitalInteractionRequest),
    CONTENT_SHARED: (_shared, ContentSharedEvent),
    CONTENT_VIEWED: (_viewed, ContentViewedEvent),
    CUSTOM_ACTION: (_acted, CustomActionEvent),
}

SOURCES: Mapping[str, tuple[str, Callable[[Row], Entry]]] = {
    "call": (_CALLS, _call),
    "email": (_EMAILS, _email),
    "event": (_EVENTS, _event),
    "meeting": (_MEETINGS, _meeting),
}
"""For each source a query and what makes an entry of its rows.

The query takes the company, the account and the moment; its first columns are `at` and `key`.
"""
