"""What a store must do with authorizations that have begun."""

from __future__ import annotations

from functools import partial

import pytest

from gongkit.clock import ManualClock
from gongkit.errors import StoreError
from gongkit.installations.installation import OAuthState, RefusedState
from gongkit.installations.store import InstallationStore
from gongkit.redact import Secret
from gongkit.testing.stores.samples import (
    ACME,
    StoreFixtures,
    at_once,
    grant_of,
    state_of,
)


class AuthorizingContract(StoreFixtures):
    """A state is used once, in its browser, in its time."""

    def test_a_state_comes_back_to_its_browser_once(self, store: InstallationStore) -> None:
        state = state_of(tenant="acme", scopes=("api:users:read", "api:calls:create"))
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

    def test_many_may_forget_old_states_at_once(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        for number in range(30):
            store.save_state(state_of(number), 0)
        clock.advance(86_401)
        at_once(lambda number: store.save_state(state_of(100 + number), 600), 8)
        assert store.consume_state(state_of(3).state, state_of(3).browser) == "state_mismatch"
        for number in range(100, 108):
            state = state_of(number)
            assert store.consume_state(state.state, state.browser) == state

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


def consume_one(
    store: InstallationStore, state: OAuthState, number: int
) -> OAuthState | RefusedState:
    """Try to use a state up as one of many."""
    del number
    return store.consume_state(state.state, state.browser)
