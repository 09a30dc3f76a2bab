"""The accounts of a company: listed by name, and what is known of each."""

from __future__ import annotations

from typing import NamedTuple

from gongkit.sandbox.core.crm.objects import find_crm_object
from gongkit.sandbox.core.crm.records import DealRecord, read_deal
from gongkit.sandbox.core.state import State

PAGE_SIZE = 100


class AccountRow(NamedTuple):
    """An account. `owner` is the name of the user who owns it; empty where it is not known."""

    id: str
    name: str
    domain: str
    owner: str


class Person(NamedTuple):
    """A contact of an account."""

    id: str
    name: str
    email: str
    phone_number: str


_ACCOUNTS = (
    "SELECT a.id, a.name, a.domain, coalesce(first_name || ' ' || last_name, '') FROM accounts a"
    " LEFT JOIN users u ON u.company_id = a.company_id AND u.id = owner_id"
    " WHERE a.company_id = ?"
)


def accounts_after(state: State, company_id: str, name: str, account_id: str) -> list[AccountRow]:
    """List the accounts by name that come after one (after two empty texts: all), a page of them.

    One more than the page comes back where there are more.
    """
    rows = state.rows(
        f"{_ACCOUNTS} AND (a.name, a.id) > (?, ?) ORDER BY a.name, a.id LIMIT {PAGE_SIZE + 1}",
        company_id,
        name,
        account_id,
    )
    return list(map(AccountRow._make, rows))


def find_account(state: State, company_id: str, account_id: str, now: float) -> AccountRow | None:
    """Find an account by its id in the CRM, also one that was uploaded."""
    row = state.row(f"{_ACCOUNTS} AND a.id = ?", company_id, account_id)
    if row is not None:
        return AccountRow(*row)
    uploaded = find_crm_object(state, company_id, "ACCOUNT", account_id, now)
    if uploaded is None:
        return None
    return AccountRow(
        account_id, uploaded["name"], next(iter(uploaded.get("domains") or ()), ""), ""
    )


def contacts_of(state: State, company_id: str, account_id: str) -> list[Person]:
    """List the people of an account."""
    rows = state.rows(
        "SELECT id, name, email, phone_number FROM contacts"
        " WHERE company_id = ? AND account_id = ? ORDER BY name, id",
        company_id,
        account_id,
    )
    return list(map(Person._make, rows))


def deals_of(state: State, company_id: str, account_id: str) -> list[DealRecord]:
    """List the deals of an account."""
    rows = state.rows(
        "SELECT fields FROM opportunities WHERE company_id = ? AND account_id = ? ORDER BY id",
        company_id,
        account_id,
    )
    return [read_deal(encoded) for (encoded,) in rows]
