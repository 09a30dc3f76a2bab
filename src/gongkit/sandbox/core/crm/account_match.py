"""Finding the account that an activity belongs to, by what it tells of people and companies.

What names a CRM object counts first, then a contact with the same email address, one
with the same phone number, and last the account whose website is the domain of the
company or of an email address.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.crm.lookup import (
    BY_DOMAIN,
    BY_EMAIL,
    BY_NUMBER,
    Wanted,
    find_uploaded,
    plain_domain,
)
from gongkit.sandbox.core.crm.objects import find_crm_object
from gongkit.sandbox.core.privacy.contact_details import plain_email, plain_number
from gongkit.sandbox.core.state import State

_SHORT_ID = 15
"""Salesforce writes an id with 15 characters, or with three more."""


class Clues(NamedTuple):
    """What an activity tells.

    `opportunities`, `accounts` and `people` (contacts and leads) are ids in the CRM, the
    most telling ones first; addresses, numbers and domains are as people write them.
    """

    opportunities: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phone_numbers: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


class Match(NamedTuple):
    """Where an activity belongs, by id in the CRM; nothing where no clue led to an account."""

    account_id: str | None = None
    opportunity_id: str | None = None


def match_account(state: State, company: Company, clues: Clues, now: float) -> Match:
    """Find the account, and the opportunity where the clues name one.

    What was uploaded to a CRM that the company registered counts after its other CRM.
    """
    own, uploaded = _matches(state, company, clues), _uploaded(state, company, clues, now)
    return next(chain(own, uploaded), Match())


def _matches(state: State, company: Company, clues: Clues) -> Iterator[Match]:
    for given in clues.opportunities:
        yield from _by_id(state, company, "opportunities", "account_id, id", given)
    for given in clues.accounts:
        yield from _by_id(state, company, "accounts", "id, NULL", given)
    for given in clues.people:
        yield from _by_id(state, company, "contacts", "account_id, NULL", given)
    for email in _emails(clues):
        yield from _by_email(state, company, email)
    for number in clues.phone_numbers:
        yield from _by_number(state, company, number)
    for domain in _domains(company, clues):
        yield from _by_domain(state, company, domain)


def _by_id(state: State, company: Company, table: str, columns: str, given: str) -> Iterator[Match]:
    last = given + "\x7f" if len(given) == _SHORT_ID else given
    rows = state.rows(
        f"SELECT {columns} FROM {table}"  # noqa: S608
        " WHERE company_id = ? AND id BETWEEN ? AND ?",
        company.id,
        given,
        last,
    )
    return (Match(*row) for row in rows if row[0] is not None)


def _by_email(state: State, company: Company, email: str) -> Iterator[Match]:
    rows = state.rows(
        "SELECT account_id FROM contacts"
        " WHERE company_id = ? AND lower(email) = ? AND account_id IS NOT NULL",
        company.id,
        email,
    )
    return (Match(*row) for row in rows)


def _by_number(state: State, company: Company, given: str) -> Iterator[Match]:
    number = plain_number(given)
    rows = state.rows(
        "SELECT phone_number, account_id FROM contacts"
        " WHERE company_id = ? AND account_id IS NOT NULL",
        company.id,
    )
    return (Match(account) for kept, account in rows if number and plain_number(kept) == number)


def _by_domain(state: State, company: Company, domain: str) -> Iterator[Match]:
    rows = state.rows(
        "SELECT id FROM accounts WHERE company_id = ? AND lower(domain) = ?", company.id, domain
    )
    return (Match(*row) for row in rows)


def _uploaded(state: State, company: Company, clues: Clues, now: float) -> Iterator[Match]:
    for deal_id in clues.opportunities:
        deal = find_crm_object(state, company.id, "DEAL", deal_id, now) or {}
        if deal.get("accountId"):
            yield Match(deal["accountId"], deal_id)
    for account_id in clues.accounts:
        if find_crm_object(state, company.id, "ACCOUNT", account_id, now) is not None:
            yield Match(account_id)
    for contact_id in clues.people:
        yield from _of(find_crm_object(state, company.id, "CONTACT", contact_id, now))
    numbers = filter(None, map(plain_number, clues.phone_numbers))
    for key, values in ((BY_EMAIL, _emails(clues)), (BY_NUMBER, numbers)):
        for _, contact in find_uploaded(state, company.id, Wanted("CONTACT", key, values), now):
            yield from _of(contact)
    accounts = Wanted("ACCOUNT", BY_DOMAIN, _domains(company, clues))
    for account_id, _ in find_uploaded(state, company.id, accounts, now):
        yield Match(account_id)


def _of(contact: dict[str, Any] | None) -> Iterator[Match]:
    if contact and contact.get("accountId"):
        yield Match(contact["accountId"])


def _emails(clues: Clues) -> Iterator[str]:
    return filter(None, map(plain_email, clues.emails))


def _domains(company: Company, clues: Clues) -> Iterator[str]:
    """Give the domains of companies and of email addresses, without that of the company itself."""
    of_people = (email.rpartition("@")[2] for email in _emails(clues))
    domains = chain(map(plain_domain, clues.domains), of_people)
    return (domain for domain in domains if domain != company.domain)
