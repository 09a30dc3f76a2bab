"""What every installation store must do, as tests: inherit, and say how a store is opened.

All of it runs beside a second company, which must never notice.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TypeVar

import pytest

from gongkit.clock import ManualClock
from gongkit.errors import StoreError
from gongkit.installations.installation import (
    Installation,
    Lease,
    OAuthState,
    RefusedState,
    TokenGrant,
)
from gongkit.installations.store import InstallationStore
from gongkit.redact import Secret

T = TypeVar("T")

ACME, OTHER = "us-1.api.gong.io", "eu-2.api.gong.io"


def grant_of(company: str, number: int = 1, **fields: object) -> TokenGrant:
    """Make the n-th grant of a company; no two have a token in common."""
    grant = TokenGrant(
        base_url=f"https://{company}",
        access_token=Secret(f"planted-access-{company}-{number}"),
        refresh_token=Secret(f"planted-refresh-{company}-{number}"),
        scopes=("api:calls:read:basic", "api:users:read"),
        issued_at=1000.0 + number,
        expires_at=87_400.5 + number,
    )
    return replace(grant, **fields)  # type: ignore[arg-type]


def state_of(number: int = 1, **fields: object) -> OAuthState:
    state = OAuthState(
        state=Secret(f"planted-state-{number}"), browser=Secret(f"planted-browser-{number}")
    )
    return replace(state, **fields)  # type: ignore[arg-type]


def at_once(work: Callable[[int], T], times: int) -> list[T]:
    """Do it on so many threads, all starting at the same moment."""
    barrier = threading.Barrier(times)

    def one(number: int) -> T:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


class InstallationStoreContract:
    """Inherit and override `clock` and `store`; the store's time must be the clock's."""

    @pytest.fixture
    def clock(self) -> ManualClock:
        return ManualClock()

    @pytest.fixture
    def store(self, clock: ManualClock) -> Iterator[InstallationStore]:
        raise NotImplementedError

    @pytest.fixture
    def other(self, store: InstallationStore) -> Iterator[Installation]:
        """Install a neighbour, and look afterwards whether it is as it was."""
        before = store.install(OTHER, grant_of(OTHER, 9), name="Other Ltd", region="eu")
        yield before
        assert store.get(OTHER) == before

    # Installing and reading

    def test_nobody_has_installed_at_first(self, store: InstallationStore) -> None:
        assert store.get(ACME) is None
        assert store.list() == ()

    def test_an_installation_is_read_as_it_was_granted(
        self, store: InstallationStore, clock: ManualClock, other: Installation
    ) -> None:
        made = store.install(ACME, grant_of(ACME), name="Acme", region="us")
        assert made == Installation(
            company=ACME,
            name="Acme",
            region="us",
            grant=grant_of(ACME),
            status="active",
            reason=None,
            created_at=clock.now(),
            updated_at=clock.now(),
            version=1,
        )
        assert store.get(ACME) == made
        assert store.list() == (other, made)

    @pytest.mark.parametrize("company", ["acme'; DROP TABLE installations", "ä\u202e☃", "a b", "A"])
    def test_any_text_can_be_a_company_key(
        self, store: InstallationStore, company: str, other: Installation
    ) -> None:
        assert store.install(company, grant_of(ACME)).company == company
        assert store.get(company.lower() + "x") is None
        assert store.get(company) is not None
        assert other in store.list()

    def test_what_a_grant_may_lack_is_kept_as_lacking(self, store: InstallationStore) -> None:
        bare = grant_of(ACME, refresh_token=None, expires_at=None, scopes=())
        assert store.install(ACME, bare).grant == bare

    def test_installing_again_replaces_the_grant_and_keeps_the_names(
        self, store: InstallationStore, clock: ManualClock, other: Installation
    ) -> None:
        first = store.install(ACME, grant_of(ACME, 1), name="Acme", region="us")
        clock.advance(60)
        again = store.install(ACME, grant_of(ACME, 2))
        assert again == replace(
            first, grant=grant_of(ACME, 2), version=2, updated_at=first.updated_at + 60
        )
        assert store.install(ACME, grant_of(ACME, 3), name="New").name == "New"
        assert other in store.list()

    @pytest.mark.usefixtures("other")
    def test_installing_again_revives_what_was_removed_or_spent(
        self, store: InstallationStore
    ) -> None:
        store.install(ACME, grant_of(ACME, 1))
        store.mark_needs_reconnect(ACME, 1, "spent", usable_until=None)
        revived = store.install(ACME, grant_of(ACME, 2))
        assert (revived.status, revived.reason, revived.version) == ("active", None, 2)
        store.remove(ACME)
        revived = store.install(ACME, grant_of(ACME, 3))
        assert (revived.status, revived.version, revived.grant) == (
            "active",
            3,
            grant_of(ACME, 3),
        )

    def test_installing_again_ends_a_refresh_that_is_under_way(
        self, store: InstallationStore
    ) -> None:
        store.install(ACME, grant_of(ACME, 1))
        assert store.try_lease(ACME, 1, "a", 60)
        store.install(ACME, grant_of(ACME, 2))
        assert not store.commit_refresh(ACME, 1, grant_of(ACME, 3))
        assert not store.mark_needs_reconnect(ACME, 1, "spent", usable_until=None)
        assert present(store).grant == grant_of(ACME, 2)
        assert store.try_lease(ACME, 2, "b", 60) == Lease(ACME, 2, "b", in_doubt=False)

    # Leases

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

    # Refreshes

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

    # Removing

    def test_removing_erases_the_tokens_and_keeps_the_rest(
        self, store: InstallationStore, clock: ManualClock, other: Installation
    ) -> None:
        first = store.install(ACME, grant_of(ACME), name="Acme", region="us")
        clock.advance(5)
        assert store.remove(ACME)
        erased = replace(first.grant, access_token=Secret(""), refresh_token=None, expires_at=None)
        assert store.get(ACME) == replace(
            first, status="removed", grant=erased, updated_at=first.updated_at + 5
        )
        assert not store.remove(ACME)
        assert not store.remove("nobody")
        assert not store.mark_needs_reconnect(ACME, 1, "spent", usable_until=None)
        assert other in store.list()

    # States

    def test_a_state_comes_back_to_its_browser_once(self, store: InstallationStore) -> None:
        state = state_of(company="acme", scopes=("api:users:read", "api:calls:create"))
        store.save_state(state, 600)
        store.save_state(state_of(2), 600)
        assert store.consume_state(state.state, state.browser) == state
        assert store.consume_state(state.state, state.browser) == "state_reused"
        assert store.consume_state(state_of(2).state, state_of(2).browser) == state_of(2)

    def test_an_unknown_state_is_not_accepted(self, store: InstallationStore) -> None:
        assert store.consume_state(Secret("forged"), Secret("b")) == "state_mismatch"
        assert store.consume_state(Secret(""), Secret("")) == "state_mismatch"

    def test_another_browser_gets_nothing_and_spoils_nothing(
        self, store: InstallationStore
    ) -> None:
        state = state_of()
        store.save_state(state, 600)
        for browser in ("", "other", "planted-browser-2"):
            assert store.consume_state(state.state, Secret(browser)) == "state_mismatch"
        assert store.consume_state(state.state, state.browser) == state

    def test_a_state_ends(self, store: InstallationStore, clock: ManualClock) -> None:
        state = state_of()
        store.save_state(state, 600)
        clock.advance(600)
        assert store.consume_state(state.state, state.browser) == "state_expired"

    def test_states_are_forgotten_in_the_end(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        store.save_state(state_of(), 600)
        clock.advance(600 + 86_401)
        store.save_state(state_of(2), 600)
        assert store.consume_state(state_of().state, state_of().browser) == "state_mismatch"

    def test_of_many_at_once_one_gets_the_state(self, store: InstallationStore) -> None:
        for number in range(25):
            state = state_of(number)
            store.save_state(state, 600)
            got = at_once(partial(consume_one, store, state), 4)
            assert got.count(state) == 1
            assert got.count("state_reused") == 3

    def test_a_state_is_saved_once(self, store: InstallationStore) -> None:
        store.save_state(state_of(), 600)
        with pytest.raises(StoreError):
            store.save_state(state_of(), 600)
        assert store.install(ACME, grant_of(ACME)).version == 1, "the store goes on"

    # The end

    def test_a_closed_store_says_so(self, store: InstallationStore) -> None:
        store.install(ACME, grant_of(ACME))
        store.close()
        store.close()
        with pytest.raises(StoreError, match="closed"):
            store.get(ACME)
        with pytest.raises(StoreError, match="closed"):
            store.install(ACME, grant_of(ACME, 2))


def present(store: InstallationStore) -> Installation:
    found = store.get(ACME)
    assert found is not None
    return found


def lease_one(store: InstallationStore, version: int, number: int) -> Lease | None:
    return store.try_lease(ACME, version, f"holder-{number}", 60)


def commit_one(store: InstallationStore, version: int, number: int) -> bool:
    return store.commit_refresh(ACME, version, grant_of(ACME, 100 * version + number))


def consume_one(
    store: InstallationStore, state: OAuthState, number: int
) -> OAuthState | RefusedState:
    del number
    return store.consume_state(state.state, state.browser)


def release(store: InstallationStore, holder: str, *, in_doubt: bool) -> None:
    lease = store.try_lease(ACME, 1, holder, 60)
    assert lease is not None
    store.release_lease(lease, in_doubt=in_doubt)
