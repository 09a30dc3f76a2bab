"""Engagement events: the older way to report what people do with shared content."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from gongkit.clock import parse_instant
from gongkit.contract.types.common import RegisterGenericCrmResponse
from gongkit.contract.types.engagement import (
    Actor,
    ContentSharedEvent,
    ContentViewedEvent,
    CustomActionEvent,
    GenericProperty,
)
from gongkit.errors import UsageError
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.areas.event_reports import (
    Report,
    email_problems,
    empty_problems,
    future_problems,
    is_url,
    take_report,
    url_problems,
)
from gongkit.sandbox.core.areas.integration_settings import integration_id
from gongkit.sandbox.core.crm.account_match import Clues
from gongkit.sandbox.core.oauth.integrations import find_integration
from gongkit.sandbox.core.state import State
from gongkit.sandbox.core.timeline.reported_events import (
    CONTENT_SHARED,
    CONTENT_VIEWED,
    CUSTOM_ACTION,
    EventPerson,
)

Event = ContentSharedEvent | ContentViewedEvent | CustomActionEvent
Actors = Sequence[tuple[str, Actor]]
"""People outside the company, each with the field that names them."""


@answers("contentShared")
def content_shared(state: State, asked: Asked) -> Answer:
    """Take the event that content was shared. Each recipient needs an email address."""
    event: ContentSharedEvent = asked.body
    actors = list(_numbered("recipients", event.recipients))
    without = [f"{field}.email: must not be empty" for field, actor in actors if not actor.email]
    return _take(state, asked, CONTENT_SHARED, actors, without)


@answers("contentViewed")
def content_viewed(state: State, asked: Asked) -> Answer:
    """Take the event that shared content was viewed."""
    event: ContentViewedEvent = asked.body
    actors = [("viewer", event.viewer)] if event.viewer else []
    return _take(state, asked, CONTENT_VIEWED, actors)


@answers("customAction")
def custom_action(state: State, asked: Asked) -> Answer:
    """Take an event of another kind."""
    event: CustomActionEvent = asked.body
    actors = [("actor", event.actor)] if event.actor else []
    return _take(state, asked, CUSTOM_ACTION, actors)


def _take(
    state: State,
    asked: Asked,
    kind: str,
    main_actors: Actors,
    problems: Iterable[str] = (),
) -> Answer:
    event: Event = asked.body
    others = _numbered("nonCompanyParticipants", event.non_company_participants)
    actors = [*main_actors, *others]
    found = [*problems, *_problems(asked, event, actors), *_unknown(state, asked, event)]
    if found:
        raise Refused(400, *found)
    if event.event_id is None:
        asked.hint("eventId", "Without an eventId a second copy of this event is a second event.")
    report = Report(
        kind=kind,
        event_id=event.event_id,
        happened=event.event_timestamp,
        clues=_clues(event, actors),
        people=tuple(_person(actor) for _, actor in actors),
        request=event,
    )
    take_report(state, asked, report)
    integration = find_integration(state, asked.caller.client)
    number = integration_id(integration.client_id) if integration else None
    return Answer.of(RegisterGenericCrmResponse(request_id=asked.request_id, integration_id=number))


def _numbered(field: str, actors: Sequence[Actor] | None) -> Iterator[tuple[str, Actor]]:
    for place, actor in enumerate(actors or ()):
        yield f"{field}[{place}]", actor


# --- what is wrong with an event


def _problems(asked: Asked, event: Event, actors: Actors) -> Iterator[str]:
    texts = (
        ("reportingSystem", event.reporting_system),
        ("eventId", event.event_id),
        ("contentId", event.content_id),
        ("contentTitle", event.content_title),
    )
    yield from empty_problems(texts)
    yield from future_problems(asked, "eventTimestamp", event.event_timestamp)
    yield from url_problems("contentUrl", event.content_url)
    for field, actor in actors:
        yield from email_problems(f"{field}.email", actor.email or None)
    yield from _property_problems("contentProperties", event.content_properties)
    yield from _property_problems("eventProperties", event.event_properties)


def _property_problems(field: str, properties: Sequence[GenericProperty] | None) -> Iterator[str]:
    for place, found in enumerate(properties or ()):
        needed = _needed(found.data_type, found.value)
        if needed:
            yield f"{field}[{place}].value: must be {needed}, as its dataType says"


def _needed(data_type: str, value: str) -> str | None:
    """Say what a value has to be, if it is not."""
    match data_type:
        case "number" if not _is_number(value):
            return "a number"
        case "url" if not is_url(value):
            return "an http or https address"
        case "date" if not _is_moment(value):
            return "ISO-8601 with an offset"
        case _:
            return None


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _is_moment(text: str) -> bool:
    try:
        parse_instant(text)
    except UsageError:
        return False
    return True


def _unknown(state: State, asked: Asked, event: Event) -> Iterator[str]:
    """Name the user and the workspace that this company does not have."""
    sharer, workspace = event.sharer and event.sharer.id, event.workspace_id
    for field, table, given in (
        ("sharer.id", "users", sharer),
        ("workspaceId", "workspaces", workspace),
    ):
        if given is None:
            continue
        sql = f"SELECT 1 FROM {table} WHERE company_id = ? AND id = ?"  # noqa: S608
        if state.row(sql, asked.company.id, given) is None:
            yield f"{field}: this company has none of the {table} with the id {given}"


# --- whom it is about


def _clues(event: Event, actors: Actors) -> Clues:
    objects = [
        (found.object_type, found.object_id)
        for context in event.crm_context or ()
        for found in context.objects or ()
    ]
    objects += [pair for _, actor in actors for pair in _objects(actor)]
    return Clues(
        opportunities=tuple(found for kind, found in objects if kind == "Opportunity"),
        accounts=tuple(found for kind, found in objects if kind == "Account"),
        people=tuple(found for kind, found in objects if kind in {"Contact", "Lead"}),
        emails=tuple(actor.email for _, actor in actors if actor.email),
    )


def _objects(actor: Actor) -> list[tuple[str, str]]:
    return [
        (found.object_type, found.object_id)
        for context in actor.context or ()
        for found in context.objects or ()
    ]


def _person(actor: Actor) -> EventPerson:
    people = [found for kind, found in _objects(actor) if kind in {"Contact", "Lead"}]
    return EventPerson(email=actor.email, crm_id=people[0] if people else None)
