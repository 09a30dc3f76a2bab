"""Who is connected: the living grants of an integration or of a company, and how they end."""

from __future__ import annotations

from dataclasses import dataclass

from gongkit.sandbox.core.audit_log import add_activity
from gongkit.sandbox.core.oauth.grants import end_grant
from gongkit.sandbox.core.people import User
from gongkit.sandbox.core.state import State

_SELECT = (
    "SELECT grants.id, client_id, name, grants.company_id, scope, grants.created_at"
    " FROM grants JOIN integrations USING (client_id) WHERE ended_because IS NULL"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A grant that lasts: `company_id` lets the integration `client_id` in since `created_at`."""

    grant_id: int
    client_id: str
    name: str
    company_id: str
    scopes: tuple[str, ...]
    created_at: float


def connections_of_integration(state: State, client_id: str) -> list[Connection]:
    """List the companies that are connected to an integration, the oldest grant first."""
    rows = state.rows(f"{_SELECT} AND client_id = ? ORDER BY grants.id", client_id)
    return [_connection(row) for row in rows]


def connections_of_company(state: State, company_id: str) -> list[Connection]:
    """List the integrations that a company is connected to, the oldest grant first."""
    rows = state.rows(f"{_SELECT} AND grants.company_id = ? ORDER BY grants.id", company_id)
    return [_connection(row) for row in rows]


def disconnect(state: State, connection: Connection, by: User, now: float) -> None:
    """End a connection: calls with its tokens are refused, and so is the next refresh."""
    own = by.company_id == connection.company_id
    because = "the company disconnected the app" if own else "the app's owner disconnected it"
    end_grant(state, connection.grant_id, because, now)
    details = {"integration": connection.name, "clientId": connection.client_id}
    user_id = by.id if own else None
    with state.write():
        add_activity(
            state, connection.company_id, user_id, now, "IntegrationDisconnected", **details
        )


def _connection(row: tuple[int, str, str, str, str, float]) -> Connection:
    grant_id, client_id, name, company_id, scope, created_at = row
    return Connection(
        grant_id=grant_id,
        client_id=client_id,
        name=name,
        company_id=company_id,
        scopes=tuple(scope.split()),
        created_at=created_at,
    )
