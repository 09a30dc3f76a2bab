"""One sandbox for the tests of a session; each test begins as if nothing had been asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.auth.local_gong import LocalGong, running


@pytest.fixture(scope="session")
def started() -> Iterator[LocalGong]:
    with running() as found:
        yield found


@pytest.fixture
def gong(started: LocalGong) -> LocalGong:
    started.control("PUT", "oauth", refresh="rotate")
    started.forget_requests()
    return started
