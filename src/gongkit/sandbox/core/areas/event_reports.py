"""What the operations that take events have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import msgspec

from gongkit.contract.types.base import GongStruct
from gongkit.sandbox.core.api.asked import Asked, Refused
from gongkit.sandbox.core.areas.where import seconds
from gongkit.sandbox.core.crm.account_match import Clues, match_account
from gongkit.sandbox.core.state import State
from gongkit.sandbox.core.timeline.reported_events import (
    EventPerson,
    ReportedEvent,
    insert_events,
    is_known,
)

_CLOCKS_DIFFER_SECONDS = 300


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a request reports; `happened` is ISO-8601, `kind` is one of `reported_events`."""

    kind: str
    event_id: str | None
    happened: str
    clues: Clues
    people: tuple[EventPerson, ...]
    request: GongStruct


def take_report(state: State, asked: Asked, report: Report) -> None:
    """Keep an event; one whose `eventId` is known is refused (409)."""
    if report.event_id is not None and is_known(
        state, asked.company.id, report.kind, report.event_id
    ):
        raise Refused(409, f"eventId: an event with the id {report.event_id!r} was reported before")
    match = match_account(state, asked.company, report.clues, asked.now)
    if match.account_id is None:
        asked.hint("eventId" if report.event_id else "", _unmatched(report.clues))
    event = ReportedEvent(
        kind=report.kind,
        event_id=report.event_id,
        happened=seconds(report.happened),
        match=match,
        people=report.people,
        request=msgspec.json.encode(report.request),
    )
    with state.write():
        insert_events(state, asked.company.id, [event])


def _unmatched(clues: Clues) -> str:
    taken = "The event was taken, and is in no account's timeline:"
    if not any(clues):
        return (
            f"{taken} nothing in it points to an account. Send the person's email address,"
            " the company's domain, or ids of CRM objects."
        )
    given = "; ".join(f"{name} {', '.join(found)}" for name, found in _named(clues))
    return f"{taken} this company has no account, and no contact with an account, for {given}."


def _named(clues: Clues) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, found in clues._asdict().items():
        if found:
            yield name.replace("_", " "), found


# --- what is wrong with a report


def future_problems(asked: Asked, field: str, moment: str) -> Iterator[str]:
    """Say so if a moment has not come yet; clocks may differ by five minutes."""
    if seconds(moment) > asked.now + _CLOCKS_DIFFER_SECONDS:
        yield f"{field}: is in the future"


def empty_problems(texts: Iterable[tuple[str, str | None]]) -> Iterator[str]:
    """Name the fields that are there and hold nothing."""
    for field, text in texts:
        if text is not None and not text.strip():
            yield f"{field}: must not be empty"


def email_problems(field: str, email: str | None) -> Iterator[str]:
    """Say so if a text is no email address."""
    if email is not None and not is_email(email):
        yield f"{field}: must be an email address"


def is_email(text: str) -> bool:
    """Tell whether a text has the form of an email address, no more."""
    name, at, domain = text.strip().rpartition("@")
    return bool(name and at and domain) and not any(char.isspace() for char in name + domain)


def url_problems(field: str, url: str | None) -> Iterator[str]:
    """Say so if a text is no address of a page."""
    if url is not None and not is_url(url):
        yield f"{field}: must be an http or https address"


def is_url(text: str) -> bool:
    """Tell whether a text is an http or https address."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
