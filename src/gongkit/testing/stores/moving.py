"""What a store must do with installations that come from another store or another region."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from gongkit.clock import ManualClock
from gongkit.installations.installation import Installation, Lease
from gongkit.installations.store import InstallationStore
from gongkit.redact import Secret
from gongkit.testing.stores.samples import ACME, StoreFixtures, at_once, grant_of, present


class MovingContract(StoreFixtures):
    """Taking over what was elsewhere till now."""

    def test_what_is_taken_over_goes_on_as_it_was(
        self, store: InstallationStore, clock: ManualClock, other: Installation
    ) -> None:
        elsewhere = elsewhere_of(clock, version=5)
        assert store.take_over(elsewhere, grant_of(ACME, 6), region="us")
        taken = replace(elsewhere, grant=grant_of(ACME, 6), version=6, region="us")
        assert store.get(ACME) == taken
        assert store.of_webhook_key(elsewhere.webhook_key) == taken
        assert store.list() == (other, taken)

    def test_what_is_here_in_a_lower_version_is_replaced(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        store.install(ACME, grant_of(ACME, 1), name="Before")
        store.remove(ACME)
        elsewhere = elsewhere_of(clock, version=2)
        assert store.take_over(elsewhere, grant_of(ACME, 3), region="us")
        taken = present(store)
        assert (taken.name, taken.status, taken.version) == ("Acme", "active", 3)
        assert taken.webhook_key == elsewhere.webhook_key

    def test_another_region_of_the_same_store_is_a_move_too(self, store: InstallationStore) -> None:
        before = store.install(ACME, grant_of(ACME, 1), name="Acme")
        assert store.try_lease(ACME, 1, "a", 60)
        assert store.take_over(before, grant_of(ACME, 2), region="us")
        assert present(store) == replace(before, grant=grant_of(ACME, 2), version=2, region="us")
        assert store.try_lease(ACME, 2, "b", 60) == Lease(ACME, 2, "b", in_doubt=False)

    def test_of_many_who_take_it_over_one_does(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        elsewhere = elsewhere_of(clock, version=5)
        done = at_once(partial(take_one, store, elsewhere), 8)
        assert done.count(True) == 1
        assert present(store).grant == grant_of(ACME, done.index(True))

    def test_what_was_removed_meanwhile_is_not_taken_over(self, store: InstallationStore) -> None:
        before = store.install(ACME, grant_of(ACME, 1))
        store.remove(ACME)
        removed = present(store)
        assert not store.take_over(before, grant_of(ACME, 2), region="us")
        assert store.get(ACME) == removed

    def test_a_move_is_told_as_installed(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        assert store.take_over(elsewhere_of(clock, version=5), grant_of(ACME, 6), region="us")
        change = store.next_change(60)
        assert change is not None
        assert (change.event, change.installation) == ("installed", present(store))


def elsewhere_of(clock: ManualClock, version: int) -> Installation:
    """Make an installation as another store has it."""
    return Installation(
        company=ACME,
        tenant="customer",
        name="Acme",
        region="eu",
        grant=grant_of(ACME, 1),
        status="active",
        reason=None,
        webhook_key=Secret("planted-webhook-key"),
        created_at=clock.now(),
        updated_at=clock.now(),
        version=version,
    )


def take_one(store: InstallationStore, elsewhere: Installation, number: int) -> bool:
    """Take it over as one of many."""
    return store.take_over(elsewhere, grant_of(ACME, number), region="us")
