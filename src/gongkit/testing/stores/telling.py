"""What a store must do with changes of which the app's listeners have not been told."""

from __future__ import annotations

from gongkit.clock import ManualClock
from gongkit.installations.installation import Change
from gongkit.installations.store import InstallationStore
from gongkit.testing.stores.samples import ACME, StoreFixtures, at_once, grant_of, present


class TellingContract(StoreFixtures):
    """A change is told at least once, and the newest one counts."""

    def test_nothing_is_told_of_nothing(self, store: InstallationStore) -> None:
        assert store.next_change(60) is None

    def test_a_change_is_claimed_and_told(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        made = store.install(ACME, grant_of(ACME))
        change = store.next_change(60)
        assert change == Change("installed", made, clock.now())
        assert store.next_change(60) is None
        store.change_told(change)
        clock.advance(61)
        assert store.next_change(60) is None
        assert present(store) == made

    def test_a_claim_that_ran_out_is_claimed_again(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        store.install(ACME, grant_of(ACME))
        first = store.next_change(60)
        clock.advance(59.9)
        assert store.next_change(60) is None
        clock.advance(0.1)
        assert store.next_change(60) == first

    def test_changes_come_oldest_first(self, store: InstallationStore, clock: ManualClock) -> None:
        for company in ("b", "a", "c"):
            store.install(company, grant_of(ACME))
            clock.advance(1)
        assert [claimed(store) for _ in range(4)] == [
            "installed b",
            "installed a",
            "installed c",
            None,
        ]

    def test_the_newest_event_counts(self, store: InstallationStore, clock: ManualClock) -> None:
        store.install(ACME, grant_of(ACME))
        installed = store.next_change(60)
        assert installed is not None
        clock.advance(1)
        store.mark_needs_reconnect(ACME, 1, "spent", usable_until=None)
        clock.advance(1)
        store.change_told(installed)
        assert claimed(store) == f"needs_reconnect {ACME}"
        clock.advance(1)
        store.remove(ACME)
        assert claimed(store) == f"removed {ACME}"

    def test_only_what_was_claimed_is_told(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        store.install(ACME, grant_of(ACME, 1))
        first = store.next_change(60)
        assert first is not None
        clock.advance(1)
        store.install(ACME, grant_of(ACME, 2))
        store.change_told(first)
        assert claimed(store) == f"installed {ACME}"

    def test_a_late_grant_is_told_as_an_installation_that_works_again(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        store.install(ACME, grant_of(ACME, 1))
        tell_all(store)
        clock.advance(1)
        store.mark_needs_reconnect(ACME, 1, "spent", usable_until=None)
        clock.advance(1)
        assert store.commit_refresh(ACME, 1, grant_of(ACME, 2))
        assert claimed(store) == f"installed {ACME}"

    def test_a_refresh_is_no_event_and_takes_none_away(self, store: InstallationStore) -> None:
        store.install(ACME, grant_of(ACME, 1))
        assert store.commit_refresh(ACME, 1, grant_of(ACME, 2))
        change = store.next_change(60)
        assert change is not None
        assert (change.event, change.installation) == ("installed", present(store))
        assert store.commit_refresh(ACME, 2, grant_of(ACME, 3))
        store.change_told(change)
        assert store.commit_refresh(ACME, 3, grant_of(ACME, 4))
        assert store.next_change(0) is None

    def test_of_many_at_once_each_gets_another_change(self, store: InstallationStore) -> None:
        for number in range(5):
            store.install(f"company-{number}", grant_of(ACME, number))
        got = at_once(lambda _: claimed(store), 8)
        assert sorted(filter(None, got)) == [f"installed company-{n}" for n in range(5)]


def claimed(store: InstallationStore) -> str | None:
    """Claim a change, and say what it is."""
    change = store.next_change(60)
    return None if change is None else f"{change.event} {change.installation.company}"


def tell_all(store: InstallationStore) -> None:
    """Tell everything there is to tell."""
    while change := store.next_change(60):
        store.change_told(change)
