"""What every installation store must do, as tests: inherit, and say how a store is opened.

    class TestMyStore(InstallationStoreContract):
        @pytest.fixture
        def store(self, clock):
            store = MyStore(..., client_id="app", clock=clock)
            yield store
            store.close()

A store whose data outlive it, and are shared by processes and apps, inherits
`SharedStoreContract` instead, and says how one is opened on the same data again.
"""

from __future__ import annotations

import pytest

from gongkit.errors import StoreError
from gongkit.installations.store import InstallationStore
from gongkit.testing.stores.authorizing import AuthorizingContract
from gongkit.testing.stores.installing import InstallingContract
from gongkit.testing.stores.moving import MovingContract
from gongkit.testing.stores.refreshing import RefreshingContract
from gongkit.testing.stores.samples import ACME, OTHER, at_once, grant_of, present, state_of
from gongkit.testing.stores.sharing import OpenStore, SharingContract
from gongkit.testing.stores.telling import TellingContract
from gongkit.testing.stores.turns import TurnsContract

__all__ = [
    "ACME",
    "OTHER",
    "InstallationStoreContract",
    "OpenStore",
    "SharedStoreContract",
    "at_once",
    "grant_of",
    "present",
    "state_of",
]


class InstallationStoreContract(
    InstallingContract,
    RefreshingContract,
    MovingContract,
    AuthorizingContract,
    TellingContract,
    TurnsContract,
):
    """Inherit and override `store`: an empty store, whose time is that of `clock`."""

    def test_a_closed_store_says_so(self, store: InstallationStore) -> None:
        store.install(ACME, grant_of(ACME))
        store.close()
        store.close()
        with pytest.raises(StoreError, match="closed"):
            store.get(ACME)
        with pytest.raises(StoreError, match="closed"):
            store.install(ACME, grant_of(ACME, 2))


class SharedStoreContract(SharingContract, InstallationStoreContract):
    """Inherit and override `open_store`: opens a store on the same data, as often as asked."""
