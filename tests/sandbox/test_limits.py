"""The limits of a company: three calls a second, ten thousand a day, all callers together."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.sandbox.box import Box, running

from gongkit.clock import ManualClock
from gongkit.sandbox.core.api.asked import Refused
from gongkit.sandbox.core.api.limits import Limits, Spending
from gongkit.sandbox.core.companies import load_companies
from gongkit.sandbox.core.state import State, open_state
from gongkit.sandbox.server.serving import Options

DAY = 86_400


def statuses(box: Box, count: int, company: str = "northwind") -> list[int]:
    """Call many times at once."""
    with ThreadPoolExecutor(count) as threads:
        calls = [threads.submit(box.api, company, "GET", "/v2/users/1") for _ in range(count)]
        return sorted(call.result().status for call in calls)


def test_a_fourth_call_in_a_second_is_429_with_retry_after(own_box: Box) -> None:
    answers = [own_box.api("northwind", "GET", "/v2/users/1") for _ in range(8)]
    limited = [answer for answer in answers if answer.status == 429]
    assert limited
    for answer in limited:
        assert "3 calls a second" in answer.errors[0]
        assert answer.headers["retry-after"] == "1"
    own_box.advance(1)
    assert own_box.api("northwind", "GET", "/v2/users/1").status == 404


def test_companies_do_not_share_their_limits_but_their_callers_do(own_box: Box) -> None:
    token = own_box.install(own_box.register())["access_token"]
    set_limits(own_box, per_second=2, per_day=2)
    assert own_box.api("northwind", "GET", "/v2/users/1").status == 404
    assert own_box.api("northwind", "GET", "/v2/users/1", token=token).status == 404
    assert own_box.api("northwind", "GET", "/v2/users/1", token=token).status == 429
    assert own_box.api("northwind", "GET", "/v2/users/1").status == 429
    assert own_box.api("kestrel", "GET", "/v2/users/1").status == 404


def test_time_that_goes_back_takes_the_second_with_it(own_box: Box) -> None:
    own_box.control("PUT", "/clock", {"now": "2099-05-05T20:30:00Z"})
    set_limits(own_box, per_second=1)
    assert own_box.api("northwind", "GET", "/v2/users/1").status == 404
    own_box.control("PUT", "/clock", {"now": "2098-05-05T20:30:00Z"})
    assert own_box.api("northwind", "GET", "/v2/users/1").status == 404


def set_limits(box: Box, company: str = "northwind", **limits: int | None) -> None:
    assert box.control("PUT", "/limits", {"company": company, **limits}).status == 200


def test_a_spent_day_says_how_many_hours_are_left(own_box: Box) -> None:
    own_box.control("PUT", "/clock", {"now": "2099-05-05T20:30:00Z"})
    set_limits(own_box, per_second=None, per_day=5)
    assert statuses(own_box, 8) == [404] * 5 + [429] * 3
    answer = own_box.api("northwind", "GET", "/v2/users/1")
    assert "5 calls a day" in answer.errors[0]
    assert 3.4 * 3600 < int(answer.headers["retry-after"]) <= 3.5 * 3600
    own_box.advance(int(answer.headers["retry-after"]))
    assert own_box.api("northwind", "GET", "/v2/users/1").status == 404


def test_limits_are_changed_and_lifted(own_box: Box) -> None:
    set_limits(own_box, per_second=None)
    assert statuses(own_box, 20) == [404] * 20
    found = own_box.control("GET", "/limits").json["limits"]
    assert found[0]["company"] == "northwind"
    assert (found[0]["per_second"], found[0]["per_day"]) == (None, 10_000)
    set_limits(own_box, per_second=20, per_day=None)
    found = own_box.control("GET", "").json["companies"][0]["limits"]
    assert found == {"per_second": 20, "per_day": None}
    set_limits(own_box)
    assert own_box.control("GET", "").json["companies"][0]["limits"] == found


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"company": "northwind", "per_second": 0}, "per_second"),
        ({"company": "northwind", "per_day": -1}, "per_day"),
        ({"company": "northwind", "per_second": "3"}, "per_second"),
        ({"company": "northwind", "per_second": 2.5}, "per_second"),
        ({"company": "northwind", "per_sec": 1}, "'per_second'"),
        ({"company": "kestral", "per_second": 1}, "'kestrel'"),
        ({"per_second": 1}, "company"),
    ],
)
def test_wrong_limits_are_refused(box: Box, body: dict[str, object], word: str) -> None:
    answer = box.control("PUT", "/limits", body)
    assert answer.status == 400
    assert word in answer.json["errors"][0]


def test_settings_and_the_days_count_outlive_a_restart(data: Path) -> None:
    with running(Options(data=data, port=0)) as box:
        box.control("PUT", "/clock", {"now": "2099-05-05T20:30:00Z"})
        set_limits(box, per_second=None, per_day=3)
        assert statuses(box, 2) == [404, 404]
    with running(Options(data=data, port=0)) as box:
        assert statuses(box, 3) == [404, 429, 429]


# --- the counting itself, on a clock that stands still


@pytest.fixture
def state(data: Path) -> Iterator[State]:
    opened = open_state(data)
    yield opened
    opened.close()


def taken(limits: Limits, company: str, clock: ManualClock, count: int = 1) -> int:
    """Take some calls; tell how many were let through."""
    through = 0
    for _ in range(count):
        try:
            limits.take(company, clock.now())
        except Refused:
            continue
        through += 1
    return through


def test_no_stretch_of_a_second_holds_more_than_three(state: State) -> None:
    company = next(iter(load_companies(state).values())).id
    clock, limits = ManualClock(1_800_000_000.9), Limits(state)
    assert taken(limits, company, clock, 5) == 3
    clock.advance(0.2)  # a new second of the clock's, not of ours
    assert taken(limits, company, clock) == 0
    clock.advance(0.8)
    assert taken(limits, company, clock, 5) == 3


def test_a_refused_call_does_not_count(state: State) -> None:
    company = next(iter(load_companies(state).values())).id
    clock, limits = ManualClock(DAY * 20_000), Limits(state)
    limits.set(company, 1, 2)
    assert taken(limits, company, clock, 50) == 1
    clock.advance(1)
    assert taken(limits, company, clock, 50) == 1
    clock.advance(1)
    assert taken(limits, company, clock) == 0
    clock.advance(DAY)
    assert taken(limits, company, clock) == 1


def test_what_is_spent_is_counted_for_second_hour_and_day(state: State) -> None:
    company = next(iter(load_companies(state).values())).id
    clock, limits = ManualClock(DAY * 20_000 + 100), Limits(state)

    def spending() -> Spending:
        return limits.spending(company, clock.now())

    assert spending() == Spending(0, 0, 0)
    assert taken(limits, company, clock, 5) == 3
    assert spending() == Spending(3, 3, 3)
    clock.advance(1)
    assert spending() == Spending(3, 0, 3)
    for _ in range(90):  # more minutes than an hour has
        clock.advance(60)
        assert taken(limits, company, clock, 1) == 1
    assert spending() == Spending(93, 1, 60)
    clock.advance(DAY)
    assert spending() == Spending(0, 0, 0)
    limits.set(company, None, None)
    assert taken(limits, company, clock, 5) == 5
    assert spending() == Spending(5, 5, 5)
