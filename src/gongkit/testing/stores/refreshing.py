"""What a store must do with refreshes: leases, commits, and installations that are due."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from gongkit.clock import ManualClock
from gongkit.installations.installation import Installation, Lease
from gongkit.installations.store import InstallationStore
from gongkit.testing.stores.samples import (
    ACME,
    OTHER,
    StoreFixtures,
    at_once,
    grant_of,
    present,
)


class RefreshingContract(StoreFixtures):
    """Leases and commits: a refresh token is spent once."""

    @pytest.mark.usefixtures("other")
    def test_one_holder_at_a_time_has_the_lease(self, store: InstallationStore) -> None:
        store.install(ACME, grant_of(ACME))
        assert store.try_lease(ACME, 1, "a", 60) == Lease(ACME, 1, "a", in_doubt=False)
        assert store.try_lease(ACME, 1, "b", 60) is None
        assert store.try_lease(OTHER, 1, "b", 60) == Lease(OTHER, 1, "b", in_doubt=False)

    def test_of_many_at_once_one_gets_the_lease(self, store: InstallationStore) -> None:
        for number in range(1, 11):
            store.install(ACME, grant_of(ACME, number))
            got = at_once(partial(lease_one, store, number), 8)
            assert sum(lease is not None for lease in got) == 1

    def test_there_is_no_lease_on_what_is_not_there_or_has_moved_on(
        self, store: InstallationStore
    ) -> None:
        assert store.try_lease(ACME, 1, "a", 60) is None
        store.install(ACME, grant_of(ACME, 1))
        store.install(ACME, grant_of(ACME, 2))
        assert store.try_lease(ACME, 1, "a", 60) is None
        assert store.try_lease(ACME, 3, "a", 60) is None
        store.mark_needs_reconnect(ACME, 2, "spent", usable_until=None)
        assert store.try_lease(ACME, 2, "a", 60) is None
        store.remove(ACME)
        assert store.try_lease(ACME, 2, "a", 60) is None

    def test_a_holder_may_prolong_its_lease(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        store.install(ACME, grant_of(ACME))
        store.try_lease(ACME, 1, "a", 60)
        clock.advance(50)
        assert store.try_lease(ACME, 1, "a", 60) == Lease(ACME, 1, "a", in_doubt=False)
        clock.advance(50)
        assert store.try_lease(ACME, 1, "b", 60) is None

    def test_a_released_lease_is_free_without_doubt(self, store: InstallationStore) -> None:
        store.install(ACME, grant_of(ACME))
        release(store, "a", in_doubt=False)
        assert store.try_lease(ACME, 1, "b", 60) == Lease(ACME, 1, "b", in_doubt=False)

    def test_a_lease_that_ran_out_is_taken_over_in_doubt(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        store.install(ACME, grant_of(ACME))
        store.try_lease(ACME, 1, "a", 60)
        clock.advance(59.9)
        assert store.try_lease(ACME, 1, "b", 60) is None
        clock.advance(0.1)
        assert store.try_lease(ACME, 1, "b", 60) == Lease(ACME, 1, "b", in_doubt=True)
        assert store.try_lease(ACME, 1, "a", 60) is None

    def test_doubt_stays_until_there_is_a_new_grant(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        store.install(ACME, grant_of(ACME, 1))
        release(store, "a", in_doubt=True)
        lease = store.try_lease(ACME, 1, "b", 60)
        assert lease == Lease(ACME, 1, "b", in_doubt=True)
        assert store.try_lease(ACME, 1, "b", 60) == lease
        clock.advance(60)
        assert store.try_lease(ACME, 1, "c", 60) == Lease(ACME, 1, "c", in_doubt=True)
        assert store.commit_refresh(ACME, 1, grant_of(ACME, 2))
        assert store.try_lease(ACME, 2, "d", 60) == Lease(ACME, 2, "d", in_doubt=False)

    def test_whoever_lost_its_lease_releases_nothing(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        store.install(ACME, grant_of(ACME))
        lost = store.try_lease(ACME, 1, "a", 60)
        assert lost
        clock.advance(60)
        assert store.try_lease(ACME, 1, "b", 60)
        store.release_lease(lost, in_doubt=False)
        store.release_lease(lost, in_doubt=True)
        assert store.try_lease(ACME, 1, "c", 60) is None

    def test_a_refresh_is_stored_and_ends_the_lease(
        self, store: InstallationStore, clock: ManualClock, other: Installation
    ) -> None:
        first = store.install(ACME, grant_of(ACME, 1), name="Acme", region="us")
        store.try_lease(ACME, 1, "a", 60)
        clock.advance(5)
        moved = grant_of(ACME, 2, base_url="https://us-3.api.gong.io", scopes=("api:users:read",))
        assert store.commit_refresh(ACME, 1, moved)
        assert store.get(ACME) == replace(
            first, grant=moved, version=2, updated_at=first.updated_at + 5
        )
        assert store.try_lease(ACME, 2, "b", 60)
        assert other in store.list()

    def test_a_loser_erases_nothing(self, store: InstallationStore) -> None:
        store.install(ACME, grant_of(ACME, 1))
        assert store.commit_refresh(ACME, 1, grant_of(ACME, 2))
        winner = store.get(ACME)
        assert not store.commit_refresh(ACME, 1, grant_of(ACME, 3))
        assert not store.mark_needs_reconnect(ACME, 1, "spent", usable_until=None)
        assert store.get(ACME) == winner

    def test_of_many_refreshes_of_one_version_one_is_stored(self, store: InstallationStore) -> None:
        store.install(ACME, grant_of(ACME, 0))
        for version in range(1, 11):
            done = at_once(partial(commit_one, store, version), 8)
            assert done.count(True) == 1
            winner = 100 * version + done.index(True)
            assert present(store).grant == grant_of(ACME, winner)
            assert present(store).version == version + 1

    def test_nothing_is_refreshed_that_is_not_there_or_was_removed(
        self, store: InstallationStore
    ) -> None:
        assert not store.commit_refresh(ACME, 1, grant_of(ACME))
        assert store.get(ACME) is None
        store.install(ACME, grant_of(ACME))
        store.remove(ACME)
        assert not store.commit_refresh(ACME, 1, grant_of(ACME, 2))
        assert present(store).status == "removed"

    def test_an_installation_is_marked_once(
        self, store: InstallationStore, clock: ManualClock, other: Installation
    ) -> None:
        first = store.install(ACME, grant_of(ACME), name="Acme")
        store.try_lease(ACME, 1, "a", 60)
        clock.advance(5)
        assert store.mark_needs_reconnect(ACME, 1, "it was spent", usable_until=77.5)
        assert store.get(ACME) == replace(
            first,
            status="needs_reconnect",
            reason="it was spent",
            grant=grant_of(ACME, expires_at=77.5),
            updated_at=first.updated_at + 5,
        )
        assert not store.mark_needs_reconnect(ACME, 1, "again", usable_until=None)
        assert present(store).reason == "it was spent"
        assert other in store.list()

    def test_a_late_grant_of_the_marked_version_makes_it_active_again(
        self, store: InstallationStore
    ) -> None:
        store.install(ACME, grant_of(ACME, 1))
        store.mark_needs_reconnect(ACME, 1, "spent", usable_until=None)
        assert store.commit_refresh(ACME, 1, grant_of(ACME, 2))
        now = present(store)
        assert (now.status, now.reason, now.version) == ("active", None, 2)

    # What is due

    def test_installations_are_due_when_their_moment_has_come(
        self, store: InstallationStore
    ) -> None:
        moment = store.install(ACME, grant_of(ACME)).refresh_at
        assert moment is not None
        assert store.due(moment - 1, after="", limit=9) == ()
        assert store.due(moment, after="", limit=9) == (ACME,)
        assert store.commit_refresh(ACME, 1, grant_of(ACME, 2, issued_at=moment, expires_at=9e9))
        assert store.due(moment, after="", limit=9) == ()

    def test_what_is_due_is_named_in_order_and_in_parts(self, store: InstallationStore) -> None:
        for company in ("d", "b", "a", "c"):
            store.install(company, grant_of(ACME))
        assert store.due(9e9, after="", limit=3) == ("a", "b", "c")
        assert store.due(9e9, after="c", limit=3) == ("d",)
        assert store.due(9e9, after="d", limit=3) == ()
        assert store.due(9e9, after="b", limit=1) == ("c",)

    def test_only_active_installations_are_due(self, store: InstallationStore) -> None:
        for company in ("active", "marked", "removed"):
            store.install(company, grant_of(ACME))
        store.mark_needs_reconnect("marked", 1, "spent", usable_until=None)
        store.remove("removed")
        assert store.due(9e9, after="", limit=9) == ("active",)
        store.commit_refresh("marked", 1, grant_of(ACME, 2))
        assert store.due(9e9, after="", limit=9) == ("active", "marked")

    def test_without_a_refresh_token_the_end_is_due_and_without_an_end_nothing(
        self, store: InstallationStore
    ) -> None:
        store.install("a", grant_of(ACME, refresh_token=None, expires_at=5000.0))
        store.install("b", grant_of(ACME, refresh_token=None, expires_at=None))
        store.install("c", grant_of(ACME, issued_at=1000.0, expires_at=None))
        assert store.due(4999.9, after="", limit=9) == ()
        assert store.due(5000.0, after="", limit=9) == ("a",)
        assert store.due(1000.0 + 86_400, after="", limit=9) == ("a", "c")


def lease_one(store: InstallationStore, version: int, number: int) -> Lease | None:
    """Try to take a lease as one of many."""
    return store.try_lease(ACME, version, f"holder-{number}", 60)


def commit_one(store: InstallationStore, version: int, number: int) -> bool:
    """Try to commit a grant as one of many."""
    return store.commit_refresh(ACME, version, grant_of(ACME, 100 * version + number))


def release(store: InstallationStore, holder: str, *, in_doubt: bool) -> None:
    """Take a lease, and give it back."""
    lease = store.try_lease(ACME, 1, holder, 60)
    assert lease is not None
    store.release_lease(lease, in_doubt=in_doubt)
