"""Whom a user may want to write to: the people in the CRM, and their colleagues."""

from __future__ import annotations

from gongkit.sandbox.core.mail.addresses import Address
from gongkit.sandbox.core.people import User
from gongkit.sandbox.core.state import State

_MOST = 500


def suggested_people(state: State, user: User) -> list[Address]:
    """List people by name, contacts and leads before users."""
    rows = state.rows(
        "SELECT name, email FROM (SELECT name, email, 0 AS place FROM contacts"
        " WHERE company_id = ?1 AND email <> ''"
        " UNION ALL SELECT first_name || ' ' || last_name, email, 1 FROM users"
        " WHERE company_id = ?1 AND active AND NOT avatar AND id <> ?2)"
        " ORDER BY place, name LIMIT ?3",
        user.company_id,
        user.id,
        _MOST,
    )
    return list(map(Address._make, rows))
