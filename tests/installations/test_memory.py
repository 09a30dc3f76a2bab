"""The store in memory does what every store must do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gongkit.clock import ManualClock
from gongkit.installations.sqlite import MemoryStore
from gongkit.installations.store import InstallationStore
from gongkit.testing.store_contract import ACME, InstallationStoreContract, grant_of


class TestContract(InstallationStoreContract):
    @pytest.fixture
    def store(self, clock: ManualClock) -> Iterator[InstallationStore]:
        store = MemoryStore(client_id="app", clock=clock)
        yield store
        store.close()


def test_two_of_them_have_nothing_in_common() -> None:
    one, two = MemoryStore(client_id="app"), MemoryStore(client_id="app")
    one.install(ACME, grant_of(ACME))
    assert two.list() == ()
    assert repr(one) == "<MemoryStore>"
    one.close()
    two.close()
