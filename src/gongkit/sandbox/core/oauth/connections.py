"""Which integration is connected to which company, and how that ends.

A company may have approved an integration more than once, and each time left the
earlier tokens alive. To people that is one connection: it may do what any of its grants
allows, and ends with all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import msgspec

from gongkit.sandbox.core.api.callers import forget_callers
from gongkit.sandbox.core.audit_log import (
    AUTHORIZED,
    DISCONNECTED,
    USER_ACTIVITY,
    add_activity,
)
from gongkit.sandbox.core.companies import companies_by_id
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.oauth.grants import CODE_SECONDS
from gongkit.sandbox.core.oauth.integrations import Integration, find_integration
from gongkit.sandbox.core.people import User
from gongkit.sandbox.core.state import State

_SELECT: Final = (
    "SELECT max(grants.id), client_id, company_id, group_concat(scope, ' '), max(created_at),"
    " max((SELECT max(issued_at) FROM access_tokens WHERE grant_id = grants.id))"
    " FROM grants WHERE ended_because IS NULL AND {} = ?"
    " GROUP BY client_id, company_id ORDER BY max(grants.id) DESC"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """An integration that a company has connected.

    `grant_id` is its latest living grant, made at `since`; `scopes` are those of all that
    live, and `renewed_at` tells when it last got tokens.
    """

    grant_id: int
    client_id: str
    company_id: str
    scopes: tuple[str, ...]
    since: float
    renewed_at: float


class Approval(NamedTuple):
    """A tech admin's click, as the audit log knows it. `by` is a name."""

    at: float
    by: str | None


def connections_of_company(state: State, company_id: str) -> list[Connection]:
    """List the integrations that a company has connected, the latest first."""
    return _connections(state, "company_id", company_id)


def connections_of_integration(state: State, client_id: str) -> list[Connection]:
    """List the companies that have connected an integration, the latest first."""
    return _connections(state, "client_id", client_id)


def find_connection(state: State, company_id: str, client_id: str) -> Connection | None:
    """Find the connection of a company with an integration."""
    found = connections_of_company(state, company_id)
    return next((each for each in found if each.client_id == client_id), None)


def approval_of(state: State, connection: Connection) -> Approval | None:
    """Find out who approved a connection, if the audit log still knows it."""
    rows = state.rows(
        "SELECT at, record, first_name || ' ' || last_name FROM log_entries AS event"
        " LEFT JOIN users ON users.company_id = event.company_id AND users.id = event.user_id"
        " WHERE event.company_id = ? AND log_type = ? AND at BETWEEN ? AND ? ORDER BY at DESC",
        connection.company_id,
        USER_ACTIVITY,
        connection.since - CODE_SECONDS,
        connection.since,
    )
    return next(
        (Approval(at, by) for at, record, by in rows if _authorizes(record, connection)), None
    )


def disconnect(state: State, grant_id: int, by: User, now: float) -> bool:
    """End the connection that a living grant belongs to, with all its tokens.

    `by` is somebody of the company that is connected, or of the one that owns the
    integration; False where it is neither, or the grant has ended already.
    """
    found = state.row(
        "SELECT client_id, company_id FROM grants WHERE id = ? AND ended_because IS NULL", grant_id
    )
    integration = find_integration(state, found[0]) if found else None
    if found is None or integration is None:
        return False
    company, owner = (companies_by_id(state)[each] for each in (found[1], integration.company_id))
    if by.company_id not in {company.id, owner.id}:
        return False
    with state.write():
        state.execute(
            "UPDATE grants SET ended_at = ?, ended_because = ?"
            " WHERE client_id = ? AND company_id = ? AND ended_because IS NULL",
            now,
            _because(company, owner, by),
            integration.client_id,
            company.id,
        )
        _log(state, integration, company, by, now)
    forget_callers(state)
    return True


def _connections(state: State, column: str, value: str) -> list[Connection]:
    return [
        Connection(
            grant_id=grant_id,
            client_id=client_id,
            company_id=company_id,
            scopes=tuple(dict.fromkeys(scope.split())),
            since=since,
            renewed_at=since if renewed_at is None else renewed_at,
        )
        for grant_id, client_id, company_id, scope, since, renewed_at in state.rows(
            _SELECT.format(column), value
        )
    ]


def _authorizes(record: bytes, connection: Connection) -> bool:
    details: dict[str, Any] = msgspec.json.decode(record)
    return details.get("action") == AUTHORIZED and details.get("clientId") == connection.client_id


def _because(company: Company, owner: Company, by: User) -> str:
    """Complete "The grant was ended: …" for the developer."""
    if by.company_id == company.id:
        return f"a tech admin of {company.title} disconnected the app"
    return f"{owner.title}, which owns the integration, disconnected {company.title}"


def _log(state: State, integration: Integration, company: Company, by: User, now: float) -> None:
    """Tell the company that is cut off and, where that is another, the one that did it."""
    details = {"integration": integration.name, "clientId": integration.client_id}
    user_id = by.id if by.company_id == company.id else None
    add_activity(state, company.id, user_id, now, DISCONNECTED, **details)
    if user_id is None:
        log = {**details, "company": company.title}
        add_activity(state, by.company_id, by.id, now, DISCONNECTED, **log)
