"""What a store must do whose data outlive it, and are shared by processes and apps."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from gongkit.errors import KeyringError
from gongkit.installations.installation import Installation
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.store import InstallationStore
from gongkit.limits import DOCUMENTED
from gongkit.testing.stores.samples import ACME, OTHER, StoreFixtures, grant_of, present, state_of

OpenStore = Callable[[str, Keyring], InstallationStore]
"""Opens a store of this client id, with these keys, on the data that the test began with."""

OLD, NEW = generate_key(), generate_key()


class SharingContract(StoreFixtures):
    """Several apps, several store objects, several keys: one body of data."""

    @pytest.fixture
    def open_store(self) -> OpenStore:
        """Open a store on the same data each time: each subclass says how, and closes them all."""
        raise NotImplementedError

    @pytest.fixture
    def store(self, open_store: OpenStore) -> InstallationStore:
        """Open the app's store."""
        return open_store("app", Keyring.parse(OLD))

    @pytest.fixture
    def elsewhere(self, open_store: OpenStore) -> InstallationStore:
        """Open the app's store as another process does."""
        return open_store("app", Keyring.parse(OLD))

    @pytest.fixture
    def stranger(self, open_store: OpenStore) -> InstallationStore:
        """Open another app's store."""
        return open_store("another-app", Keyring.parse(OLD))

    # Several of one app

    def test_what_one_has_stored_all_see(
        self, store: InstallationStore, elsewhere: InstallationStore
    ) -> None:
        made = store.install(ACME, grant_of(ACME), tenant="customer", name="Acme", region="us")
        assert elsewhere.list() == (made,)
        assert elsewhere.try_lease(ACME, 1, "a", 60)
        assert store.try_lease(ACME, 1, "b", 60) is None
        assert elsewhere.commit_refresh(ACME, 1, grant_of(ACME, 2))
        assert present(store).grant == grant_of(ACME, 2)
        assert store.next_change(60)
        assert elsewhere.next_change(60) is None

    def test_what_was_stored_is_there_after_the_end(
        self, store: InstallationStore, open_store: OpenStore
    ) -> None:
        made = store.install(ACME, grant_of(ACME), name="Acme")
        store.save_state(state_of(), 600)
        store.close()
        again = open_store("app", Keyring.parse(OLD))
        assert again.list() == (made,)
        assert again.consume_state(state_of().state, state_of().browser) == state_of()

    # Several apps

    def test_apps_never_see_one_another_though_companies_are_the_same(
        self, store: InstallationStore, stranger: InstallationStore
    ) -> None:
        mine = store.install(ACME, grant_of(ACME, 1), tenant="customer")
        assert stranger.get(ACME) is None
        assert found_anyhow(stranger, mine) == set()
        theirs = stranger.install(ACME, grant_of(ACME, 2), tenant="customer")
        assert (mine.version, theirs.version) == (1, 1)
        assert mine.webhook_key != theirs.webhook_key
        assert found_anyhow(stranger, theirs) == {theirs}
        assert stranger.of_webhook_key(mine.webhook_key) is None
        assert stranger.try_lease(ACME, 1, "b", 60)
        lease = store.try_lease(ACME, 1, "a", 60)
        assert lease
        store.release_lease(lease, in_doubt=True)
        assert stranger.commit_refresh(ACME, 1, grant_of(ACME, 3))
        assert stranger.remove(ACME)
        assert present(store) == mine
        assert found_anyhow(store, mine) == {mine}
        assert store.due(9e9, after="", limit=9) == (ACME,)

    def test_apps_are_told_of_their_own_changes_only(
        self, store: InstallationStore, stranger: InstallationStore
    ) -> None:
        store.install(ACME, grant_of(ACME))
        assert stranger.next_change(60) is None
        stranger.install(ACME, grant_of(ACME))
        mine, theirs = store.next_change(60), stranger.next_change(60)
        assert mine is not None
        assert theirs is not None
        store.change_told(mine)
        assert theirs.installation == present(stranger)
        assert stranger.next_change(0) is None

    def test_a_state_is_of_the_app_that_began(
        self, store: InstallationStore, stranger: InstallationStore
    ) -> None:
        state = state_of()
        store.save_state(state, 600)
        assert stranger.consume_state(state.state, state.browser) == "state_mismatch"
        assert store.consume_state(state.state, state.browser) == state

    def test_apps_share_a_company_s_turns(
        self, store: InstallationStore, stranger: InstallationStore
    ) -> None:
        store.take_slot(ACME, DOCUMENTED, bulk=False, patience=60)
        slot = stranger.take_slot(ACME, DOCUMENTED, bulk=False, patience=60)
        assert slot.seconds == pytest.approx(DOCUMENTED.spacing)
        assert slot.left == 9998
        stranger.pause(ACME, 30)
        assert store.start_call(ACME, DOCUMENTED, patience=60).seconds == pytest.approx(30)

    # Several keys

    def test_rows_move_to_the_newest_key_once(self, open_store: OpenStore) -> None:
        old = open_store("app", Keyring.parse(OLD))
        for company in ("a", "b", "c", "d", "e"):
            old.install(company, grant_of(ACME))
        old.mark_needs_reconnect("b", 1, "spent", usable_until=None)
        old.remove("c")
        old.install("d", grant_of(ACME, refresh_token=None))
        theirs = open_store("another-app", Keyring.parse(OLD))
        theirs.install("a", grant_of(ACME))
        before = old.list()
        assert old.rekey(9) == 0
        both = open_store("app", Keyring.parse(f"{NEW},{OLD}"))
        assert [both.rekey(2) for _ in range(4)] == [2, 2, 1, 0]
        assert open_store("app", Keyring.parse(NEW)).list() == before
        assert theirs.get("a") is not None

    def test_without_the_older_key_nothing_is_lost(self, open_store: OpenStore) -> None:
        old = open_store("app", Keyring.parse(OLD))
        made = old.install(ACME, grant_of(ACME))
        hasty = open_store("app", Keyring.parse(NEW))
        with pytest.raises(KeyringError, match="not in the keyring"):
            hasty.get(ACME)
        with pytest.raises(KeyringError, match="not in the keyring"):
            hasty.rekey(9)
        assert old.get(ACME) == made

    def test_rows_are_moved_while_the_app_reads_and_refreshes(self, open_store: OpenStore) -> None:
        app = open_store("app", Keyring.parse(f"{NEW},{OLD}"))
        for company in (ACME, OTHER):
            open_store("app", Keyring.parse(OLD)).install(company, grant_of(company, 1))
        done = threading.Event()

        def refresh() -> int:
            version = 1
            while not done.is_set() or version < 5:
                assert app.commit_refresh(ACME, version, grant_of(ACME, version + 1))
                version += 1
                assert present(app).grant == grant_of(ACME, version)
                assert present(app, OTHER).grant == grant_of(OTHER, 1)
            return version

        refreshed: list[int] = []
        thread = threading.Thread(target=lambda: refreshed.append(refresh()))
        thread.start()
        mover = open_store("app", Keyring.parse(f"{NEW},{OLD}"))
        while mover.rekey(1):
            pass
        done.set()
        thread.join()
        after = open_store("app", Keyring.parse(NEW))
        assert present(after).grant == grant_of(ACME, refreshed[0])
        assert present(after, OTHER).grant == grant_of(OTHER, 1)


def found_anyhow(store: InstallationStore, installation: Installation) -> set[Installation]:
    """Look for an installation in every way there is."""
    by_key = store.of_webhook_key(installation.webhook_key)
    return {
        *store.list(),
        *store.of_tenant("customer"),
        *store.at_base_url(installation.base_url),
        *([by_key] if by_key else []),
        *filter(None, map(store.get, store.due(9e9, after="", limit=9))),
    }
