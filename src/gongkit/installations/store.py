"""What an installation store must do. Every method is one atomic step.

Nothing has to be found, changed and saved back by a caller, so no caller can do it
wrong: whoever is late is told so, and erases nothing. Methods block, and are called
from many threads; each is complete and durable when it returns, or raises `StoreError`
and has done nothing. Tokens are at rest encrypted, or not at all.

A store object belongs to one integration, named by its client id when it is opened:
several apps may keep their installations in one place, and never see one another's.

Time is the store's own (its machine's or its server's clock), never the caller's:
leases must end at the same moment for callers whose clocks differ.
"""

from __future__ import annotations

from typing import Protocol

from gongkit.installations.installation import (
    Change,
    Installation,
    Lease,
    OAuthState,
    RefusedState,
    TokenGrant,
)
from gongkit.limits import Turns
from gongkit.redact import Secret


class InstallationStore(Turns, Protocol):
    """Keeps installations, their refreshes' leases, begun authorizations, and companies' turns.

    The turns (`gongkit.limits.Turns`) are shared by all apps of the store: Gong's limits
    are the company's. They need not outlive a power failure.
    """

    # Installations

    def install(
        self,
        company: str,
        grant: TokenGrant,
        *,
        tenant: str | None = None,
        name: str | None = None,
        region: str | None = None,
    ) -> Installation:
        """Store a grant that the company has just approved, whatever was there before.

        The installation is active, its version one higher (1 if it is new), its lease
        gone. A tenant, name or region that is None leaves the earlier one.
        """
        ...

    def get(self, company: str) -> Installation | None:
        """Read an installation; None where there never was one."""
        ...

    def list(self) -> tuple[Installation, ...]:
        """Read all installations, the removed ones too, ordered by company."""
        ...

    def of_tenant(self, tenant: str) -> tuple[Installation, ...]:
        """Read what one of the app's own customers has installed, ordered by company."""
        ...

    def at_base_url(self, base_url: str) -> tuple[Installation, ...]:
        """Read the installations whose API is at this base URL, ordered by company."""
        ...

    def of_webhook_key(self, webhook_key: Secret) -> Installation | None:
        """Read the installation whose webhook URLs carry this key."""
        ...

    def remove(self, company: str) -> bool:
        """Erase the tokens and mark as removed; False where there was nothing to remove."""
        ...

    # Refreshes

    def due(self, moment: float, *, after: str, limit: int) -> tuple[str, ...]:
        """Name the active companies whose `refresh_at` has come at this moment.

        Ordered by company, only those behind `after` ("" is the beginning), at most `limit`.
        """
        ...

    def try_lease(
        self, company: str, seen_version: int, holder: str, seconds: float
    ) -> Lease | None:
        """Take the right to refresh this version, or prolong it where `holder` has it.

        None where another holds it, or where the installation is not active or no longer
        of this version: read it again. A lease that ran out without having been released
        is taken over, and the new one is `in_doubt`.
        """
        ...

    def release_lease(self, lease: Lease, *, in_doubt: bool) -> None:
        """Give the right back without a new grant; nothing happens if it was lost already.

        `in_doubt`: the refresh token may be spent; the next lease will say so.
        """
        ...

    def commit_refresh(self, company: str, seen_version: int, grant: TokenGrant) -> bool:
        """Store a refreshed grant if the installation is still of this version.

        True: the version is one higher, the status active, the lease gone. An
        installation that was marked `needs_reconnect` meanwhile is active again, for
        these tokens are newer. False where the version has moved or the installation was
        removed: these tokens are superseded, and nothing was changed.
        """
        ...

    def take_over(self, moved: Installation, grant: TokenGrant, *, region: str) -> bool:
        """Store a new grant of an installation that was in another store or region till now.

        It keeps its tenant, name and webhook key; its version is one higher than that of
        `moved`. False where it is here already in a higher version, or was removed from
        here in this one: nothing was changed.
        """
        ...

    def mark_needs_reconnect(
        self, company: str, seen_version: int, reason: str, *, usable_until: float | None
    ) -> bool:
        """Note that this version can no longer be refreshed; its lease is gone.

        `usable_until` becomes the grant's `expires_at`: the access token still works
        till then, None if it does not. False where the installation is not active or no
        longer of this version: somebody else was luckier.
        """
        ...

    # Telling the app what happened

    def next_change(self, seconds: float) -> Change | None:
        """Claim a change of which the app's listeners have not been told, the oldest first.

        Nobody else gets it for so many seconds, and afterwards again somebody, unless
        `change_told` was called: a change is told at least once, whatever dies meanwhile.
        """
        ...

    def change_told(self, change: Change) -> None:
        """Note that the listeners know; nothing happens where there is a newer change."""
        ...

    # Encryption

    def rekey(self, limit: int) -> int:
        """Seal up to so many rows with the keyring's newest key; 0: all of them are.

        Others may read and write meanwhile.
        """
        ...

    # Authorizations that have begun

    def save_state(self, state: OAuthState, seconds: float) -> None:
        """Keep the state of an authorization that has just begun, for so many seconds."""
        ...

    def consume_state(self, state: Secret, browser: Secret) -> OAuthState | RefusedState:
        """Use up a state: of all callers one gets it, the others the reason why not."""
        ...

    # The store itself

    def check(self) -> None:
        """Ask the store for something small: raises `StoreError` where it cannot answer."""
        ...

    def close(self) -> None:
        """Let go of files and connections. Every later call raises `StoreError`."""
        ...
