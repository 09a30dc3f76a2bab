"""Who somebody is by an email address or a phone number, and erasing what is kept about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from gongkit.decoders import decoder_of
from gongkit.sandbox.core.crm.kinds import EMAIL
from gongkit.sandbox.core.crm.lookup import BY_EMAIL, BY_NUMBER, Wanted, find_uploaded
from gongkit.sandbox.core.crm.objects import find_crm_object
from gongkit.sandbox.core.jobs import Job, does, schedule
from gongkit.sandbox.core.privacy.contact_details import plain_email, plain_number
from gongkit.sandbox.core.privacy.erasure import ERASERS, Erased, erases
from gongkit.sandbox.core.state import State, listed

_ERASE = "erase"
_UPLOADED_PEOPLE = ("CONTACT", "LEAD")

CALLS_OF = (
    "content IN ("
    "SELECT content FROM call_parties"
    " WHERE company_id = ?1 AND email IN (SELECT value FROM json_each(?2))"
    " UNION SELECT content FROM call_parties"
    " WHERE company_id = ?1 AND phone_number IN (SELECT value FROM json_each(?3))"
    " UNION SELECT content FROM call_parties"
    " WHERE company_id = ?1 AND crm_id IN (SELECT value FROM json_each(?4)))"
)
"""The condition on calls in which somebody took part, or was invited to; takes `values_of`."""

EMAILS_OF = (
    "id IN (SELECT email_id FROM email_addresses"
    " WHERE company_id = ?1 AND address IN (SELECT value FROM json_each(?2)))"
)
"""The condition on emails that somebody sent or got; takes `values_of`."""


class KnownBy(msgspec.Struct, frozen=True, gc=False):
    """What somebody is known by: an email address or a phone number, in plain form."""

    email: str | None = None
    phone_number: str | None = None


def identify(state: State, company_id: str, known_by: KnownBy, now: float) -> Erased:
    """Find the contacts and leads behind an address or a number.

    A number leads on to their addresses; an address does not lead on to their numbers,
    which colleagues may share.
    """
    native = dict(_native(state, company_id, known_by))
    uploaded = dict(_uploaded(state, company_id, known_by, now))
    emails = {known_by.email} if known_by.email else {*native.values(), *uploaded.values()}
    return Erased(
        company_id=company_id,
        emails=frozenset(email for email in emails if email),
        phone_numbers=frozenset([known_by.phone_number] if known_by.phone_number else ()),
        contacts=frozenset(native),
        uploaded=frozenset(uploaded),
        crm_ids=frozenset(native) | _meant(state, company_id, uploaded, now),
    )


def _native(state: State, company_id: str, known_by: KnownBy) -> Iterator[tuple[str, str | None]]:
    """Find people in the CRM that Gong reads, whose addresses and numbers are as written there.

    Give their ids and plain email addresses.
    """
    for crm_id, email, number in state.rows(
        "SELECT id, email, phone_number FROM contacts WHERE company_id = ?", company_id
    ):
        plain = plain_email(email)
        if plain == known_by.email if known_by.email else _is_number(number, known_by):
            yield crm_id, plain


def _is_number(number: str, known_by: KnownBy) -> bool:
    return plain_number(number) == known_by.phone_number


def _uploaded(
    state: State, company_id: str, known_by: KnownBy, now: float
) -> Iterator[tuple[tuple[str, str], str | None]]:
    """Find people who were uploaded: their types and ids, and their plain email addresses."""
    key = BY_EMAIL if known_by.email else BY_NUMBER
    values = [known_by.email or known_by.phone_number or ""]
    for object_type in _UPLOADED_PEOPLE:
        for crm_id, fields in find_uploaded(
            state, company_id, Wanted(object_type, key, values), now
        ):
            yield (object_type, crm_id), plain_email(fields.get(EMAIL))


def _meant(
    state: State, company_id: str, uploaded: Collection[tuple[str, str]], now: float
) -> frozenset[str]:
    """Give the ids that mean these people where no type is kept with an id.

    Several people may have an id, each of another type: it means the one in the CRM that
    Gong reads, then the lead, then the contact, as with prospects.
    """
    of_others = {
        crm_id
        for object_type, crm_id in uploaded
        if object_type == "CONTACT"
        and ("LEAD", crm_id) not in uploaded
        and find_crm_object(state, company_id, "LEAD", crm_id, now) is not None
    }
    ids = {crm_id for _, crm_id in uploaded} - of_others
    native = state.rows(
        "SELECT id FROM contacts WHERE company_id = ? AND id IN (SELECT value FROM json_each(?))",
        company_id,
        listed(sorted(ids)),
    )
    return frozenset(ids - {crm_id for (crm_id,) in native})


def values_of(person: Erased) -> tuple[str, str, str, str]:
    """Give the values for `CALLS_OF` and `EMAILS_OF`, which are numbered."""
    return (
        person.company_id,
        listed(sorted(person.emails)),
        listed(sorted(person.phone_numbers)),
        listed(sorted(person.crm_ids)),
    )


def is_own_user(state: State, company_id: str, known_by: KnownBy) -> bool:
    """Tell whether the address or number is that of somebody who works at the company."""
    row = state.row(
        "SELECT 1 FROM users WHERE company_id = ?1 AND email = ?2 COLLATE NOCASE"
        " UNION ALL SELECT 1 FROM call_parties WHERE company_id = ?1 AND phone_number = ?3"
        " AND user_id IS NOT NULL",
        company_id,
        known_by.email,
        known_by.phone_number,
    )
    return row is not None


def count_of(state: State, person: Erased) -> int:
    """Count the calls, emails, contacts and leads that erasing somebody would delete."""
    values = values_of(person)
    counts = (
        *state.rows(
            f"SELECT count(*) FROM calls WHERE company_id = ?1 AND {CALLS_OF}",  # noqa: S608
            *values,
        ),
        *state.rows(
            f"SELECT count(*) FROM emails WHERE company_id = ?1 AND {EMAILS_OF}",  # noqa: S608
            *values[:2],
        ),
    )
    return len(person.contacts) + len(person.uploaded) + sum(int(count) for (count,) in counts)


# --- erasing


def schedule_erasure(state: State, company_id: str, known_by: KnownBy, due_at: float) -> None:
    """Have everything about somebody erased at a moment; call it inside a transaction."""
    schedule(state, company_id, _ERASE, due_at, msgspec.json.encode(known_by))


def erasure_due(state: State, company_id: str, known_by: KnownBy) -> float | None:
    """Tell when an erasure that was accepted is going to be done, if there is one."""
    row = state.row(
        "SELECT min(due_at) FROM jobs WHERE company_id = ? AND kind = ? AND payload = ?",
        company_id,
        _ERASE,
        msgspec.json.encode(known_by),
    )
    return None if row is None else row[0]


@does(_ERASE)
def erase(state: State, job: Job) -> None:
    """Erase what there is about somebody by now, in all parts of the core."""
    known_by = decoder_of(KnownBy).decode(job.payload)
    person = identify(state, job.company_id, known_by, job.due_at)
    for eraser in ERASERS:
        eraser(state, person)


@erases
def erase_calls(state: State, erased: Erased) -> None:
    """Delete the calls in which the person took part; their content ends with them."""
    state.execute(
        f"DELETE FROM calls WHERE company_id = ?1 AND {CALLS_OF}",  # noqa: S608
        *values_of(erased),
    )


@erases
def erase_contacts(state: State, erased: Erased) -> None:
    """Delete the contacts and leads who are the person."""
    state.execute(
        "DELETE FROM contacts WHERE company_id = ? AND id IN (SELECT value FROM json_each(?))",
        erased.company_id,
        listed(sorted(erased.contacts)),
    )
