"""Digital interactions: what people do with content, reported to an account's timeline."""

from __future__ import annotations

from collections.abc import Iterator

from gongkit.contract.types.digital_interactions import (
    Company,
    Content,
    DigitalInteractionRequest,
    EventAcceptedResponse,
    NumericContentDetails,
    Person,
)
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.areas.event_reports import (
    Report,
    email_problems,
    empty_problems,
    future_problems,
    take_report,
)
from gongkit.sandbox.core.crm.account_match import Clues
from gongkit.sandbox.core.state import State
from gongkit.sandbox.core.timeline.reported_events import DIGITAL_INTERACTION, EventPerson


@answers("addDigitalInteraction")
def add_digital_interaction(state: State, asked: Asked) -> Answer:
    """Take an event, once."""
    event: DigitalInteractionRequest = asked.body
    problems = list(_problems(asked, event))
    if problems:
        raise Refused(400, *problems)
    report = Report(
        kind=DIGITAL_INTERACTION,
        event_id=event.event_id,
        happened=event.timestamp,
        clues=_clues(event.person or Person()),
        people=_people(event.person),
        request=event,
    )
    take_report(state, asked, report)
    return Answer.of(EventAcceptedResponse(request_id=asked.request_id))


def _problems(asked: Asked, event: DigitalInteractionRequest) -> Iterator[str]:
    texts = (
        ("eventId", event.event_id),
        ("eventType", event.event_type),
        ("content.contentTitle", event.content.content_title),
    )
    yield from empty_problems(texts)
    yield from future_problems(asked, "timestamp", event.timestamp)
    yield from _content_problems(event.content)
    if event.person is not None:
        yield from email_problems("person.email", event.person.email or None)
        yield from _anonymous_problems(event.person)


def _content_problems(content: Content) -> Iterator[str]:
    number, step = content.numeric_content_details, content.step_content_details
    field = "content.numericContentDetails"
    if number and number.range_from > number.range_to:
        yield f"{field}.rangeFrom: must not be greater than rangeTo"
    elif number and not number.range_from <= _value(number) <= number.range_to:
        yield f"{field}.value: must be from {number.range_from} to {number.range_to}"
    if step and step.value not in step.available_steps:
        yield "content.stepContentDetails.value: must be one of availableSteps"


def _value(number: NumericContentDetails) -> int:
    return number.range_from if number.value is None else number.value


def _anonymous_problems(person: Person) -> Iterator[str]:
    """Ask for what an anonymous person needs: an id, and a company that can be found."""
    context = person.person_business_context
    object_id = context.object_id if context else None
    if any(map(_says, (person.name, person.email, person.phone_number, object_id))):
        return
    anonymous = (
        "of an anonymous person (without name, email, phoneNumber, personBusinessContext.objectId)"
    )
    if not _says(person.person_id):
        yield f"person.personId: {anonymous} must not be empty"
    company = person.company or Company()
    contexts = company.company_business_contexts or ()
    if not any(map(_says, (company.domain, *(each.object_id for each in contexts)))):
        yield f"person.company.domain: {anonymous} must not be empty"


def _says(text: str | None) -> bool:
    """Tell whether a text is there and holds anything."""
    return text is not None and bool(text.strip())


def _clues(person: Person) -> Clues:
    company = person.company or Company()
    contexts = [(c.object_type, c.object_id) for c in company.company_business_contexts or ()]
    context = person.person_business_context
    return Clues(
        opportunities=tuple(found for kind, found in contexts if kind == "OPPORTUNITY"),
        accounts=tuple(found for kind, found in contexts if kind == "ACCOUNT"),
        people=(context.object_id,) if context else (),
        emails=(person.email,) if person.email else (),
        phone_numbers=(person.phone_number,) if person.phone_number else (),
        domains=(company.domain,) if company.domain else (),
    )


def _people(person: Person | None) -> tuple[EventPerson, ...]:
    if person is None:
        return ()
    context = person.person_business_context
    found = EventPerson(
        email=person.email,
        phone_number=person.phone_number,
        crm_id=context.object_id if context else None,
    )
    return (found,)
