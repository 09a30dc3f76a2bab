"""Data privacy: what there is about a person, and erasing it on the sandbox's clock."""

from __future__ import annotations

import re

import gongkit.sandbox.core.mail.drafts  # noqa: F401  (registers what it erases)
from gongkit.clock import instant_of
from gongkit.contract.types.common import BaseResponse
from gongkit.contract.types.data_privacy import EmailAddressReferences, PhoneNumberReferences
from gongkit.sandbox.core.api.asked import Answer, Asked, Hint, Refused, answers
from gongkit.sandbox.core.areas.privacy_references import References
from gongkit.sandbox.core.company_settings import load_company_settings
from gongkit.sandbox.core.privacy.contact_details import plain_email, plain_number
from gongkit.sandbox.core.privacy.personal_data import (
    KnownBy,
    count_of,
    erasure_due,
    identify,
    is_own_user,
    schedule_erasure,
)
from gongkit.sandbox.core.state import State

_EMAIL, _NUMBER = "emailAddress", "phoneNumber"
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


@answers("findAllReferencesToEmailAddress")
def find_email_address(state: State, asked: Asked) -> Answer:
    """List what there is under an address; empty lists where there is nothing."""
    known_by = _email_asked(asked)
    found = References(state, asked, identify(state, asked.company.id, known_by, asked.now))
    answer = EmailAddressReferences(
        request_id=asked.request_id,
        emails=found.emails(),
        calls=found.calls(),
        meetings=found.meetings(),
        customer_data=found.customer_data(),
        customer_engagement=found.customer_engagement(),
    )
    held = answer.emails or answer.calls or answer.meetings or answer.customer_data
    nothing = not (held or answer.customer_engagement)
    _explain(state, asked, _EMAIL, known_by, nothing=nothing)
    return Answer.of(answer)


@answers("findAllReferencesToPhoneNumber")
def find_phone_number(state: State, asked: Asked) -> Answer:
    """List what there is under a number, and under the addresses of those who have it."""
    known_by = _number_asked(asked)
    person = identify(state, asked.company.id, known_by, asked.now)
    found = References(state, asked, person)
    answer = PhoneNumberReferences(
        request_id=asked.request_id,
        emails=found.emails(),
        calls=found.calls(),
        meetings=found.meetings(),
        customer_data=found.customer_data(),
        supplied_phone_number=asked.query[_NUMBER],
        matching_phone_numbers=found.written_numbers(),
        email_addresses=sorted(person.emails),
    )
    nothing = not answer.matching_phone_numbers
    _explain(state, asked, _NUMBER, known_by, nothing=nothing)
    return Answer.of(answer)


@answers("purgeEmailAddress")
def erase_email_address(state: State, asked: Asked) -> Answer:
    """Take the erasure of an address on."""
    return _erase(state, asked, _EMAIL, _email_asked(asked))


@answers("purgePhoneNumber")
def erase_phone_number(state: State, asked: Asked) -> Answer:
    """Take the erasure of a number on."""
    return _erase(state, asked, _NUMBER, _number_asked(asked))


def _email_asked(asked: Asked) -> KnownBy:
    email = plain_email(asked.query[_EMAIL])
    if email is None or not _ADDRESS.fullmatch(email):
        raise Refused(400, f"{_EMAIL}: must be an email address, such as ada@example.com")
    return KnownBy(email=email)


def _number_asked(asked: Asked) -> KnownBy:
    text: str = asked.query[_NUMBER]
    number = plain_number(text)
    if text.strip().startswith(("+", "00")) and number is not None:
        return KnownBy(phone_number=number)
    tip = " (a '+' in a query is written %2B)" if text.startswith(" ") else ""
    raise Refused(
        400,
        f"{_NUMBER}: must begin with a plus sign and the country code,"
        f" such as +1 415 555 0123{tip}",
    )


def _explain(state: State, asked: Asked, field: str, known_by: KnownBy, *, nothing: bool) -> None:
    due = erasure_due(state, asked.company.id, known_by)
    if due is not None:
        moment = instant_of(due).isoformat(timespec="seconds")
        asked.hint(field, f"An erasure was accepted; it is done at {moment}.")
    elif nothing:
        asked.hint(
            field,
            f"Nothing at {asked.company.name} is kept under it: it was never there, was"
            " erased, or its calls are not processed yet.",
        )


def _erase(state: State, asked: Asked, field: str, known_by: KnownBy) -> Answer:
    company_id = asked.company.id
    if is_own_user(state, company_id, known_by):
        raise Refused(
            400,
            f"{field}: belongs to a user of the company; only data of people outside of it"
            " can be erased",
        )
    settings = load_company_settings(state, company_id)
    count = count_of(state, identify(state, company_id, known_by, asked.now))
    if count > settings.erase_at_most:
        raise Refused(
            400,
            f"{field}: an abnormal amount of objects would be deleted; contact Gong's support",
            hints=(
                Hint(
                    field,
                    f"{count} objects would go; erase_at_most is {settings.erase_at_most}"
                    " in PUT /_sandbox/settings.",
                ),
            ),
        )
    due_at = asked.now + settings.erase_after
    with state.write():
        schedule_erasure(state, company_id, known_by, due_at)
    _tell(asked, field, count, due_at)
    return Answer.of(BaseResponse(request_id=asked.request_id))


def _tell(asked: Asked, field: str, count: int, due_at: float) -> None:
    moment = instant_of(due_at).isoformat(timespec="seconds")
    asked.hint(
        field,
        f"{count} calls, emails, contacts and leads are erased when the sandbox's time comes"
        f" to {moment}; PUT /_sandbox/clock moves it.",
    )
