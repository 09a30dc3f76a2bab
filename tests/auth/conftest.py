"""One sandbox for the tests of a session; each test begins as if nothing had been asked.

And one installation on a clock that stands still, for the tests that answer by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.auth.installed import COMPANY, Asking, Stumbling, grant_of, oauth
from tests.auth.local_gong import LocalGong, running

from gongkit.auth.refresh import InstallationCredentials
from gongkit.clock import ManualClock
from gongkit.installations.keyring import Keyring, generate_key


@pytest.fixture(scope="session")
def started() -> Iterator[LocalGong]:
    with running() as found:
        yield found


@pytest.fixture
def gong(started: LocalGong) -> LocalGong:
    started.control("PUT", "oauth", refresh="rotate")
    started.forget_requests()
    return started


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def store(tmp_path: Path, clock: ManualClock) -> Iterator[Stumbling]:
    path, keyring = tmp_path / "installations.db", Keyring.parse(generate_key())
    with closing(Stumbling(path, keyring, client_id="app", clock=clock)) as opened:
        opened.install(COMPANY, grant_of(0, clock))
        yield opened


@pytest.fixture
def credentials(store: Stumbling, clock: ManualClock) -> InstallationCredentials:
    return InstallationCredentials(store, oauth(clock), COMPANY)


@pytest.fixture
def asking(credentials: InstallationCredentials, clock: ManualClock) -> Asking:
    return Asking(credentials, clock)


@pytest.fixture
def another(store: Stumbling, clock: ManualClock) -> Asking:
    """Give another process's credentials for the same company."""
    return Asking(InstallationCredentials(store, oauth(clock), COMPANY), clock)
