"""Waiting for work that Gong took on, in simulated time."""

from __future__ import annotations

import pytest
from tests.engine.simulation import Reply, Simulation, Static, answered, refused

from gongkit.contract.operations.crm import GET_CRM_REQUEST_STATUS
from gongkit.contract.types.crm import RequestStatusResponse
from gongkit.engine.call import bind
from gongkit.engine.perform import Options, perform
from gongkit.engine.polling import GROWTH, LONGEST_WAIT, Work, wait_for
from gongkit.engine.retry import RetryPolicy
from gongkit.engine.throttle import LocalThrottle
from gongkit.errors import Forbidden, RequestFailed
from gongkit.limits import UNLIMITED

CALL = bind(GET_CRM_REQUEST_STATUS, query={"integrationId": 1, "clientRequestId": "up-1"})
OPTIONS = Options(throttle=LocalThrottle(UNLIMITED), retry=RetryPolicy(attempts=1))

WORK: Work[RequestStatusResponse] = Work(
    name="Upload up-1",
    ask=lambda: perform(CALL, Static(), OPTIONS),
    ask_again="crm.request_status(...)",
    failure=lambda answer: RequestFailed(f"gone wrong: {answer.total_error_count}"),
)


def status(name: str) -> Reply:
    return answered(200, f'{{"status":"{name}","totalErrorCount":3}}')


def wait(simulation: Simulation, timeout: float = 600.0) -> RequestStatusResponse:
    return simulation.run(wait_for(WORK, timeout, simulation.clock.now))


def test_it_asks_until_the_work_is_done() -> None:
    simulation = Simulation([status("PENDING"), status("IN_PROGRESS"), status("DONE")])
    assert wait(simulation).status == "DONE"
    assert simulation.slept == [1.0, GROWTH, GROWTH**2]


@pytest.mark.parametrize("final", ["DONE", "COMPLETED"])
def test_it_stops_at_each_word_for_done(final: str) -> None:
    assert wait(Simulation([status(final)])).status == final


def test_a_status_that_is_new_to_us_means_to_ask_again() -> None:
    assert wait(Simulation([status("QUEUED"), answered(200), status("DONE")])).status == "DONE"


def test_failure_is_explained_by_the_work() -> None:
    with pytest.raises(RequestFailed, match="gone wrong: 3"):
        wait(Simulation([status("PENDING"), status("FAILED")]))


def test_it_asks_less_and_less_often_and_gives_up_in_time() -> None:
    simulation = Simulation(lambda _: status("IN_PROGRESS"))
    with pytest.raises(RequestFailed, match=r"Upload up-1 .* 600 s") as caught:
        wait(simulation)
    assert "crm.request_status(...)" in str(caught.value)
    assert "IN_PROGRESS" in str(caught.value)
    assert caught.value.errors == ()
    assert simulation.slept == sorted(simulation.slept[:-1]) + simulation.slept[-1:]
    assert max(simulation.slept) == LONGEST_WAIT
    assert sum(simulation.slept) == pytest.approx(600)
    assert len(simulation.sent) == 45


def test_it_asks_once_when_there_is_no_time() -> None:
    simulation = Simulation([status("DONE")])
    assert wait(simulation, timeout=0).status == "DONE"
    assert simulation.slept == [0.0]


def test_an_error_while_asking_says_that_the_work_may_go_on() -> None:
    simulation = Simulation([status("PENDING"), refused(403, "no")])
    with pytest.raises(Forbidden) as caught:
        wait(simulation)
    assert caught.value.__notes__ == [
        "Upload up-1 may still be under way: ask with crm.request_status(...)."
    ]
