"""Access to single calls over HTTP: given, listed, taken back; what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.sandbox.box import Box, Reply, running
from tests.sandbox.test_new_calls import add
from tests.sandbox.world import (
    LONG_AGO,
    UNKNOWN,
    calls,
    get,
    hints,
    ids_of,
    see_as,
    titled,
    token_for,
    users,
)

from gongkit.sandbox.server.serving import Options

PATH = "/v2/calls/users-access"
WRITES = (("PUT", "addUsersAccessToCalls"), ("DELETE", "deleteUsersAccessToCalls"))


@pytest.fixture
def own(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def write(box: Box, method: str, *pairs: tuple[str, list[str]], token: str | None = None) -> Reply:
    access = [{"callId": call_id, "userIds": user_ids} for call_id, user_ids in pairs]
    return box.api("northwind", method, PATH, body={"callAccessList": access}, token=token)


def listed(box: Box, *call_ids: str, company: str = "northwind") -> Any:
    answer = box.api(company, "POST", PATH, body={"filter": {"callIds": list(call_ids)}})
    assert answer.status == 200, answer.content
    return [
        (one["callId"], [user["userId"] for user in one["users"]])
        for one in answer.json["callAccessList"]
    ]


def some_calls(box: Box, company: str = "northwind") -> list[str]:
    found = get(box, company, "/v2/calls", fromDateTime=LONG_AGO).json["calls"]
    return [call["id"] for call in found]


def test_access_is_given_listed_and_taken_back(own: Box) -> None:
    one, two, three = some_calls(own)[:3]
    anna, ben = (user["id"] for user in users(own)[:2])
    assert listed(own, one, two) == [(one, []), (two, [])]
    given = write(own, "PUT", (one, [anna, ben]), (two, [ben]))
    assert given.status == 200
    assert given.json.keys() == {"requestId"}
    assert listed(own, three, two, one) == [(three, []), (two, [ben]), (one, sorted([anna, ben]))]
    assert write(own, "DELETE", (one, [anna]), (two, [ben])).status == 200
    assert listed(own, one, two) == [(one, [ben]), (two, [])]


def test_giving_twice_and_taking_what_is_not_there_change_nothing(own: Box) -> None:
    call_id, user_id = some_calls(own)[0], users(own)[0]["id"]
    for _ in range(2):
        assert write(own, "PUT", (call_id, [user_id]), (call_id, [user_id])).status == 200
    assert listed(own, call_id) == [(call_id, [user_id])]
    assert write(own, "DELETE", (call_id, [user_id])).status == 200
    assert write(own, "DELETE", (call_id, [user_id])).status == 200
    assert "1 of 1 had not been given access" in hints(own, "deleteUsersAccessToCalls")[0]


@pytest.mark.parametrize(("method", "operation"), WRITES)
def test_one_wrong_entry_spoils_the_request(own: Box, method: str, operation: str) -> None:
    call_id, user_id = some_calls(own)[0], users(own)[0]["id"]
    foreign_call, foreign_user = some_calls(own, "kestrel")[0], users(own, "kestrel")[0]["id"]
    write(own, "PUT", (call_id, [user_id]))
    answer = write(
        own, method, (call_id, [user_id, foreign_user]), (foreign_call, [user_id]), (UNKNOWN, [])
    )
    assert answer.status == 400
    assert answer.errors == [
        f"callAccessList[1].callId: there is no call {foreign_call}",
        f"callAccessList[2].callId: there is no call {UNKNOWN}",
        f"callAccessList[0].userIds[1]: there is no user {foreign_user}",
        "callAccessList[2].userIds: must not be empty",
    ]
    told = hints(own, operation)
    assert "is kestrel's" in told[0]
    assert "No company has" in told[1]
    assert listed(own, call_id) == [(call_id, [user_id])]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "callAccessList: must not be empty"),
        ({"callAccessList": []}, "callAccessList: must not be empty"),
        ({"callAccessList": [{"userIds": ["1"]}]}, "callAccessList[0].callId: must not be null"),
        ({"callAccessList": [{"callId": "1"}]}, "callAccessList[0].userIds: must not be null"),
        (
            {"callAccessList": [{"callId": "abc", "userIds": ["1"]}]},
            "callAccessList[0].callId: must be a numeric id of up to 20 digits",
        ),
    ],
)
def test_a_malformed_list_is_refused(box: Box, method: str, body: Any, says: str) -> None:
    answer = box.api("northwind", method, PATH, body=body)
    assert answer.status == 400
    assert says in answer.errors


def test_an_id_stands_once_in_a_list(own: Box) -> None:
    call_id, user_id = some_calls(own)[0], users(own)[0]["id"]
    assert write(own, "PUT", (call_id, [user_id, user_id])).errors == [
        "callAccessList[0].userIds: must not hold an id twice"
    ]
    body = {"filter": {"callIds": [call_id, call_id]}}
    answer = own.api("northwind", "POST", PATH, body=body)
    assert answer.errors == ["filter.callIds: must not hold an id twice"]


def test_asking_about_an_unknown_call_or_none_is_refused(own: Box) -> None:
    foreign = some_calls(own, "globex")[0]
    answer = own.api("northwind", "POST", PATH, body={"filter": {"callIds": [foreign]}})
    assert answer.status == 400
    assert answer.errors == [f"filter.callIds[0]: there is no call {foreign}"]
    assert "is globex's" in hints(own, "getUsersAccessToCalls")[0]
    assert own.api("northwind", "POST", PATH, body={"filter": {"callIds": []}}).errors == [
        "filter.callIds: must not be empty"
    ]


def test_it_is_kept_over_a_restart(data: Path) -> None:
    with running(Options(data=data, port=0)) as first:
        first.lift_limits()
        call_id, user_id = some_calls(first)[0], users(first)[0]["id"]
        write(first, "PUT", (call_id, [user_id]))
    with running(Options(data=data, port=0)) as second:
        second.lift_limits()
        assert listed(second, call_id) == [(call_id, [user_id])]


def test_it_counts(own: Box) -> None:
    call_id = some_calls(own)[0]
    user_id = titled(own, "IT Systems Administrator")[0]["id"]
    write(own, "PUT", (call_id, [user_id]))
    see_as(own, user_id)
    assert ids_of(calls(own)) == {call_id}


def test_access_is_given_to_calls_that_are_hidden(own: Box) -> None:
    call_id = some_calls(own)[0]
    user_id = titled(own, "IT Systems Administrator")[0]["id"]
    see_as(own, user_id)
    assert get(own, "northwind", f"/v2/calls/{call_id}").status == 404
    assert listed(own, call_id) == [(call_id, [])]
    assert write(own, "PUT", (call_id, [user_id])).status == 200
    assert listed(own, call_id) == [(call_id, [user_id])]
    assert ids_of(calls(own)) == {call_id}
    assert write(own, "DELETE", (call_id, [user_id])).status == 200
    assert get(own, "northwind", f"/v2/calls/{call_id}").status == 404


def test_a_call_that_is_still_being_processed_is_unknown(own: Box) -> None:
    settings = {"company": "northwind", "call_visible_after": 3600}
    assert own.control("PUT", "/settings", settings).status == 200
    call_id, user_id = add(own).json["callId"], users(own)[0]["id"]
    answer = write(own, "PUT", (call_id, [user_id]))
    assert answer.errors == [f"callAccessList[0].callId: there is no call {call_id}"]
    assert "still being processed" in hints(own, "addUsersAccessToCalls")[0]
    own.advance(3601)
    assert write(own, "PUT", (call_id, [user_id])).status == 200


def test_reading_and_writing_have_scopes_of_their_own(own: Box) -> None:
    reader = token_for(own, "api:call-user-access:read")
    writer = token_for(own, "api:call-user-access:write")
    call_id, user_id = some_calls(own)[0], users(own)[0]["id"]
    body = {"filter": {"callIds": [call_id]}}
    assert own.api("northwind", "POST", PATH, body=body, token=reader).status == 200
    assert own.api("northwind", "POST", PATH, body=body, token=writer).status == 403
    for method in ("PUT", "DELETE"):
        assert write(own, method, (call_id, [user_id]), token=writer).status == 200
        assert write(own, method, (call_id, [user_id]), token=reader).status == 403
