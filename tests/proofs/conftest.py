"""The stores that the proofs run on, each opened by its URL as processes do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.auth.conftest import gong, started
from tests.auth.local_gong import LocalGong

from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.opening import open_store
from gongkit.installations.store import InstallationStore

__all__ = ["gong", "started"]


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store of the test's own."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/installations.db"
    url: str = request.getfixturevalue("postgres_dsn")
    return url


@pytest.fixture
def key() -> str:
    return generate_key()


@pytest.fixture
def store(gong: LocalGong, store_url: str, key: str) -> Iterator[InstallationStore]:
    """The store, open in the test itself; nobody has installed the app yet."""
    keyring = Keyring.parse(key)
    with closing(open_store(store_url, keyring, client_id=gong.oauth.client_id)) as opened:
        yield opened
