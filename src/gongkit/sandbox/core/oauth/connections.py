"""Which integration is connected to which company, and how that ends.

A company may have approved an integration more than once, and each time left the
earlier tokens alive. To people that is one connection: it may do what any of its grants
allows, and ends with all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gongkit.sandbox.core.api.callers import forget_callers
from gongkit.sandbox.core.audit_log import add_activity
from gongkit.sandbox.core.companies import companies_by_id
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.oauth.integrations import Integration, find_integration
from gongkit.sandbox.core.people import User
from gongkit.sandbox.core.state import State

_DISCONNECTED: Final = "IntegrationDisconnected"
_SELECT: Final = (
    "SELECT max(id), client_id, company_id, group_concat(scope, ' '), max(created_at)"
    " FROM grants WHERE ended_because IS NULL AND {} = ?"
    " GROUP BY client_id, company_id ORDER BY max(id) DESC"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """An integration that a company has connected.

    `grant_id` is its latest living grant, made at `since`; `scopes` are those of all that
    live.
    """

    grant_id: int
    client_id: str
    company_id: str
    scopes: tuple[str, ...]
    since: float


def connections_of_company(state: State, company_id: str) -> list[Connection]:
    """List the integrations that a company has connected, the latest first."""
    return _connections(state, "company_id", company_id)


def connections_of_integration(state: State, client_id: str) -> list[Connection]:
    """List the companies that have connected an integration, the latest first."""
    return _connections(state, "client_id", client_id)


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
        )
        for grant_id, client_id, company_id, scope, since in state.rows(
            _SELECT.format(column), value
        )
    ]


def _because(company: Company, owner: Company, by: User) -> str:
    """Complete "The grant was ended: …" for the developer."""
    if by.company_id == company.id:
        return f"a tech admin of {company.title} disconnected the app"
    return f"{owner.title}, which owns the integration, disconnected {company.title}"


def _log(state: State, integration: Integration, company: Company, by: User, now: float) -> None:
    """Tell the company that is cut off and, where that is another, the one that did it."""
    details = {"integration": integration.name, "clientId": integration.client_id}
    user_id = by.id if by.company_id == company.id else None
    add_activity(state, company.id, user_id, now, _DISCONNECTED, **details)
    if user_id is None:
        log = {**details, "company": company.title}
        add_activity(state, by.company_id, by.id, now, _DISCONNECTED, **log)
