"""Two machines whose clocks are ten minutes apart, on one store: one refresh, and no dead end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

import pytest
from tests.auth.local_gong import InTime, LocalGong, SandboxTime

from gongkit.auth.refresh import InstallationCredentials
from gongkit.client import run
from gongkit.client._sync.gong import Gong
from gongkit.clock import Clock
from gongkit.engine.perform import Options
from gongkit.engine.throttle import LocalThrottle
from gongkit.installations.sqlite import MemoryStore
from gongkit.limits import UNLIMITED
from gongkit.testing.store_contract import at_once

COMPANY = "northwind"
DAY = 86_400.0
MINUTE = 60.0

APART = pytest.mark.parametrize(
    "apart", [(-600, 0), (0, 600), (-300, 300)], ids=["slow", "fast", "both"]
)


@dataclass(frozen=True)
class Skewed:
    """A clock that is off by so many seconds."""

    right: Clock
    off: float

    def now(self) -> float:
        return self.right.now() + self.off


class Machines:
    """Two machines and the store that they share, which is right about the time."""

    def __init__(self, gong: LocalGong, apart: tuple[float, float], lifetime: int) -> None:
        self.gong, self.clock = gong, SandboxTime(gong)
        self.transport = InTime(self.clock)
        self.store = MemoryStore(client_id=gong.oauth.client_id, clock=self.clock)
        self.clients = [
            replace(gong.oauth, clock=Skewed(self.clock, off), validity_duration=lifetime)
            for off in apart
        ]

    def install(self, machine: int) -> None:
        """Install the app, and keep the tokens as this machine sees them."""
        oauth = self.clients[machine]
        grant = self.gong.run(oauth.exchange(self.gong.code(COMPANY, oauth)))
        self.store.install(COMPANY, grant)
        self.gong.forget_requests()

    def credentials(self, machine: int) -> InstallationCredentials:
        return InstallationCredentials(self.store, self.clients[machine], COMPANY)

    def ask(self, machine: int) -> None:
        """Get an authorization, as before a call."""
        run(self.credentials(machine).authorization(None), self.transport)

    def call(self, machine: int) -> None:
        options = Options(throttle=LocalThrottle(UNLIMITED))
        client = Gong(self.credentials(machine), options=options, transport=self.transport)
        assert client.users.list().first()

    def statuses(self, operation: str) -> list[int]:
        return [each["status"] for each in self.gong.requests(operation)]


@pytest.fixture
def machines(gong: LocalGong, apart: tuple[float, float], lifetime: float) -> Iterator[Machines]:
    found = Machines(gong, apart, int(lifetime))
    found.install(0)
    with closing(found.store), closing(found.transport):
        yield found


@APART
@pytest.mark.parametrize("lifetime", [DAY])
def test_they_refresh_once_in_a_lifetime_and_use_no_expired_token(machines: Machines) -> None:
    days = 4
    for step in range(days * 24 * 6):
        machines.clock.advance(10 * MINUTE)
        machines.ask(step % 2)
        if step % 24 == 0:
            machines.clock.tell()
            at_once(machines.call, 2)
    refreshes = machines.statuses("token")
    assert set(refreshes) == {200}
    assert days <= len(refreshes) <= days / 0.74
    assert set(machines.statuses("listUsers")) == {200}


@APART
@pytest.mark.parametrize("lifetime", [1800])
def test_of_a_token_that_has_ended_both_recover_with_one_refresh(machines: Machines) -> None:
    for version in range(2, 6):
        machines.clock.advance(1801)
        machines.clock.tell()
        at_once(lambda number: machines.call(number % 2), 6)
        assert machines.statuses("token") == [200]
        found = machines.store.get(COMPANY)
        assert found is not None
        assert found.version == version
        machines.gong.forget_requests()


@pytest.mark.parametrize("apart", [(600, 0)], ids=["installed by the fast one"])
@pytest.mark.parametrize("lifetime", [1800])
def test_an_expired_token_that_is_held_for_a_good_one_is_refused_and_refreshed(
    machines: Machines,
) -> None:
    machines.clock.advance(1801)
    machines.call(1)
    assert machines.statuses("listUsers") == [401, 200]
    machines.call(0)
    assert machines.statuses("token") == [200]
