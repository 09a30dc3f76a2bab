"""What an installation store must do. Every method is one atomic step.

Nothing has to be found, changed and saved back by a caller, so no caller can do it
wrong: whoever is late is told so, and erases nothing. Methods block, and are called
from many threads; each is complete and durable when it returns, or raises `StoreError`
and has done nothing. Tokens are at rest encrypted, or not at all.

Time is the store's own (its machine's or its server's clock), never the caller's:
leases must end at the same moment for callers whose clocks differ.
"""

from __future__ import annotations

from typing import Protocol

from gongkit.installations.installation import (
    Installation,
    Lease,
    OAuthState,
    RefusedState,
    TokenGrant,
)
from gongkit.redact import Secret


class InstallationStore(Protocol):
    """Keeps installations, the leases of their refreshes, and states of authorizations."""

    def install(
        self,
        company: str,
        grant: TokenGrant,
        *,
        name: str | None = None,
        region: str | None = None,
    ) -> Installation:
        """Store a grant that the company has just approved, whatever was there before.

        The installation is active, its version one higher (1 if it is new), its lease
        gone. A name or region that is None leaves the earlier one.
        """
        ...

    def get(self, company: str) -> Installation | None:
        """Read an installation; None where there never was one."""
        ...

    def list(self) -> tuple[Installation, ...]:
        """Read all installations, the removed ones too, ordered by company."""
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

    def mark_needs_reconnect(
        self, company: str, seen_version: int, reason: str, *, usable_until: float | None
    ) -> bool:
        """Note that this version can no longer be refreshed; its lease is gone.

        `usable_until` becomes the grant's `expires_at`: the access token still works
        till then, None if it does not. False where the installation is not active or no
        longer of this version: somebody else was luckier.
        """
        ...

    def remove(self, company: str) -> bool:
        """Erase the tokens and mark as removed; False where there was nothing to remove."""
        ...

    def save_state(self, state: OAuthState, seconds: float) -> None:
        """Keep the state of an authorization that has just begun, for so many seconds."""
        ...

    def consume_state(self, state: Secret, browser: Secret) -> OAuthState | RefusedState:
        """Use up a state: of all callers one gets it, the others the reason why not."""
        ...

    def close(self) -> None:
        """Let go of files and connections. Every later call raises `StoreError`."""
        ...
