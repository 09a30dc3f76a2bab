"""The credentials of an installation: its token, refreshed by exactly one of all who need it.

Gong's refresh tokens are single-use. Whoever needs a new access token asks the store for
a lease on the version it has seen; one gets it, refreshes, and stores the new grant
before anybody uses it. The others go on with the old token while that works, and
otherwise wait and read the winner's.

What can go wrong, and what then happens:
- The holder dies: its lease runs out, another takes it over, knowing that the refresh
  token may be spent.
- The answer is lost: the same refresh token is tried once more. A server that forgives
  gives a new grant; one that does not has ended this one.
- Gong says `invalid_grant`: unless another has stored a newer grant meanwhile, the
  installation needs a reconnect, and says why.
- Anything else fails: while the old token lives, calls go on with it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from functools import partial
from typing import Final

from gongkit.auth.oauth import OAuthClient
from gongkit.engine.effects import Authorization, InStore, Sleep, Steps
from gongkit.errors import (
    AnswerLost,
    ConnectionFailed,
    GongkitError,
    InstallationNotFound,
    InvalidAnswer,
    NeedsReconnect,
    OAuthError,
    StoreError,
)
from gongkit.installations.installation import Installation, Lease, TokenGrant
from gongkit.installations.store import InstallationStore
from gongkit.wire import bearer_authorization

LEASE_SECONDS: Final = 60.0
"""Longer than a token request can take with all its tries and waits."""

REST_SECONDS: Final = 60.0
"""How long one process leaves a due token alone after a refresh ahead of time has failed."""

_FIRST_WAIT, _LONGEST_WAIT, _GROWTH = 0.02, 0.5, 1.5
_COMMIT_PAUSES: Final = (0.1, 0.5, 2.0, 5.0)

LOST: Final = "the answer to a refresh was lost, and its refresh token is spent"


class InstallationCredentials:
    """Gives the calls of one company their authorization.

    `lease_seconds` is how long a process that dies in the middle of a refresh holds up
    those that cannot go on without a new token.
    """

    def __init__(
        self,
        store: InstallationStore,
        oauth: OAuthClient,
        company: str,
        *,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self._store, self._oauth, self._company = store, oauth, company
        self._lease_seconds = lease_seconds
        self._rests_until = 0.0

    @property
    def company(self) -> str:
        """The installation's company: its calls share one throttle."""
        return self._company

    def authorization(self, rejected: Authorization | None) -> Steps[Authorization]:
        """Give a token that should work: the stored one, or a refreshed one.

        Raises `InstallationNotFound`, `NeedsReconnect`, and where no usable token is left
        what kept it from being refreshed: `ConnectionFailed`, `OAuthError`,
        `InvalidAnswer`, `StoreError`.
        """
        holder = secrets.token_hex(8)
        waits = _waits(2 * self._lease_seconds)
        while True:
            installation = yield from self._read()
            alive = self._is_alive(installation, rejected)
            if alive and not self._is_due(installation):
                return _authorization(installation.grant)
            lease = yield from self._try_lease(installation, holder)
            if lease is not None:
                yield from self._refresh(installation, lease, alive=alive)
            elif alive:
                return _authorization(installation.grant)
            else:
                yield Sleep(next(waits))

    def _read(self) -> Steps[Installation]:
        found: Installation | None = yield InStore(partial(self._store.get, self._company))
        if found is None or found.status == "removed":
            what = "has not installed the app" if found is None else "removed the app"
            raise InstallationNotFound(
                f"{self._company} {what}.",
                hint="Send the customer's tech admin through the app's authorization page.",
            )
        return found

    def _is_alive(self, installation: Installation, rejected: Authorization | None) -> bool:
        """Tell whether the stored access token may still be used.

        Raises `NeedsReconnect` where it may not, and there is no way to a newer one.
        """
        expires_at = installation.grant.expires_at
        lives = (
            expires_at is None and installation.status == "active"
            if expires_at is None
            else expires_at > self._oauth.clock.now()
        )
        lives = lives and _authorization(installation.grant) != rejected
        if installation.status == "needs_reconnect" and not lives:
            raise NeedsReconnect(self._company, installation.reason or "the grant has ended")
        return lives

    def _is_due(self, installation: Installation) -> bool:
        now, due = self._oauth.clock.now(), installation.refresh_at
        if installation.status != "active" or installation.grant.refresh_token is None:
            return False
        return due is not None and due <= now and self._rests_until <= now

    def _try_lease(self, installation: Installation, holder: str) -> Steps[Lease | None]:
        lease: Lease | None = yield InStore(
            partial(
                self._store.try_lease,
                self._company,
                installation.version,
                holder,
                self._lease_seconds,
            )
        )
        return lease

    ...
