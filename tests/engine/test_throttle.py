"""The limits are kept, not hit: any window of a second, any 24 hours."""

from __future__ import annotations

import itertools
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.simulation import Simulation

from gongkit.clock import ManualClock
from gongkit.engine.effects import Sleep
from gongkit.engine.throttle import LocalThrottle
from gongkit.errors import HeldBack
from gongkit.limits import Limits

FOREVER = float("inf")


def granted(throttle: LocalThrottle, simulation: Simulation, company: str = "acme") -> float:
    simulation.run(throttle.slot(company, "listCalls", FOREVER))
    return simulation.clock.now()


def test_calls_are_spaced_without_a_burst() -> None:
    simulation = Simulation([])
    throttle = LocalThrottle(clock=simulation.clock.now)

    moments = [granted(throttle, simulation) for _ in range(10)]

    gaps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert all(gap >= 1 / 3 for gap in gaps)
    assert moments[-1] - moments[0] < 10 / 3 * 1.1, "the margin is small"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(min_value=0, max_value=2), min_size=4, max_size=40))
def test_no_second_holds_more_than_three(pauses: list[float]) -> None:
    simulation = Simulation([])
    throttle = LocalThrottle(clock=simulation.clock.now)
    moments = []
    for pause in pauses:
        simulation.clock.advance(pause)
        moments.append(granted(throttle, simulation))

    for moment in moments:
        assert sum(moment <= other < moment + 1 for other in moments) <= 3


def test_companies_do_not_wait_for_one_another() -> None:
    simulation = Simulation([])
    throttle = LocalThrottle(clock=simulation.clock.now)

    granted(throttle, simulation, "acme")
    granted(throttle, simulation, "other")

    assert simulation.slept == []


def test_the_day_is_kept() -> None:
    simulation = Simulation([])
    throttle = LocalThrottle(Limits(per_second=None, per_day=5), clock=simulation.clock.now)
    moments = []
    for _ in range(17):
        simulation.clock.advance(600)
        moments.append(granted(throttle, simulation))

    for moment in moments:
        assert sum(moment <= other < moment + 86400 for other in moments) <= 5


def test_a_spent_day_raises_instead_of_waiting_for_hours() -> None:
    clock = ManualClock(0.0)
    simulation = Simulation([], clock=clock)
    throttle = LocalThrottle(Limits(per_second=None, per_day=2), clock=clock.now)
    granted(throttle, simulation)
    granted(throttle, simulation)

    with pytest.raises(HeldBack) as raised:
        simulation.run(throttle.slot("acme", "listCalls", 120.0))
    assert raised.value.retry_after == 25 * 3600
    assert raised.value.exit_code == 5

    clock.advance(25 * 3600)
    granted(throttle, simulation)


def test_a_pause_holds_calls_that_wait_already() -> None:
    simulation = Simulation([])
    throttle = LocalThrottle(clock=simulation.clock.now)
    granted(throttle, simulation)
    waiting = throttle.slot("acme", "listCalls", FOREVER)
    first_wait = next(waiting)
    simulation.run(throttle.pause("acme", 50.0))
    simulation.clock.advance(first_wait.seconds)  # type: ignore[union-attr]

    simulation.run(waiting)

    assert simulation.clock.now() == pytest.approx(1050.0)


def test_threads_share_it() -> None:
    clock = ManualClock(0.0)
    throttle = LocalThrottle(Limits(per_second=10, per_day=None), clock=clock.now)
    waits: list[float] = []

    def take() -> None:
        for _ in range(200):
            effect = next(throttle.slot("acme", "listCalls", FOREVER), None)
            waits.append(0.0 if effect is None else effect.seconds)  # type: ignore[union-attr]

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({round(wait, 6) for wait in waits}) == 1600, "no two calls got the same moment"


def test_the_queue_of_ones_own_calls_is_waited_out() -> None:
    simulation = Simulation([])
    throttle = LocalThrottle(clock=simulation.clock.now)
    waits = [next(throttle.slot("acme", "listCalls", 120.0), None) for _ in range(1000)]

    last = waits[-1]
    assert isinstance(last, Sleep)
    assert last.seconds > 300


def test_a_call_that_is_woken_late_does_not_have_the_next_on_its_heels() -> None:
    simulation = Simulation([])
    throttle = LocalThrottle(clock=simulation.clock.now)
    granted(throttle, simulation)
    late = throttle.slot("acme", "listCalls", FOREVER)
    next(late)
    simulation.clock.advance(10)
    simulation.run(late)

    assert granted(throttle, simulation) - 1010 >= 1 / 3
