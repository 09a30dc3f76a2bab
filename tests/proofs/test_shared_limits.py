"""Processes that call as one company keep its limits together: Gong's log has no 429 of theirs."""

from __future__ import annotations

import itertools

import pytest
from tests.auth.local_gong import LocalGong
from tests.proofs.fleet import Fleet

from gongkit.clock import parse_instant
from gongkit.installations.store import InstallationStore

DOCUMENTED = {"per_second": 3, "per_day": 10_000}
PROCESSES, THREADS = 4, 4
CALLS = PROCESSES * THREADS
_numbers = itertools.count(1)


@pytest.fixture
def company(gong: LocalGong, store: InstallationStore) -> str:
    """A company of the test's own, with Gong's limits, which has installed the app."""
    name = f"limited-{next(_numbers)}"
    gong.control("POST", "companies", name=name)
    store.install(name, gong.grant(name))
    gong.forget_requests()
    return name


def calls(gong: LocalGong) -> list[tuple[float, int]]:
    """Give moment and status of each call, in their order."""
    found = gong.requests("listUsers")
    return [(parse_instant(each["time"]).timestamp(), each["status"]) for each in found]


def test_they_stay_within_three_calls_a_second(
    gong: LocalGong, company: str, store_url: str, key: str
) -> None:
    with Fleet(
        gong,
        store_url,
        key,
        processes=PROCESSES,
        threads=THREADS,
        company=company,
        limits=DOCUMENTED,
    ) as fleet:
        assert fleet.round(0) == ["called"] * CALLS
        fleet.end()
    assert [status for _, status in calls(gong)] == [200] * CALLS


def test_a_429_of_one_pauses_all(gong: LocalGong, company: str, store_url: str, key: str) -> None:
    refused = {"operation": "listUsers", "company": company}
    gong.control("POST", "faults", **refused, effect={"status": 429, "retry_after": 3})
    with Fleet(
        gong,
        store_url,
        key,
        processes=PROCESSES,
        threads=1,
        company=company,
        limits=DOCUMENTED,
    ) as fleet:
        assert fleet.round(0) == ["called"] * PROCESSES
        fleet.end()
    (first, status), *others = calls(gong)
    assert status == 429
    assert [status for _, status in others] == [200] * PROCESSES
    assert min(moment for moment, _ in others) - first >= 3


@pytest.mark.parametrize(("bulk", "made"), [(False, 20), (True, 18)])
def test_they_spend_the_day_together_and_bulk_work_leaves_a_tenth(
    gong: LocalGong, company: str, store_url: str, key: str, *, bulk: bool, made: int
) -> None:
    gong.control("PUT", "limits", company=company, per_second=None, per_day=20)
    with Fleet(
        gong,
        store_url,
        key,
        processes=PROCESSES,
        threads=THREADS,
        company=company,
        limits={"per_second": None, "per_day": 20},
        bulk=bulk,
    ) as fleet:
        got = fleet.round(0) + fleet.round(0)
        fleet.end()
    assert sorted(got) == ["called"] * made + ["held_back"] * (2 * CALLS - made)
    assert [status for _, status in calls(gong)] == [200] * made
