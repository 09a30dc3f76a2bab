"""The credentials of an installation: its token, refreshed by exactly one of all who need it.

Gong's refresh tokens are single-use. Whoever needs a new access token asks the store for
a lease on the version it has seen; one gets it, refreshes, and stores the new grant
before anybody uses it. The others go on with the old token while that works, and
otherwise wait and read the winner's.

What can go wrong, and what then happens:
- The holder dies: its lease runs out, another takes it over, knowing that the refresh
  token may be spent.
- The task is cancelled: the refresh is finished and stored first.
- The answer is lost: the same refresh token is tried once more. A server that forgives
  gives a new grant; one that does not has ended this one.
- Gong says `invalid_grant`: unless another has stored a newer grant meanwhile, the
  installation needs a reconnect, and says why.
- Anything else fails: while the old token lives, calls go on with it.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from functools import partial
from typing import Final

from gongkit.auth.oauth import OAuthClient
from gongkit.engine.effects import Authorization, InStore, Sleep, Steps, ToTheEnd
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

log = logging.getLogger("gongkit.auth")

LOST: Final = "the answer to a refresh was lost, and its refresh token is spent"
UNRENEWABLE: Final = "Gong gave no refresh token"


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
            if installation.status == "needs_reconnect":
                raise NeedsReconnect(self._company, str(installation.reason))
            refreshed: TokenGrant | None = None
            try:
                lease = yield from self._lease(installation, holder)
                if lease is not None:
                    refreshed = yield ToTheEnd(self._refresh(installation, lease, alive=alive))
            except (ConnectionFailed, OAuthError, InvalidAnswer, StoreError) as error:
                if not alive:
                    raise
                self._rest(error)
                return _authorization(installation.grant)
            if refreshed is not None:
                return _authorization(refreshed)
            if lease is None:
                if alive:
                    return _authorization(installation.grant)
                yield Sleep(next(waits))

    def _read(self) -> Steps[Installation]:
        found: Installation | None = yield InStore(partial(self._store.get, self._company))
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
        """Tell whether a token that still works should be refreshed ahead of its end."""
        now, due = self._oauth.clock.now(), installation.refresh_at
        can = installation.status == "active" and installation.grant.refresh_token is not None
        return can and due is not None and due <= now and self._rests_until <= now

    def _lease(self, installation: Installation, holder: str) -> Steps[Lease | None]:
        seen = (self._company, installation.version, holder, self._lease_seconds)
        lease: Lease | None = yield InStore(partial(self._store.try_lease, *seen))
        return lease

    def _refresh(
        self, installation: Installation, lease: Lease, *, alive: bool
    ) -> Steps[TokenGrant | None]:
        """Refresh as the lease's holder. None: look again at what the store has now.

        A lost answer puts the lease in doubt; whoever has it next, most likely this same
        call, tries the refresh token once more.
        """
        if installation.grant.refresh_token is None:
            return (yield from self._give_up(installation, UNRENEWABLE, alive=alive))
        try:
            grant = yield from self._oauth.refresh(installation.grant)
        except AnswerLost as error:
            yield from self._release(lease, in_doubt=True)
            if lease.in_doubt:
                raise _no_answer() from error
            return None
        except (ConnectionFailed, OAuthError, InvalidAnswer) as error:
            if isinstance(error, OAuthError) and error.error == "invalid_grant":
                reason = LOST if lease.in_doubt else _refused(error)
                return (yield from self._give_up(installation, reason, alive=alive))
            yield from self._release(lease, in_doubt=lease.in_doubt or _may_have_spent(error))
            raise
        return (yield from self._commit(installation, grant))

    def _commit(self, installation: Installation, grant: TokenGrant) -> Steps[TokenGrant | None]:
        """Store the new grant before anybody uses it. None: another's was stored first."""
        commit = partial(self._store.commit_refresh, self._company, installation.version, grant)
        for pause in (*_COMMIT_PAUSES, None):
            try:
                committed: bool = yield InStore(commit)
            except StoreError:
                # There is no other copy of these tokens: the store gets more chances.
                if pause is None:
                    raise
                yield Sleep(pause)
            else:
                return grant if committed else None
        raise AssertionError("the last chance returns or raises")

    def _give_up(
        self, installation: Installation, reason: str, *, alive: bool
    ) -> Steps[TokenGrant | None]:
        """Mark as needing a reconnect, unless a newer grant has been stored meanwhile."""
        until = installation.grant.expires_at if alive else None
        mark = partial(
            self._store.mark_needs_reconnect,
            self._company,
            installation.version,
            reason,
            usable_until=until,
        )
        yield InStore(mark)
        return None

    def _release(self, lease: Lease, *, in_doubt: bool) -> Steps[None]:
        yield InStore(partial(self._store.release_lease, lease, in_doubt=in_doubt))

    def _rest(self, error: GongkitError) -> None:
        """Leave a token that still works alone for a while."""
        log.warning("The token of %s was not refreshed yet: %s", self._company, error.message)
        self._rests_until = self._oauth.clock.now() + REST_SECONDS


def _authorization(grant: TokenGrant) -> Authorization:
    return Authorization(grant.base_url, bearer_authorization(grant.access_token))


def _may_have_spent(error: GongkitError) -> bool:
    """Tell whether the refresh token may be spent although no grant came of it."""
    if isinstance(error, OAuthError):
        return (error.status or 0) >= 500
    return isinstance(error, InvalidAnswer)


def _waits(patience: float) -> Iterator[float]:
    """Give the pauses of one who waits for another's refresh, growing, until it is too long."""
    waited, pause = 0.0, _FIRST_WAIT
    while waited < patience:
        yield pause
        waited, pause = waited + pause, min(pause * _GROWTH, _LONGEST_WAIT)
    raise OAuthError("temporarily_unavailable", "others try to refresh the token, without success")


def _refused(error: OAuthError) -> str:
    said = f": {error.description}" if error.description else ""
    return f"Gong refused the refresh token{said}"


def _no_answer() -> OAuthError:
    """Say that the token endpoint did not answer. The call itself was never sent."""
    return OAuthError("temporarily_unavailable", "the token endpoint did not answer")
