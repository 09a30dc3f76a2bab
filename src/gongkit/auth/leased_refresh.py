"""One refresh, by the holder of its lease: ask Gong, store what comes, or say what became of it.

What can go wrong, and what then happens:
- The answer is lost: the lease is put in doubt, and the same refresh token is tried once
  more. A server that forgives gives a new grant; one that does not has ended this one.
- Gong says `invalid_grant`: unless another has stored a newer grant meanwhile, the
  installation needs a reconnect, and says why.
- The company has moved to where this installation may not be: it needs a reconnect.
- The store fails: it gets more chances, for there is no other copy of the new tokens.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from gongkit.auth.oauth import OAuthClient
from gongkit.engine.effects import InStore, Sleep, Steps
from gongkit.engine.observer import Observer, outcome_of
from gongkit.errors import (
    AnswerLost,
    ConnectionFailed,
    GongkitError,
    InvalidAnswer,
    NeedsReconnect,
    OAuthError,
    ResidencyRefused,
    StoreError,
)
from gongkit.installations.installation import Installation, Lease, TokenGrant
from gongkit.installations.store import InstallationStore

_COMMIT_PAUSES: Final = (0.1, 0.5, 2.0, 5.0)

log = logging.getLogger("gongkit.auth")

LOST: Final = "the answer to a refresh was lost, and its refresh token is spent"
UNRENEWABLE: Final = "Gong gave no refresh token"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedRefresh:
    """A refresh of the version that was seen; `alive`: its access token still works."""

    store: InstallationStore
    oauth: OAuthClient
    observer: Observer
    installation: Installation
    lease: Lease
    alive: bool

    def steps(self) -> Steps[TokenGrant | None]:
        """Give the new grant once it is stored. None: look again at what the store has now.

        Raises `NeedsReconnect` where these tokens cannot be refreshed any more; what else
        has failed may be tried again.
        """
        if self.installation.grant.refresh_token is None:
            yield from self._give_up(UNRENEWABLE)
            return None
        try:
            grant = yield from self._observed()
        except AnswerLost as error:
            yield from self._release(in_doubt=True)
            if self.lease.in_doubt:
                raise _no_answer() from error
            return None
        except (ConnectionFailed, OAuthError, InvalidAnswer) as error:
            if isinstance(error, OAuthError) and error.error == "invalid_grant":
                yield from self._give_up(LOST if self.lease.in_doubt else _refused(error))
                return None
            yield from self._release(in_doubt=self.lease.in_doubt or _may_have_spent(error))
            raise
        return (yield from self._commit(grant))

    def _observed(self) -> Steps[TokenGrant]:
        end = self.observer.refresh_begins(self.installation.company)
        try:
            grant = yield from self.oauth.refresh(self.installation.grant)
        except BaseException as error:
            end(outcome_of(error))
            raise
        end("refreshed")
        return grant

    def _commit(self, grant: TokenGrant) -> Steps[TokenGrant | None]:
        """Store the new grant before anybody uses it. None: another's was stored first."""
        seen = self.installation
        commit = partial(self.store.commit_refresh, seen.company, seen.version, grant)
        for pause in (*_COMMIT_PAUSES, None):
            try:
                committed: bool = yield InStore(commit)
            except ResidencyRefused as refused:
                yield from self._give_up(refused.message, moved=True)
                return None
            except StoreError:
                if pause is None:
                    raise
                yield Sleep(pause)
            else:
                if committed:
                    _tell_changes(seen, grant)
                return grant if committed else None
        raise AssertionError("the last chance returns or raises")

    def _give_up(self, reason: str, *, moved: bool = False) -> Steps[None]:
        """Mark as needing a reconnect, unless a newer grant has been stored meanwhile.

        A company that has moved is not asked at its old host either.
        """
        seen, reason = self.installation, reason.removesuffix(".")
        until = seen.grant.expires_at if self.alive and not moved else None
        mark = partial(
            self.store.mark_needs_reconnect, seen.company, seen.version, reason, usable_until=until
        )
        marked: bool = yield InStore(mark)
        if marked:
            needs = NeedsReconnect(seen.company, reason)
            log.warning("%s", needs.message)
            raise needs

    def _release(self, *, in_doubt: bool) -> Steps[None]:
        yield InStore(partial(self.store.release_lease, self.lease, in_doubt=in_doubt))


def _tell_changes(seen: Installation, grant: TokenGrant) -> None:
    """Log what else the refresh has changed: the host, the scopes."""
    if grant.base_url != seen.base_url:
        old, new = urlsplit(seen.base_url).netloc, urlsplit(grant.base_url).netloc
        log.info("The API of %s has moved from %s to %s.", seen.company, old, new)
    missing = [scope for scope in seen.grant.scopes if scope not in grant.scopes]
    if missing:
        log.warning("%s no longer grants %s.", seen.company, ", ".join(missing))


def _may_have_spent(error: GongkitError) -> bool:
    """Tell whether the refresh token may be spent although no grant came of it."""
    if isinstance(error, OAuthError):
        return (error.status or 0) >= 500
    return isinstance(error, InvalidAnswer)


def _refused(error: OAuthError) -> str:
    said = f": {error.description}" if error.description else ""
    return f"Gong refused the refresh token{said}"


def _no_answer() -> OAuthError:
    """Say that the token endpoint did not answer. The call itself was never sent."""
    return OAuthError("temporarily_unavailable", "the token endpoint did not answer")
