"""Inputs: checked, put in their place, frozen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest
from tests.engine.simulation import Simulation, answered

from gongkit.contract.operations.calls import (
    ADD_CALL_RECORDING,
    GET_CALL,
    LIST_CALLS,
    LIST_CALLS_EXTENSIVE,
)
from gongkit.contract.operations.crm import GET_CRM_OBJECTS
from gongkit.contract.operations.users import LIST_USERS
from gongkit.engine.answer import read_answer
from gongkit.engine.call import attach, bind
from gongkit.engine.effects import Authorization
from gongkit.engine.paging import Walk
from gongkit.errors import InvalidAnswer, NaiveDatetime, UnknownName, UsageError
from gongkit.redact import Secret

HOST = Authorization("https://acme.api.gong.io", Secret("Bearer x"))
PERIOD = {"fromDateTime": "2026-01-01T00:00:00Z", "toDateTime": "2026-01-02T00:00:00Z"}


def test_an_unknown_input_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'fromDateTime'"):
        bind(LIST_CALLS, query={**PERIOD, "fromDatetime ": "x"})


def test_an_unknown_field_of_a_plain_body_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'workspaceId'"):
        bind(LIST_CALLS_EXTENSIVE, body={"filter": {"workspceId": "1"}})


def test_a_missing_input_is_named() -> None:
    with pytest.raises(UsageError, match="toDateTime"):
        bind(LIST_CALLS, query={"fromDateTime": "2026-01-01T00:00:00Z"})


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(NaiveDatetime, match="fromDateTime"):
        bind(LIST_CALLS, query={**PERIOD, "fromDateTime": datetime(2026, 1, 1)})  # noqa: DTZ001


def test_values_are_written_as_gong_reads_them() -> None:
    berlin = timezone(timedelta(hours=1))
    call = bind(
        LIST_CALLS,
        query={"fromDateTime": datetime(2026, 1, 1, tzinfo=berlin), "toDateTime": date(2026, 1, 2)},
    )
    assert dict(call.query) == {
        "fromDateTime": "2026-01-01T00:00:00+01:00",
        "toDateTime": "2026-01-02",
    }
    assert bind(LIST_USERS, query={"includeAvatars": True}).query == (("includeAvatars", "true"),)
    ids = bind(
        GET_CRM_OBJECTS,
        query={"integrationId": 2**63, "objectType": "DEAL", "objectsCrmIds": ["a", "b"]},
    )
    assert ids.query[2:] == (("objectsCrmIds", "a"), ("objectsCrmIds", "b"))


@pytest.mark.parametrize("hostile", ["../users", "a/b?x=1#y", "%2e%2e", "7 8", "é"])
def test_a_path_value_cannot_leave_its_place(hostile: str) -> None:
    url = bind(GET_CALL, path={"id": hostile}).request(HOST, 1.0).url
    assert url.startswith("https://acme.api.gong.io/v2/calls/")
    assert url.count("/") == 5
    assert "?" not in url
    assert "#" not in url


@pytest.mark.parametrize("empty", ["", ".", ".."])
def test_a_path_value_that_means_another_path_is_refused(empty: str) -> None:
    with pytest.raises(UsageError):
        bind(GET_CALL, path={"id": empty})


def test_the_cursor_goes_to_the_query_of_a_get() -> None:
    first = bind(LIST_CALLS, query=PERIOD)
    third = first.at("c2").at("c3")
    assert dict(third.query) == {**PERIOD, "cursor": "c3"}
    assert third.body is None


def test_the_cursor_goes_to_the_body_of_a_post_and_the_filter_stays() -> None:
    selector = {"exposedFields": {"parties": True}}
    chosen = {"callIds": ["1"]}
    first = bind(LIST_CALLS_EXTENSIVE, body={"filter": chosen, "contentSelector": selector})
    chosen["callIds"].append("2")

    following = first.at("c2")

    assert following.query == ()
    assert msgspec.json.decode(following.request(HOST, 1.0).body) == {  # type: ignore[arg-type]
        "filter": {"callIds": ["1"]},
        "contentSelector": selector,
        "cursor": "c2",
    }


@pytest.mark.parametrize("cursors", ["aa", "aba"])
def test_a_list_that_repeats_a_cursor_does_not_go_on_for_ever(cursors: str) -> None:
    walk = Walk(bind(LIST_CALLS, query=PERIOD))
    *fresh, last = [
        read_answer(LIST_CALLS, answered(200, f'{{"records":{{"cursor":"{cursor}"}}}}'))
        for cursor in cursors
    ]
    for page in fresh:
        assert walk.after(page) is not None
    with pytest.raises(InvalidAnswer, match="no end"):
        walk.after(last)


def test_a_file_too_large_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    huge = tmp_path / "huge.mp4"
    with huge.open("wb") as stream:
        stream.truncate(1_500_000_001)
    with pytest.raises(UsageError, match="1,500,000,000"):
        attach(ADD_CALL_RECORDING, huge)
    assert attach(ADD_CALL_RECORDING, b"x").field == "mediaFile"
    with pytest.raises(UsageError, match=r"gone\.mp4 cannot be uploaded: No such file"):
        attach(ADD_CALL_RECORDING, str(tmp_path / "gone.mp4"))


def test_nothing_is_sent_by_binding() -> None:
    simulation = Simulation([])
    bind(LIST_CALLS, query={**PERIOD, "toDateTime": datetime(2026, 1, 2, tzinfo=UTC)})
    assert simulation.sent == []
