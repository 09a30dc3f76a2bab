"""Plants events that other systems reported: visits before a sale, and what was sent in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from gongkit.contract.types.base import GongStruct
from gongkit.contract.types.common import CallUploadContext, ExternalCrmCallObject
from gongkit.contract.types.digital_interactions import (
    Company,
    Content,
    DigitalInteractionRequest,
    NumericContentDetails,
    Person,
)
from gongkit.contract.types.engagement import (
    Actor,
    ContentSharedEvent,
    ContentViewedEvent,
    CustomActionEvent,
    Sharer,
)
from gongkit.sandbox.core.crm.account_match import Match
from gongkit.sandbox.core.seed.accounts import Account, Contact
from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.moments import Moments
from gongkit.sandbox.core.seed.stories import PlannedCall, Story
from gongkit.sandbox.core.state import State
from gongkit.sandbox.core.timeline.reported_events import (
    CONTENT_SHARED,
    CONTENT_VIEWED,
    CUSTOM_ACTION,
    DIGITAL_INTERACTION,
    EventPerson,
    ReportedEvent,
    insert_events,
)

_SITE, _ROOM = "Footfall Analytics", "Dealroom Docs"
_TECHNICAL, _NEGOTIATION = 3, 5


def plant_interactions(state: State, demo: Demo, stories: list[Story]) -> None:
    """Put the events into the table, those of days before today."""
    today = demo.today.timestamp()
    moments = Moments(demo)
    events = (event for story in stories for event in _of_story(demo, moments, story))
    insert_events(state, demo.company.id, (event for event in events if event.happened < today))


def _of_story(demo: Demo, moments: Moments, story: Story) -> Iterator[ReportedEvent]:
    if not story.calls:
        return
    writer = _Writer(demo, story.account)
    if story.sold_here:
        yield from writer.visits(moments.start_of(story.calls[0]))
    for call in story.calls:
        if _TECHNICAL <= call.kind.stage <= _NEGOTIATION:
            yield from writer.sent_after(call, moments.start_of(call))
        if call.kind.stage == _NEGOTIATION and call is not story.calls[-1]:
            yield writer.signed(moments.after(call, 1))


class _Writer:
    """Writes the events about one account."""

    def __init__(self, demo: Demo, account: Account) -> None:
        self._demo, self._account = demo, account
        self._dice: Dice = demo.dice("interactions", str(account.number))
        thing = ExternalCrmCallObject(object_type="Opportunity", object_id=account.deal.id)
        system = demo.blueprint.crm
        self._context = [CallUploadContext(system=system, objects=[thing])]

    def visits(self, first_call: datetime) -> Iterator[ReportedEvent]:
        """Let somebody of the account look around, and the contact watch a recording."""
        at = first_call - timedelta(days=self._dice.between(4, 9), minutes=self._dice.below(300))
        product = self._demo.blueprint.offer.product
        stranger = Person(
            person_id=f"visitor-{self._dice.token()[:6]}",
            company=Company(name=self._account.name, domain=self._account.domain),
        )
        page = Content(content_title=f"{product}: prices", content_url=self._url("prices"))
        yield self._interaction("Page viewed", at, page, stranger)
        if self._dice.chance(0.5):
            contact = self._account.contacts[0]
            known = Person(name=contact.name, email=contact.email)
            watched = NumericContentDetails(
                range_from=0,
                range_to=100,
                value=self._dice.between(40, 100),
                numeric_type="PERCENTAGE",
            )
            video = Content(
                content_title=f"{product} in ten minutes",
                content_url=self._url("video"),
                numeric_content_details=watched,
            )
            later = at + timedelta(hours=self._dice.between(20, 50))
            yield self._interaction("Video watched", later, video, known)

    def sent_after(self, call: PlannedCall, start: datetime) -> Iterator[ReportedEvent]:
        """Let the host share what was promised in a call, and the contact open it."""
        contact = self._account.contacts[0]
        share_id, at = self._dice.token(), start + timedelta(hours=2)
        title = f"{call.kind.purpose} - {self._account.name}"
        shared = ContentSharedEvent(
            reporting_system=_ROOM,
            event_timestamp=at.isoformat(),
            event_id=f"share-{share_id}",
            content_id=f"doc-{share_id}",
            content_url=self._url(share_id),
            content_title=title,
            share_id=share_id,
            sharer=Sharer(id=call.host.id, email=call.host.email, name=call.host.name),
            recipients=[_actor(contact)],
            crm_context=self._context,
        )
        yield self._event(CONTENT_SHARED, shared.event_id, at, shared, contact)
        opened = at + timedelta(hours=self._dice.between(1, 30))
        viewed = ContentViewedEvent(
            reporting_system=_ROOM,
            event_timestamp=opened.isoformat(),
            event_id=f"view-{self._dice.token()}",
            content_id=shared.content_id,
            content_url=shared.content_url,
            content_title=title,
            view_action_title="Document viewed",
            share_id=share_id,
            viewer=_actor(contact),
        )
        yield self._event(CONTENT_VIEWED, viewed.event_id, opened, viewed, contact)

    def signed(self, at: datetime) -> ReportedEvent:
        """Let the sponsor sign the contract."""
        sponsor = self._account.sponsor
        event = CustomActionEvent(
            reporting_system=_ROOM,
            event_timestamp=at.isoformat(),
            event_id=f"signature-{self._dice.token()}",
            content_title=f"Contract - {self._account.name}",
            action_name="Contract signed",
            actor=_actor(sponsor),
            crm_context=self._context,
        )
        return self._event(CUSTOM_ACTION, event.event_id, at, event, sponsor)

    def _interaction(
        self, action: str, at: datetime, content: Content, person: Person
    ) -> ReportedEvent:
        request = DigitalInteractionRequest(
            event_id=f"visit-{self._dice.token()}",
            timestamp=at.isoformat(),
            event_type=action,
            content=content,
            source_system_name=_SITE,
            person=person,
        )
        contact = self._account.contacts[0] if person.email else None
        return self._event(DIGITAL_INTERACTION, request.event_id, at, request, contact)

    def _event(
        self,
        kind: str,
        event_id: str | None,
        at: datetime,
        request: GongStruct,
        contact: Contact | None,
    ) -> ReportedEvent:
        of_deal = kind in {CONTENT_SHARED, CUSTOM_ACTION}
        return ReportedEvent(
            kind=kind,
            event_id=event_id,
            happened=at.timestamp(),
            match=Match(self._account.id, self._account.deal.id if of_deal else None),
            people=(EventPerson(email=contact.email),) if contact else (),
            request=msgspec.json.encode(request),
        )

    def _url(self, path: str) -> str:
        return f"https://content.{self._demo.blueprint.domain}/{path}"


def _actor(contact: Contact) -> Actor:
    return Actor(email=contact.email, name=contact.name, title=contact.title)
