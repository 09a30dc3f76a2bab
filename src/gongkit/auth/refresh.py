"""The credentials of an installation: its token, refreshed by exactly one of all who need it.

Gong's refresh tokens are single-use. Whoever needs a new access token asks the store for
a lease on the version it has seen; one gets it, refreshes, and stores the new grant
before anybody uses it. The others go on with the old token while that works, and
otherwise wait and read the winner's.

A holder that dies leaves a lease which runs out: another takes it over, knowing that the
refresh token may be spent. A task that is cancelled finishes and stores its refresh
first. While the old token lives, calls go on with it, whatever fails.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from functools import partial
from typing import Final

from gongkit.auth.leased_refresh import LeasedRefresh
from gongkit.auth.oauth import OAuthClient
from gongkit.engine.effects import Authorization, InStore, Sleep, Steps, ToTheEnd
from gongkit.engine.observer import SILENT, Observer
from gongkit.errors import (
    ConnectionFailed,
    GongkitError,
    InstallationNotFound,
    InvalidAnswer,
    NeedsReconnect,
    OAuthError,
    ProfileRefused,
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

log = logging.getLogger("gongkit.auth")


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
        observer: Observer = SILENT,
    ) -> None:
        self._store, self._oauth, self._company = store, oauth, company
        self._observer = observer
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
        `InvalidAnswer`, `ProfileRefused`, `StoreError`.
        """
        holder = secrets.token_hex(8)
        waits = _waits(2 * self._lease_seconds)
        while True:
            installation = yield from self._read()
            alive = self._is_alive(installation, rejected)
            if alive and not self._is_due_for_calls(installation):
                return _authorization(installation.grant)
            if installation.status == "needs_reconnect":
                raise NeedsReconnect(self._company, str(installation.reason))
            grant = yield from self._newer(installation, holder, waits, alive=alive)
            if grant is not None:
                return _authorization(grant)

    def refresh_when_due(self) -> Steps[bool]:
        """Refresh if the tokens are due and nobody else is at it; tell whether it was done.

        For whoever keeps installations fresh that nobody uses. Raises what kept due
        tokens from being refreshed: `NeedsReconnect`, once, where this attempt found
        that they cannot be any more; `ConnectionFailed`, `OAuthError`, `InvalidAnswer`,
        `ProfileRefused`, `StoreError`.
        """
        holder = secrets.token_hex(8)
        while True:
            installation: Installation | None = yield self._get()
            if installation is None or not self._is_due(installation):
                return False
            lease = yield from self._lease(installation, holder)
            if lease is None:
                return False
            alive = self._is_alive(installation, None)
            if (yield self._refresh(installation, lease, alive=alive)) is not None:
                return True

    def _get(self) -> InStore:
        return InStore(partial(self._store.get, self._company))

    def _read(self) -> Steps[Installation]:
        found: Installation | None = yield self._get()
        if found is None or found.status == "removed":
            what = "has not installed the app" if found is None else "has removed the app"
            raise InstallationNotFound(
                f"{self._company} {what}.",
                hint="Send the customer's tech admin through the app's authorization page.",
            )
        return found

    def _is_alive(self, installation: Installation, rejected: Authorization | None) -> bool:
        """Tell whether the stored access token may still be used."""
        grant = installation.grant
        if _authorization(grant) == rejected:
            return False
        if grant.expires_at is None:
            return installation.status == "active"
        return grant.expires_at > self._oauth.clock.now()

    def _is_due(self, installation: Installation) -> bool:
        """Tell whether it is time to refresh, or to find out that this cannot be done."""
        active, due = installation.status == "active", installation.refresh_at
        return active and due is not None and due <= self._oauth.clock.now()

    def _is_due_for_calls(self, installation: Installation) -> bool:
        """Tell whether a call with a token that still works should refresh ahead of its end."""
        return self._is_due(installation) and self._rests_until <= self._oauth.clock.now()

    def _newer(
        self, installation: Installation, holder: str, waits: Iterator[float], *, alive: bool
    ) -> Steps[TokenGrant | None]:
        """Refresh, or leave it to who is at it. Gives what to use; None: look again."""
        try:
            lease = yield from self._lease(installation, holder)
            if lease is not None:
                refreshed: TokenGrant | None = yield self._refresh(installation, lease, alive=alive)
                return refreshed
        except NeedsReconnect:
            return None  # The store knows now, also how long the old token may be used.
        except (ConnectionFailed, OAuthError, InvalidAnswer, ProfileRefused, StoreError) as error:
            if not alive:
                raise
            self._rest(error)
            return installation.grant
        if alive:
            return installation.grant
        yield Sleep(next(waits))
        return None

    def _lease(self, installation: Installation, holder: str) -> Steps[Lease | None]:
        self._oauth.check_refresh(installation.grant)
        seen = (self._company, installation.version, holder, self._lease_seconds)
        lease: Lease | None = yield InStore(partial(self._store.try_lease, *seen))
        return lease

    def _refresh(self, installation: Installation, lease: Lease, *, alive: bool) -> ToTheEnd:
        """Refresh as the lease's holder; without a new grant, look again at what the store has."""
        refresh = LeasedRefresh(
            store=self._store,
            oauth=self._oauth,
            observer=self._observer,
            installation=installation,
            lease=lease,
            alive=alive,
        )
        return ToTheEnd(refresh.steps())

    def _rest(self, error: GongkitError) -> None:
        """Leave a token that still works alone for a while."""
        log.warning("The token of %s was not refreshed yet: %s", self._company, error.message)
        self._rests_until = self._oauth.clock.now() + REST_SECONDS


def _authorization(grant: TokenGrant) -> Authorization:
    return Authorization(grant.base_url, bearer_authorization(grant.access_token))


def _waits(patience: float) -> Iterator[float]:
    """Give the pauses of one who waits for another's refresh, growing, until it is too long."""
    waited, pause = 0.0, _FIRST_WAIT
    while waited < patience:
        yield pause
        waited, pause = waited + pause, min(pause * _GROWTH, _LONGEST_WAIT)
    raise OAuthError("temporarily_unavailable", "others try to refresh the token, without success")
