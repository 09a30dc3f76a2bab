"""Events that integrations report: digital interactions and, in the older form, engagement.

They are kept as they came, with the account that they belong to and the people they are
about.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from gongkit.sandbox.core.crm.account_match import Match
from gongkit.sandbox.core.privacy.contact_details import plain_email, plain_number
from gongkit.sandbox.core.privacy.erasure import Erased, erases
from gongkit.sandbox.core.state import State, listed

DIGITAL_INTERACTION = "digital_interaction"
CONTENT_SHARED = "content_shared"
CONTENT_VIEWED = "content_viewed"
CUSTOM_ACTION = "custom_action"


class EventPerson(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Somebody an event is about; `crm_id` is that of a contact or lead."""

    email: str | None = None
    phone_number: str | None = None
    crm_id: str | None = None


class ReportedEvent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One event. `happened` is in seconds since the epoch, `request` is encoded."""

    kind: str
    event_id: str | None
    happened: float
    match: Match
    people: tuple[EventPerson, ...]
    request: bytes


def is_known(state: State, company_id: str, kind: str, event_id: str) -> bool:
    """Tell whether an event with this id was reported before.

    Digital interactions and engagement events are told apart, the kinds of engagement
    events are not.
    """
    row = state.row(
        "SELECT 1 FROM reported_events WHERE company_id = ?"
        " AND (kind = 'digital_interaction') = ? AND event_id = ?",
        company_id,
        kind == DIGITAL_INTERACTION,
        event_id,
    )
    return row is not None


def insert_events(state: State, company_id: str, events: Iterable[ReportedEvent]) -> None:
    """Add events to a company, inside a transaction."""
    last = state.row("SELECT coalesce(max(number), 0) FROM reported_events")
    rows, people = [], []
    for number, event in enumerate(events, (last[0] if last else 0) + 1):
        found = (event.kind, event.event_id, event.happened, *event.match, event.request)
        rows.append((number, company_id, *found))
        people += [(number, company_id, *_person(person)) for person in event.people]
    state.execute_many("INSERT INTO reported_events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    state.execute_many("INSERT INTO reported_event_people VALUES (?, ?, ?, ?, ?)", people)


def _person(person: EventPerson) -> tuple[str | None, str | None, str | None]:
    return plain_email(person.email), plain_number(person.phone_number), person.crm_id


@erases
def erase_events(state: State, erased: Erased) -> None:
    """Delete the events that are about the person."""
    for column, known in (
        ("email", erased.emails),
        ("phone_number", erased.phone_numbers),
        ("crm_id", erased.crm_ids),
    ):
        state.execute(
            "DELETE FROM reported_events WHERE number IN (SELECT event FROM reported_event_people"  # noqa: S608
            f" WHERE company_id = ? AND {column} IN (SELECT value FROM json_each(?)))",
            erased.company_id,
            listed(sorted(known)),
        )
