"""Retries, the one refresh on 401, and what an error tells."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from tests.engine.simulation import Refreshing, Simulation, Static, answered, refused

from gongkit.contract.operations.calls import ADD_CALL, GET_CALL, LIST_CALLS, LIST_CALLS_EXTENSIVE
from gongkit.contract.operations.engagement import CUSTOM_ACTION
from gongkit.contract.operations.users import GET_USER
from gongkit.engine.call import Call, bind
from gongkit.engine.effects import Credentials
from gongkit.engine.perform import Options, perform
from gongkit.engine.retry import RetryPolicy
from gongkit.engine.throttle import LocalThrottle
from gongkit.errors import (
    AnswerLost,
    BadRequest,
    Conflict,
    ConnectionFailed,
    HeldBack,
    InvalidAnswer,
    NotFound,
    RateLimited,
    ServerError,
    Unauthorized,
)
from gongkit.limits import UNLIMITED
from gongkit.redact import Secret

READ: Call[Any] = bind(GET_USER, path={"id": "42"})
READ_BY_POST: Call[Any] = bind(LIST_CALLS_EXTENSIVE, body={"filter": {}})
GUARDED_WRITE: Call[Any] = bind(ADD_CALL, body={"clientUniqueId": "u-1"})
WRITE: Call[Any] = bind(CUSTOM_ACTION, body={"reportingSystem": "x"})
USER = answered(200, '{"requestId":"r","user":{"id":"42"}}')


def options(simulation: Simulation, **retry: Any) -> Options:
    return Options(
        retry=RetryPolicy(rng=random.Random(7), **retry),
        throttle=LocalThrottle(UNLIMITED, clock=simulation.clock.now),
    )


def outcome(
    simulation: Simulation, call: Call[Any], credentials: Credentials | None = None, **retry: Any
) -> Any:
    steps = perform(call, credentials or Static(), options(simulation, **retry))
    return simulation.run(steps)


@pytest.mark.parametrize("call", [READ, READ_BY_POST, GUARDED_WRITE], ids=["GET", "POST", "guard"])
@pytest.mark.parametrize(
    "failure",
    [
        refused(500, "x"),
        refused(503, "x"),
        refused(429, "x"),
        AnswerLost("x"),
        ConnectionFailed("x"),
    ],
    ids=["500", "503", "429", "lost", "unconnected"],
)
def test_what_may_be_repeated_is_repeated(call: Call[Any], failure: Any) -> None:
    simulation = Simulation([failure, failure, answered(200)])

    assert outcome(simulation, call).status == 200
    assert len(simulation.sent) == 3
    first, second = simulation.slept
    assert 0.25 <= first <= 0.5 <= second <= 1.0, "each wait is longer than the one before"


@pytest.mark.parametrize(
    ("failure", "error"),
    [(refused(500, "x"), ServerError), (AnswerLost("x"), AnswerLost)],
    ids=["500", "lost"],
)
def test_a_write_that_may_have_reached_gong_is_not_sent_again(
    failure: Any, error: type[Exception]
) -> None:
    simulation = Simulation([failure, answered(200)])

    with pytest.raises(error):
        outcome(simulation, WRITE)
    assert len(simulation.sent) == 1


@pytest.mark.parametrize("failure", [ConnectionFailed("x"), refused(429, "x")], ids=["down", "429"])
def test_a_write_that_nothing_was_done_of_is_sent_again(failure: Any) -> None:
    simulation = Simulation([failure, answered(200)])

    assert outcome(simulation, WRITE).status == 200


def test_a_guarded_write_without_its_guard_is_not_repeated() -> None:
    call: Call[Any] = bind(CUSTOM_ACTION, body={"reportingSystem": "x", "eventId": None})
    simulation = Simulation([AnswerLost("x"), answered(200)])
    with pytest.raises(AnswerLost):
        outcome(simulation, call)

    guarded: Call[Any] = bind(CUSTOM_ACTION, body={"reportingSystem": "x", "eventId": "e-1"})
    assert outcome(Simulation([AnswerLost("x"), answered(200)]), guarded).status == 200


def test_a_conflict_after_a_lost_answer_says_so() -> None:
    with pytest.raises(Conflict) as lost:
        outcome(Simulation([AnswerLost("x"), refused(409, "exists")]), GUARDED_WRITE)
    assert lost.value.repeated

    with pytest.raises(Conflict) as plain:
        outcome(Simulation([refused(409, "exists")]), GUARDED_WRITE)
    assert not plain.value.repeated


def test_retries_end_with_the_last_answer() -> None:
    simulation = Simulation(lambda _: refused(502, "bad gateway"))

    with pytest.raises(ServerError, match="bad gateway"):
        outcome(simulation, READ, attempts=3)
    assert len(simulation.sent) == 3


def test_retry_after_is_waited_out_in_full() -> None:
    simulation = Simulation([refused(429, "x", retry_after="97"), USER])

    assert outcome(simulation, READ).status == 200
    assert sum(simulation.slept) == 97


def test_retry_after_beyond_patience_is_raised_and_never_shortened() -> None:
    simulation = Simulation([refused(429, "spent", retry_after="7200"), USER])

    with pytest.raises(RateLimited) as raised:
        outcome(simulation, READ)
    assert raised.value.retry_after == 7200
    assert simulation.slept == []
    assert len(simulation.sent) == 1


def test_a_429_pauses_the_whole_company_and_no_other() -> None:
    simulation = Simulation([refused(429, "x", retry_after="7200"), USER])
    shared = options(simulation)

    with pytest.raises(RateLimited):
        simulation.run(perform(READ, Static(), shared))
    with pytest.raises(HeldBack, match=r"listCallsExtensive was not sent.*7200 s") as held:
        simulation.run(perform(READ_BY_POST, Static(), shared))
    assert held.value.retry_after == 7200
    assert len(simulation.sent) == 1, "the second call was held back before it was sent"

    other = Static()
    other.company = "other"
    assert simulation.run(perform(READ, other, shared)).status == 200


def test_retry_after_as_a_date_is_read_against_the_servers_own_clock() -> None:
    limited = refused(
        429,
        "x",
        retry_after="Mon, 02 Nov 2026 10:00:30 GMT",
        date="Mon, 02 Nov 2026 10:00:00 GMT",
    )
    simulation = Simulation([limited, USER])

    outcome(simulation, READ)
    assert sum(simulation.slept) == 30


@pytest.mark.parametrize(("text", "seconds"), [("1.5", 1.5), ("0", 0.0), (" 7 ", 7.0)])
def test_retry_after_in_seconds(text: str, seconds: float) -> None:
    simulation = Simulation([refused(429, "x", retry_after=text), USER])

    outcome(simulation, READ)
    assert sum(simulation.slept) == seconds


def test_retry_after_as_a_date_without_a_date_header_is_read_by_our_clock() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    simulation = Simulation([refused(429, "x", retry_after=later), USER])

    outcome(simulation, READ)
    assert 55 < sum(simulation.slept) <= 60


@pytest.mark.parametrize("text", ["²", "soon", "-1", "1e9", "", "9" * 400])
def test_an_unreadable_retry_after_is_taken_as_none(text: str) -> None:
    simulation = Simulation([refused(429, "x", retry_after=text), USER])

    assert outcome(simulation, READ).status == 200
    assert 0.25 <= sum(simulation.slept) <= 0.5


def test_401_leads_to_one_refresh() -> None:
    credentials = Refreshing()
    simulation = Simulation([refused(401, "expired"), USER])

    assert outcome(simulation, READ, credentials).status == 200
    headers = [request.authorization for _, request in simulation.sent]
    assert headers == [Secret("Bearer token-0"), Secret("Bearer token-1")]


def test_a_second_401_is_raised() -> None:
    credentials = Refreshing()
    simulation = Simulation(lambda _: refused(401, "revoked"))

    with pytest.raises(Unauthorized, match="revoked"):
        outcome(simulation, READ, credentials)
    assert credentials.rejections == 1
    assert len(simulation.sent) == 2


def test_credentials_that_cannot_change_are_not_tried_twice() -> None:
    simulation = Simulation([refused(401, "unknown key")])

    with pytest.raises(Unauthorized):
        outcome(simulation, READ)
    assert len(simulation.sent) == 1


def test_an_empty_list_is_empty_although_gong_says_404() -> None:
    call: Call[Any] = bind(
        LIST_CALLS,
        query={"fromDateTime": "2026-01-01T00:00:00Z", "toDateTime": "2026-01-02T00:00:00Z"},
    )
    result = outcome(Simulation([refused(404, "No calls found")]), call)

    assert result.items == []
    assert result.cursor is None
    assert result.request_id == "r-1"


def test_a_404_that_is_not_gongs_is_an_error_even_on_a_list() -> None:
    with pytest.raises(NotFound):
        outcome(Simulation([answered(404, "<html>nginx</html>")]), READ_BY_POST)


def test_a_missing_object_is_not_found() -> None:
    call: Call[Any] = bind(GET_CALL, path={"id": "7"})
    with pytest.raises(NotFound) as raised:
        outcome(Simulation([refused(404, "Call not found")]), call)
    assert (raised.value.operation, raised.value.status) == ("getCall", 404)
    assert raised.value.request_id == "r-1"


def test_an_error_says_what_where_and_what_next() -> None:
    with pytest.raises(BadRequest) as raised:
        outcome(Simulation([refused(400, "filter.callIds: must not be empty")]), READ_BY_POST)
    text = str(raised.value)
    assert "listCallsExtensive" in text
    assert "filter.callIds: must not be empty" in text
    assert "r-1" in text
    assert "planted-token" not in text


@pytest.mark.parametrize(
    "content", ["", "<html>sign in</html>", '{"user":', '{"user": 3}'], ids=str
)
def test_an_answer_that_is_not_the_contracts_is_named(content: str) -> None:
    with pytest.raises(InvalidAnswer, match="getUser"):
        outcome(Simulation([answered(200, content, content_type="text/html")]), READ)


def test_a_redirect_is_not_followed() -> None:
    simulation = Simulation([answered(302, "", location="https://evil.example/")])

    with pytest.raises(Exception, match="302"):
        outcome(simulation, READ)
    assert len(simulation.sent) == 1
