"""An installation: one company's grant to the app, and what becomes of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, Literal

from gongkit.base_url import check_base_url, company_host
from gongkit.errors import UsageError
from gongkit.redact import Secret

Status = Literal["active", "needs_reconnect", "removed"]

REFRESH_FROM: Final = 0.75
REFRESH_SPREAD: Final = 0.1
"""A token is due between 75 and 85 % of its lifetime: early enough that a refresh which
fails leaves time, and spread so that companies installed together do not refresh together."""

USUAL_LIFETIME: Final = 86_400.0
"""Seconds that Gong's access tokens live unless something else was asked for: what is
assumed of one whose end Gong did not say, so that its refresh token does not go stale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenGrant:
    """What the token endpoint granted, complete and checked.

    Moments are seconds since the epoch. `expires_at` is None where Gong did not say it
    in a usable way: such a token is used until it is refused.
    """

    base_url: str
    """The customer's own API host (`api_base_url_for_customer`); the tokens work there only."""
    access_token: Secret
    refresh_token: Secret | None
    """Single-use. None where the server gave none: then only a reconnect gives a new token."""
    scopes: tuple[str, ...]
    issued_at: float
    expires_at: float | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "base_url", check_base_url(self.base_url))


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """The app as installed at one company, as the store has it."""

    company: str
    """The key: by default `company_key(base_url)`. It stays when the company moves."""
    tenant: str | None
    """The app's own id of the customer who installed it here."""
    name: str | None
    """What the app calls this company, for people to read."""
    region: str | None
    """Where the company's data is."""
    grant: TokenGrant
    """The present tokens; both are empty once the installation was removed."""
    status: Status
    reason: str | None
    """Why it needs a reconnect."""
    webhook_key: Secret
    """Unguessable, and the same for good: it tells in a webhook's URL whose delivery it is,
    since Gong's payload names no company."""
    created_at: float
    updated_at: float
    version: int
    """Counts the grants: it moves with each new pair of tokens, and with nothing else."""

    @property
    def base_url(self) -> str:
        """The company's API base URL."""
        return self.grant.base_url

    @property
    def refresh_at(self) -> float | None:
        """When the tokens are due for a refresh: see `refresh_at`."""
        return refresh_at(self.company, self.grant)


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthState:
    """One authorization that was begun, until the browser comes back with it.

    `state` goes through Gong and back; `browser` stays in a cookie, so that nobody can
    finish in one browser what was begun in another.
    """

    state: Secret
    browser: Secret
    redirect_uri: str
    """Where the browser comes back: the exchange must repeat it."""
    tenant: str | None = None
    """The app's own id of the customer who is installing it."""
    scopes: tuple[str, ...] = ()
    """What was asked for: the company may grant less."""


RefusedState = Literal["state_mismatch", "state_reused", "state_expired"]
"""Why a state was not accepted: unknown or of another browser, used before, too old."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to refresh one version of an installation, for a while."""

    company: str
    version: int
    holder: str
    in_doubt: bool
    """An earlier refresh of this version went out and its answer was never stored."""


Event = Literal["installed", "needs_reconnect", "removed"]
"""What an app's listeners are told. An installation that works again counts as installed."""


@dataclass(frozen=True, slots=True)
class Change:
    """An installation's latest event, which the app's listeners have not been told yet."""

    event: Event
    installation: Installation
    changed_at: float


def company_key(base_url: str) -> str:
    """Derive the company key from a base URL: its host, with the port where there is one.

    Raises `UsageError` for the host that companies share: two of them under one key
    would get each other's data.
    """
    host = company_host(check_base_url(base_url))
    if host is None:
        raise UsageError(
            "api.gong.io is not one company's own host, so it cannot name the installation.",
            hint="Give the installation a key of its own: company='acme'.",
        )
    return host


def refresh_at(company: str, grant: TokenGrant) -> float | None:
    """Say when a grant is due for a refresh: every process finds the same moment.

    A grant that cannot be refreshed is due at its end, to be reported; None where it has
    none.
    """
    if grant.refresh_token is None:
        return grant.expires_at
    expires = grant.expires_at or grant.issued_at + USUAL_LIFETIME
    share = REFRESH_FROM + REFRESH_SPREAD * _fraction(company)
    return grant.issued_at + (expires - grant.issued_at) * share


def _fraction(company: str) -> float:
    """Map a company to a number from 0 to 1, the same everywhere and at any time."""
    digest = hashlib.sha256(company.encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32
