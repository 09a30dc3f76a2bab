"""One installation, by hand: its store, its tokens, and those who ask for an authorization."""

from __future__ import annotations

from dataclasses import replace

from tests.auth.by_hand import Reply, Running, play

from gongkit.auth.oauth import OAuthClient
from gongkit.auth.refresh import InstallationCredentials
from gongkit.clock import ManualClock
from gongkit.engine.effects import Authorization
from gongkit.errors import StoreError
from gongkit.installations.installation import Installation, Lease, TokenGrant
from gongkit.installations.sqlite import SqliteStore
from gongkit.redact import Secret

COMPANY = "us-1.api.gong.io"
DAY = 86_400.0
DUE = 0.85 * DAY
"""Seconds after which a token of a day is due, whatever the company."""


class Stumbling(SqliteStore):
    """A store that fails to commit so many times, or cannot write at all."""

    failures = 0
    read_only = False

    def try_lease(
        self, company: str, seen_version: int, holder: str, seconds: float
    ) -> Lease | None:
        if self.read_only:
            raise StoreError("The disk is full.")
        return super().try_lease(company, seen_version, holder, seconds)

    def commit_refresh(self, company: str, seen_version: int, grant: TokenGrant) -> bool:
        if self.failures:
            self.failures -= 1
            raise StoreError("The disk is full.")
        return super().commit_refresh(company, seen_version, grant)


def oauth(clock: ManualClock) -> OAuthClient:
    return OAuthClient(
        client_id="the-client",
        client_secret=Secret("planted-secret"),
        redirect_uri="https://app.example/callback",
        scopes=("api:users:read",),
        clock=clock,
    )


def grant_of(number: int, clock: ManualClock, **fields: object) -> TokenGrant:
    grant = TokenGrant(
        base_url=f"https://{COMPANY}",
        access_token=Secret(f"planted-access-{number}"),
        refresh_token=Secret(f"planted-refresh-{number}"),
        scopes=("api:calls:read:basic", "api:users:read"),
        issued_at=clock.now(),
        expires_at=clock.now() + DAY,
    )
    return replace(grant, **fields)  # type: ignore[arg-type]


def access(number: int, base_url: str = f"https://{COMPANY}") -> Authorization:
    return Authorization(base_url, Secret(f"Bearer planted-access-{number}"))


def stored(store: SqliteStore) -> Installation:
    found = store.get(COMPANY)
    assert found is not None
    return found


class Asking:
    """Asks credentials for an authorization, and answers their requests."""

    def __init__(self, credentials: InstallationCredentials, clock: ManualClock) -> None:
        self.credentials, self.clock = credentials, clock

    def begin(self, rejected: Authorization | None = None) -> Running[Authorization]:
        return Running(self.credentials.authorization(rejected), self.clock)

    def get(self, *replies: Reply, rejected: Authorization | None = None) -> Authorization:
        """Get it with exactly these answers."""
        return play(self.credentials.authorization(rejected), self.clock, *replies)[0]
