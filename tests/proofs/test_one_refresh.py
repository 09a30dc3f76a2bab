"""One refresh for each expiry, counted by the sandbox itself, whatever runs and whatever dies."""

from __future__ import annotations

import random
import time

import pytest
from tests.auth.local_gong import LocalGong
from tests.proofs.fleet import COMPANY, Fleet

from gongkit.auth.leased_refresh import LOST
from gongkit.installations.installation import Installation
from gongkit.installations.store import InstallationStore

DAY = 86_400.0
ROUNDS, KILLING_ROUNDS = 200, 25
PROCESSES, THREADS = 8, 8
SHORT_LEASE = 3.0
"""Seconds for which a dead process holds the others up; longer than a live one takes here."""


@pytest.fixture
def store(gong: LocalGong, store: InstallationStore) -> InstallationStore:
    """One company has installed the app."""
    store.install(COMPANY, gong.grant(COMPANY))
    return store


def refreshes(gong: LocalGong) -> list[int]:
    """Give the statuses of the refreshes since the last look."""
    found = [each["status"] for each in gong.requests("token")]
    gong.forget_requests()
    return found


def test_of_64_threads_in_8_processes_one_refreshes_each_expired_token(
    gong: LocalGong, store: InstallationStore, store_url: str, key: str
) -> None:
    ahead = 0.0
    with Fleet(gong, store_url, key, processes=PROCESSES, threads=THREADS) as fleet:
        gong.forget_requests()
        for number in range(ROUNDS):
            gong.advance(DAY + 1)
            # In every other round the app's clock lags: Gong's 401 says that the token is old.
            ahead = (number + 1) * (DAY + 1) if number % 2 else ahead
            got = fleet.round(ahead)
            assert got == ["called"] * (PROCESSES * THREADS), f"round {number}"
            assert refreshes(gong) == [200], f"round {number}"
        fleet.end()
        assert [process.returncode for process in fleet.processes] == [0] * PROCESSES
    assert (present(store).version, present(store).status) == (1 + ROUNDS, "active")


def test_processes_that_are_killed_lose_only_what_a_lost_answer_makes_unavoidable(
    gong: LocalGong, store: InstallationStore, store_url: str, key: str
) -> None:
    dice = random.Random(store_url.partition(":")[0])
    lost = 0
    with Fleet(
        gong, store_url, key, processes=PROCESSES, threads=THREADS, lease_seconds=SHORT_LEASE
    ) as fleet:
        for number in range(KILLING_ROUNDS):
            gong.forget_requests()
            before = present(store)
            gong.advance(DAY + 1)
            fleet.say((number + 1) * (DAY + 1))
            victims = dice.sample(range(PROCESSES), dice.randint(1, PROCESSES - 1))
            time.sleep(dice.uniform(0, 0.15))  # the random moment: nothing is waited for
            fleet.kill(victims)
            outcomes = fleet.outcomes()
            asked, after = refreshes(gong), present(store)
            if after.status == "needs_reconnect":
                # One answer was given and died with its process; one more try found that out.
                lost += 1
                assert asked == [200, 400]
                assert after.reason == LOST
                assert set(outcomes) == {f"needs_reconnect: {LOST}"}
                store.install(COMPANY, gong.grant(COMPANY))
            else:
                assert asked == [200]
                assert after.version == before.version + 1
                assert set(outcomes) == {"called"}
            fleet.replace_dead()
    assert lost < KILLING_ROUNDS, "not every answer was lost"


def present(store: InstallationStore) -> Installation:
    found = store.get(COMPANY)
    assert found is not None
    return found
