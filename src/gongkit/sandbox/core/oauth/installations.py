"""What became of every approval: how each installation's tokens live, for the developer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal, NamedTuple

from gongkit.sandbox.core.companies import companies_by_id
from gongkit.sandbox.core.sandbox_clock import utc_text
from gongkit.sandbox.core.state import State

Status = Literal["active", "expired", "ended"]
"""`expired`: the access token is over and none was fetched since; a refresh still works."""

_SELECT: Final = (
    # With one max() the other columns of access_tokens are those of the latest token.
    "SELECT grants.id, grants.client_id, name, grants.company_id, scope, grants.created_at,"
    " ended_at, ended_because, reused_at, count(*) - 1, max(issued_at), ends_at"
    " FROM grants JOIN integrations ON integrations.client_id = grants.client_id"
    " JOIN access_tokens ON grant_id = grants.id"
    " GROUP BY grants.id ORDER BY grants.id DESC"
)


class Installation(NamedTuple):
    """One grant, and what is known of its tokens. Moments are in seconds since the epoch.

    `reused_at` tells when a refresh token of it came a second time and was refused.
    `issued_at` and `ends_at` are those of the latest access token.
    """

    id: int
    client_id: str
    integration: str
    company_id: str
    scope: str
    installed_at: float
    ended_at: float | None
    ended_because: str | None
    reused_at: float | None
    refreshes: int
    issued_at: float
    ends_at: float

    def status(self, now: float) -> Status:
        """Tell how it stands."""
        if self.ended_because is not None:
            return "ended"
        return "active" if now < self.ends_at else "expired"


def all_installations(state: State) -> list[Installation]:
    """List every installation there was, the latest first."""
    return [Installation(*row) for row in state.rows(_SELECT)]


def described(
    state: State, installation: Installation, registered: Sequence[str], now: float
) -> dict[str, Any]:
    """Write an installation for the control API; `registered` are its integration's scopes.

    There is no token in it.
    """
    status = installation.status(now)
    company = companies_by_id(state)[installation.company_id]
    granted = installation.scope.split()
    return {
        "id": installation.id,
        "client_id": installation.client_id,
        "integration": installation.integration,
        "company": company.name,
        "region": company.region,
        "status": status,
        "app_sees": _seen(installation, status),
        "scopes": granted,
        "missing_scopes": [scope for scope in registered if scope not in granted],
        "installed": utc_text(installation.installed_at),
        "token_issued": utc_text(installation.issued_at),
        "token_ends": utc_text(installation.ends_at),
        "refreshes": installation.refreshes,
        "last_refresh": utc_text(installation.issued_at) if installation.refreshes else None,
        "reused": _text(installation.reused_at),
        "ended": _text(installation.ended_at),
        "ended_because": installation.ended_because,
    }


def _seen(installation: Installation, status: Status) -> str:
    """Say what an app meets that goes on with its latest tokens."""
    if status == "ended":
        return f"401 for every call, invalid_grant for a refresh: {installation.ended_because}."
    if status == "expired":
        return "401 for every call, until it refreshes."
    if installation.reused_at is not None:
        return (
            "Calls succeed. A refresh token was sent again after it was spent, and refused:"
            " whoever sent it has not kept the newer one."
        )
    return "Calls succeed, and so will the next refresh."


def _text(moment: float | None) -> str | None:
    return None if moment is None else utc_text(moment)
