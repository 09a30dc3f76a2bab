"""The accounts of a company: listed by name, and what is known of each."""

from __future__ import annotations

from typing import Any, NamedTuple

from gongkit.sandbox.core.crm.integrations import find_integration
from gongkit.sandbox.core.crm.kinds import EMAIL, PHONE
from gongkit.sandbox.core.crm.lookup import BY_ACCOUNT, Wanted, find_uploaded
from gongkit.sandbox.core.crm.objects import find_crm_object
from gongkit.sandbox.core.crm.records import DealRecord, read_deal, read_uploaded_deal
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
    " WHERE a.company_id = ?1"
)
_UPLOADED = (
    "SELECT id, coalesce(told ->> '$.name', 'Account_#' || id) AS name,"
    " coalesce(told ->> '$.domains[0]', ''), '' FROM ("
    "SELECT id, deleted, CAST(fields AS TEXT) AS told,"
    " row_number() OVER (PARTITION BY id ORDER BY modified DESC, upload DESC) AS place"
    " FROM crm_requests r JOIN crm_objects ON upload = r.number"
    " WHERE company_id = ?1 AND integration_id = ?2 AND object_type = 'ACCOUNT'"
    " AND done_at <= ?3 AND error_count = 0)"
    " WHERE place = 1 AND NOT deleted AND id NOT IN (SELECT id FROM accounts WHERE company_id = ?1)"
)


def accounts_after(
    state: State, company_id: str, name: str, account_id: str, now: float
) -> list[AccountRow]:
    """List the accounts by name that come after one (after two empty texts: all), a page of them.

    One more than the page comes back where there are more.
    """
    integration = find_integration(state, company_id, now)
    rows = state.rows(
        f"SELECT * FROM ({_ACCOUNTS} UNION ALL {_UPLOADED}) WHERE (name, id) > (?4, ?5)"  # noqa: S608
        f" ORDER BY name, id LIMIT {PAGE_SIZE + 1}",
        company_id,
        integration and integration.id,
        now,
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


def contacts_of(state: State, company_id: str, account_id: str, now: float) -> list[Person]:
    """List the people of an account, by name."""
    rows = state.rows(
        "SELECT id, name, email, phone_number FROM contacts"
        " WHERE company_id = ? AND account_id = ?",
        company_id,
        account_id,
    )
    uploaded = find_uploaded(state, company_id, Wanted("CONTACT", BY_ACCOUNT, [account_id]), now)
    people = [*map(Person._make, rows), *(_person(*found) for found in uploaded)]
    return sorted(people, key=lambda person: (person.name, person.id))


def people_to_call(state: State, company_id: str) -> list[Person]:
    """List people of all accounts who have a phone number, by name, a page of them."""
    rows = state.rows(
        "SELECT id, name, email, phone_number FROM contacts"
        " WHERE company_id = ? AND phone_number <> '' ORDER BY name, id LIMIT ?",
        company_id,
        PAGE_SIZE,
    )
    return list(map(Person._make, rows))


def _person(crm_id: str, fields: dict[str, Any]) -> Person:
    name = " ".join(filter(None, (fields.get("firstName"), fields.get("lastName"))))
    return Person(crm_id, name or crm_id, fields.get(EMAIL, ""), fields.get(PHONE, ""))


def deals_of(state: State, company_id: str, account_id: str, now: float) -> list[DealRecord]:
    """List the deals of an account."""
    rows = state.rows(
        "SELECT fields FROM opportunities WHERE company_id = ? AND account_id = ? ORDER BY id",
        company_id,
        account_id,
    )
    uploaded = find_uploaded(state, company_id, Wanted("DEAL", BY_ACCOUNT, [account_id]), now)
    return [
        *(read_deal(encoded) for (encoded,) in rows),
        *(read_uploaded_deal(fields) for _, fields in uploaded),
    ]
