"""Processes that call as one company keep its limits together: Gong's log has no 429 of theirs."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping

import pytest
from tests.auth.local_gong import LocalGong
from tests.proofs.fleet import Fleet

from gongkit.clock import parse_instant
from gongkit.installations.store import InstallationStore

DOCUMENTED = {"per_second": 3, "per_day": 10_000}
PROCESSES, THREADS = 4, 4
CALLS = PROCESSES * THREADS
_numbers = itertools.count(1)

Rounds = Callable[..., list[str]]


@pytest.fixture
def company(gong: LocalGong, store: InstallationStore) -> str:
    """A company of the test's own, with Gong's limits, which has installed the app."""
    name = f"limited-{next(_numbers)}"
    gong.control("POST", "companies", name=name)
    store.install(name, gong.grant(name))
    gong.forget_requests()
    return name


@pytest.fixture
def call_in_rounds(gong: LocalGong, company: str, store_url: str, key: str) -> Rounds:
    """Let all threads of all processes call, so many times; give what became of the calls."""

    def call(
        limits: Mapping[str, float | None],
        *,
        threads: int = THREADS,
        bulk: bool = False,
        rounds: int = 1,
    ) -> list[str]:
        with Fleet(
            gong,
            store_url,
            key,
            processes=PROCESSES,
            threads=threads,
            company=company,
            limits=limits,
            bulk=bulk,
        ) as fleet:
            got = [outcome for _ in range(rounds) for outcome in fleet.round(0)]
            fleet.end()
        return got

    return call


def calls(gong: LocalGong) -> list[tuple[float, int]]:
    """Give moment and status of each call, in their order."""
    found = gong.requests("listUsers")
    return [(parse_instant(each["time"]).timestamp(), each["status"]) for each in found]


def test_they_stay_within_three_calls_a_second(gong: LocalGong, call_in_rounds: Rounds) -> None:
    assert call_in_rounds(DOCUMENTED) == ["called"] * CALLS
    assert [status for _, status in calls(gong)] == [200] * CALLS


def test_a_429_of_one_pauses_all(gong: LocalGong, company: str, call_in_rounds: Rounds) -> None:
    refused = {"operation": "listUsers", "company": company}
    gong.control("POST", "faults", **refused, effect={"status": 429, "retry_after": 3})
    assert call_in_rounds(DOCUMENTED, threads=1) == ["called"] * PROCESSES
    (first, status), *others = calls(gong)
    assert status == 429
    assert [status for _, status in others] == [200] * PROCESSES
    assert min(moment for moment, _ in others) - first >= 3


@pytest.mark.parametrize(("bulk", "made"), [(False, 20), (True, 18)])
def test_they_spend_the_day_together_and_bulk_work_leaves_a_tenth(
    gong: LocalGong, company: str, call_in_rounds: Rounds, *, bulk: bool, made: int
) -> None:
    gong.control("PUT", "limits", company=company, per_second=None, per_day=20)
    got = call_in_rounds({"per_second": None, "per_day": 20}, bulk=bulk, rounds=2)
    assert sorted(got) == ["called"] * made + ["held_back"] * (2 * CALLS - made)
    assert [status for _, status in calls(gong)] == [200] * made
