"""One installation store made of several, so that each company's tokens stay in its region.

A company that moves is first stored where it goes to, and then removed from where it
was: whatever dies in between, it is there. What it leaves behind is a removed
installation without tokens, of which nobody is told; the move counts as `installed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress

from gongkit.errors import ResidencyRefused, StoreError, UnknownName, UsageError
from gongkit.installations.homes import Homes
from gongkit.installations.installation import (
    Change,
    Installation,
    Lease,
    OAuthState,
    RefusedState,
    TokenGrant,
)
from gongkit.installations.regional_turns import RegionalTurns
from gongkit.installations.residency import Residency
from gongkit.installations.store import InstallationStore
from gongkit.redact import Secret


class RegionalStore(RegionalTurns):
    """`InstallationStore` of one store for each region; several regions may share one.

    What is written goes to the store of the region in which the grant's API host is; a
    region without a store is refused. What is read is looked for in all of them. The
    first store keeps the states of authorizations that have begun, for they are in no
    region yet.
    """

    def __init__(self, residency: Residency, stores: Mapping[str, InstallationStore]) -> None:
        if not stores:
            raise UsageError("There is no store for any region.")
        for region in stores:
            if region not in residency.names:
                raise UnknownName("region", region, residency.names)
        self._residency, self._by_region = residency, dict(stores)
        self._stores = tuple({id(store): store for store in stores.values()}.values())
        super().__init__(Homes(self._stores))

    def __repr__(self) -> str:
        return f"<RegionalStore {self._by_region}>"

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
        """Store a grant that the company has just approved, in its region's store.

        One that is in another region now is moved there. Raises `ResidencyRefused` for a
        region that has no store, or is not the one that was said.
        """
        found, target = self._route(company, grant)
        if region not in {None, found}:
            raise ResidencyRefused(
                f"{company} is in region {found!r}, not in {region!r}.",
                hint=f"Its API host is {grant.base_url}; correct [residency.regions] if it is not.",
            )
        home, present = self._homes.find_surely(company)
        if present is not None and home is not target:
            target.take_over(present, grant, region=found)
        installed = target.install(company, grant, tenant=tenant, name=name, region=found)
        self._homes.settle(company, target)
        return installed

    def get(self, company: str) -> Installation | None:
        """Read an installation; None where there never was one."""
        return self._homes.read(company)

    def list(self) -> tuple[Installation, ...]:
        """Read all installations, the removed ones too, ordered by company."""
        return self._homes.list()

    def of_tenant(self, tenant: str) -> tuple[Installation, ...]:
        """Read what one of the app's own customers has installed, ordered by company."""
        found = (each for store in self._stores for each in store.of_tenant(tenant))
        return tuple(each for each in self._present(found) if each.tenant == tenant)

    def at_base_url(self, base_url: str) -> tuple[Installation, ...]:
        """Read the installations whose API is at this base URL, ordered by company."""
        found = (each for store in self._stores for each in store.at_base_url(base_url))
        return tuple(each for each in self._present(found) if each.base_url == base_url)

    def of_webhook_key(self, webhook_key: Secret) -> Installation | None:
        """Read the installation whose webhook URLs carry this key."""
        for store in self._stores:
            found = store.of_webhook_key(webhook_key)
            if found is not None:
                return self.get(found.company)
        return None

    def remove(self, company: str) -> bool:
        """Erase the tokens, wherever they are, and mark as removed."""
        removed = False
        while True:
            home, present = self._homes.find(company)
            if present is None or present.status == "removed":
                break
            # Once more, for it may just have moved elsewhere.
            removed = home.remove(company) or removed
        self._homes.settle(company, home)
        return removed

    # Refreshes

    def due(self, moment: float, *, after: str, limit: int) -> tuple[str, ...]:
        """Name the active companies whose `refresh_at` has come at this moment."""
        found = {
            company
            for store in self._stores
            for company in store.due(moment, after=after, limit=limit)
        }
        return tuple(sorted(found)[:limit])

    def try_lease(
        self, company: str, seen_version: int, holder: str, seconds: float
    ) -> Lease | None:
        """Take the right to refresh this version, or prolong it where `holder` has it."""
        return self._homes.find(company)[0].try_lease(company, seen_version, holder, seconds)

    def release_lease(self, lease: Lease, *, in_doubt: bool) -> None:
        """Give the right back without a new grant; nothing happens if it was lost already."""
        self._homes.of(lease.company).release_lease(lease, in_doubt=in_doubt)

    def commit_refresh(self, company: str, seen_version: int, grant: TokenGrant) -> bool:
        """Store a refreshed grant if the installation is still of this version.

        Raises `ResidencyRefused`, and nothing was written, where the company has moved to
        another region and is not to be followed, or where that region has no store.
        """
        home, present = self._homes.find(company)
        if present is None or present.version != seen_version or present.status == "removed":
            return False
        region, target = self._route(company, grant)
        before = present.region or self._residency.region_of(present.base_url)
        if region != before and self._residency.when_moved == "refuse":
            raise ResidencyRefused(
                f"{company} has moved from region {before!r} to {region!r}.",
                hint="Its new tokens were not stored: let the customer reconnect, which"
                ' installs it in its new region, or configure when_moved="follow".',
            )
        if region != before or target is not home:
            return self._move(present, grant, region, home, target)
        committed = home.commit_refresh(company, seen_version, grant)
        if committed:
            self._homes.settle(company, home)
        return committed

    def take_over(self, moved: Installation, grant: TokenGrant, *, region: str) -> bool:
        """Store a new grant of an installation that was in another store or region till now."""
        found, target = self._route(moved.company, grant)
        if region != found:
            raise ResidencyRefused(f"{moved.company} is in region {found!r}, not in {region!r}.")
        taken = target.take_over(moved, grant, region=region)
        if taken:
            self._homes.settle(moved.company, target)
        return taken

    def mark_needs_reconnect(
        self, company: str, seen_version: int, reason: str, *, usable_until: float | None
    ) -> bool:
        """Note that this version can no longer be refreshed; its lease is gone."""
        return self._homes.find(company)[0].mark_needs_reconnect(
            company, seen_version, reason, usable_until=usable_until
        )

    # Telling the app what happened

    def next_change(self, seconds: float) -> Change | None:
        """Claim a change of which the app's listeners have not been told."""
        for store in self._stores:
            while (change := store.next_change(seconds)) is not None:
                if self._homes.find(change.installation.company)[0] is store:
                    return change
                # Left behind by a move, which is told as what it is where it went.
                store.change_told(change)
        return None

    def change_told(self, change: Change) -> None:
        """Note that the listeners know; nothing happens where there is a newer change."""
        self._homes.of(change.installation.company).change_told(change)

    # Encryption

    def rekey(self, limit: int) -> int:
        """Seal up to so many rows with the keyring's newest key; 0: all of them are."""
        return next((count for store in self._stores if (count := store.rekey(limit))), 0)

    # Authorizations that have begun

    def save_state(self, state: OAuthState, seconds: float) -> None:
        """Keep the state of an authorization that has just begun, for so many seconds."""
        self._stores[0].save_state(state, seconds)

    def consume_state(self, state: Secret, browser: Secret) -> OAuthState | RefusedState:
        """Use up a state: of all callers one gets it, the others the reason why not."""
        return self._stores[0].consume_state(state, browser)

    # The store itself

    def check(self) -> None:
        """Ask each store for something small: raises `StoreError` where one cannot answer."""
        for store in self._stores:
            store.check()

    def close(self) -> None:
        """Close all the stores. Every later call raises `StoreError`."""
        with ExitStack() as closing:
            for store in self._stores:
                closing.callback(store.close)

    def _route(self, company: str, grant: TokenGrant) -> tuple[str, InstallationStore]:
        """Find the region of a grant, and its store."""
        region = self._residency.region_of(grant.base_url)
        if region not in self._by_region:
            raise ResidencyRefused(
                f"{company} is in region {region!r}, which has no installation store.",
                hint=f"Give region {region!r} a store: set"
                f" GONGKIT_STORE_{region.upper().replace('-', '_')}.",
            )
        return region, self._by_region[region]

    def _move(
        self,
        present: Installation,
        grant: TokenGrant,
        region: str,
        home: InstallationStore,
        target: InstallationStore,
    ) -> bool:
        """Store a refreshed grant in another region or store than before."""
        company = present.company
        if not target.take_over(present, grant, region=region):
            return False
        if home is not target and _was_removed(present, home, target):
            target.remove(company)
            return False
        self._homes.settle(company, target)
        return True

    def _present(self, found: Iterable[Installation]) -> Iterable[Installation]:
        """Give companies that some store knows as they are where they were changed last."""
        companies = sorted({each.company for each in found})
        return (each for company in companies if (each := self._homes.find(company)[1]) is not None)


def _was_removed(moved: Installation, home: InstallationStore, target: InstallationStore) -> bool:
    """Remove what has just moved from where it was; tell whether somebody else had done so.

    That was an app which removes the installation, unless the version has gone on since:
    then it was another refresh, tidying up.
    """
    with suppress(StoreError):
        if not home.remove(moved.company):
            present = target.get(moved.company)
            return present is not None and present.version == moved.version + 1
    return False
