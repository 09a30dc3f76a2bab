"""What the tests of stores are made of: companies, grants, states, and many callers at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final, TypeVar

import pytest

from gongkit.clock import ManualClock
from gongkit.installations.installation import Installation, OAuthState, TokenGrant
from gongkit.installations.store import InstallationStore
from gongkit.redact import Secret

T = TypeVar("T")

ACME: Final = "us-1.api.gong.io"
OTHER: Final = "eu-2.api.gong.io"


class StoreFixtures:
    """The store under test, and its time, which moves only when it is moved."""

    @pytest.fixture
    def clock(self) -> ManualClock:
        """Give the clock; the store's time must be this one's."""
        return ManualClock()

    @pytest.fixture
    def store(self) -> InstallationStore:
        """Open an empty store, and close it afterwards: each subclass says how."""
        raise NotImplementedError

    @pytest.fixture
    def other(self, store: InstallationStore) -> Iterator[Installation]:
        """Install a neighbour, and look afterwards whether it is as it was."""
        before = store.install(OTHER, grant_of(OTHER, 9), name="Other Ltd", region="eu")
        yield before
        assert store.get(OTHER) == before


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
    """Make the n-th authorization that has begun."""
    state = OAuthState(
        state=Secret(f"planted-state-{number}"),
        browser=Secret(f"planted-browser-{number}"),
        redirect_uri="http://localhost:8000/callback",
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


def present(store: InstallationStore, company: str = ACME) -> Installation:
    """Read an installation that is there."""
    found = store.get(company)
    assert found is not None
    return found
