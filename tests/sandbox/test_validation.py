"""What a request must be: the contract's types and the rules that Gong is known for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gongkit.contract.operation import FileBody, Operation, Place
from gongkit.contract.registry import OPERATIONS, operation
from gongkit.sandbox.core.api.asked import Refused
from gongkit.sandbox.core.api.validation import Validator


def problems(name: str, *, query: str | None = None, body: Any = None, **path: str) -> list[str]:
    """Validate one part of a request; give what is wrong with it, nothing where it is fine."""
    validator = Validator(operation(name))
    try:
        if query is not None:
            validator.query(query)
        elif body is not None:
            validator.body(body if isinstance(body, bytes) else json.dumps(body).encode())
        else:
            validator.path(path)
    except Refused as refused:
        return [f"({refused.status}) " * (refused.status != 400) + e for e in refused.errors]
    return []


DAY = "fromDateTime=2026-02-17T00:00:00Z&toDateTime=2026-02-18T00:00:00%2B01:00"


def test_a_good_request_passes_with_its_values_in_their_types() -> None:
    calls = Validator(operation("listCalls"))
    assert calls.query(f"{DAY}&workspaceId=623457276584334&other=1") == {
        "fromDateTime": "2026-02-17T00:00:00Z",
        "toDateTime": "2026-02-18T00:00:00+01:00",
        "workspaceId": "623457276584334",
    }
    assert Validator(operation("getCall")).path({"id": "99999999999999999999"})
    crm = Validator(operation("getCrmObjects"))
    query = "integrationId=9223372036854775807&objectType=DEAL&objectsCrmIds=a&objectsCrmIds=b"
    assert crm.query(query) == {
        "integrationId": 2**63 - 1,
        "objectType": "DEAL",
        "objectsCrmIds": ["a", "b"],
    }
    users = Validator(operation("listUsers"))
    assert users.query("includeAvatars=TRUE") == {"includeAvatars": True}
    assert users.query("") == {}


def test_seen_of_gong_to_date_time_need_not_be_there() -> None:
    assert problems("listCalls", query="fromDateTime=2026-02-17T00:00:00Z") == []
    assert problems("listCalls", query="toDateTime=2026-02-17T00:00:00Z") == [
        "fromDateTime: is required"
    ]


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        ("2026-02-17T00:00:00", "has no offset"),
        ("2026-02-17", "has no offset"),
        ("2026-02-17T00:00:00+01:00", "%2B"),
        ("17.2.2026", "is not a date-time"),
        ("1771286400", "date-time"),
        ("", "is not a date-time"),
        ("0001-01-01T00:00:00Z", "1970"),
        ("0001-01-01T00:00:00%2B14:00", "1970"),
        ("1969-12-31T23:59:59Z", "1970"),
        ("2026-02-30T00:00:00Z", "is not a date-time"),
        ("2026-02-17T25:00:00Z", "is not a date-time"),
        ("99999-01-01T00:00:00Z", "is not a date-time"),
        ("%00", "is not a date-time"),
    ],
)
def test_a_moment_has_an_offset_and_is_not_in_the_year_1(moment: str, says: str) -> None:
    (found,) = problems("listCalls", query=f"fromDateTime={moment}")
    assert found.startswith("fromDateTime: ")
    assert says in found
    if "%" not in moment and "+" not in moment:
        filtered = {"filter": {"fromDateTime": moment}}
        (found,) = problems("listCallsExtensive", body=filtered)
        assert found.startswith("filter.fromDateTime: ")


def test_the_last_moment_is_no_trouble() -> None:
    moment = "9999-12-31T23:59:59-23:59"
    query = f"fromDateTime={moment}&toDateTime={moment}"
    assert problems("listCalls", query=query) == []


def test_a_period_must_not_be_reversed() -> None:
    query = "fromDateTime=2026-02-18T00:00:00Z&toDateTime=2026-02-18T00:30:00%2B01:00"
    assert problems("listCalls", query=query) == ["fromDateTime: must not be after toDateTime"]
    body = {
        "filter": {
            "fromDateTime": "2026-02-18T00:00:00Z",
            "toDateTime": "2026-02-17T00:00:00Z",
        }
    }
    for name in ("listCallsExtensive", "getCallTranscripts"):
        assert problems(name, body=body) == ["filter.fromDateTime: must not be after toDateTime"]


def test_seen_of_gong_empty_call_ids_have_their_own_sentence() -> None:
    for name in ("listCallsExtensive", "getCallTranscripts"):
        assert problems(name, body={"filter": {"callIds": []}}) == [
            "filter.callIds: must not be empty but can be null or can be omitted"
        ]
        assert problems(name, body={"filter": {"callIds": None}}) == []
        assert problems(name, body={"filter": {}}) == []


EVENT = {"reportingSystem": "Shop", "eventTimestamp": "2026-11-02T10:30:00Z"}
ACCESS_LEVELS = "all, managers-team, report-to-them, own, none"


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        (
            "createPermissionProfile",
            {"libraryFolderAccess": {"permissionLevel": "foo"}},
            "libraryFolderAccess.permissionLevel: must be one of none, all, specific-folders",
        ),
        (
            "createPermissionProfile",
            {"callsAccess": {"permissionLevel": "All"}},
            f"callsAccess.permissionLevel: must be one of {ACCESS_LEVELS}",
        ),
        (
            "customAction",
            {**EVENT, "agentPlatform": "Amiga"},
            "agentPlatform: must be one of Windows, Linux, MacOS, iOS, Android",
        ),
        (
            "customAction",
            {**EVENT, "eventProperties": [{"name": "a", "value": "b", "dataType": "text"}]},
            "eventProperties[0].dataType: must be one of number, string, url, date",
        ),
        (
            "customAction",
            {
                **EVENT,
                "crmContext": [
                    {"system": "x", "objects": [{"objectType": "Deal", "objectId": "1"}]}
                ],
            },
            (
                "crmContext[0].objects[0].objectType: must be one of"
                " Opportunity, Account, Lead, Contact, User"
            ),
        ),
    ],
)
def test_a_refusal_names_each_value_once(name: str, body: dict[str, Any], said: str) -> None:
    assert said in problems(name, body=body)


@pytest.mark.parametrize("data_type", ["number", "date", "number, string, url, date"])
def test_a_value_may_be_one_of_a_list_in_one_text(data_type: str) -> None:
    properties = [{"name": "a", "value": "b", "dataType": data_type}]
    assert problems("customAction", body={**EVENT, "eventProperties": properties}) == []


@pytest.mark.parametrize("bad", ["abc", "12a", "", " 1", "-1", "1.0", "1" * 21, "١٢", "1\n"])
def test_an_id_is_digits(bad: str) -> None:
    (found,) = problems("getCall", id=bad)
    assert found.startswith("id: ")
    body = {"filter": {"callIds": ["1", bad], "primaryUserIds": [bad], "workspaceId": bad}}
    found_in_body = problems("listCallsExtensive", body=body)
    assert [sentence.partition(":")[0] for sentence in found_in_body] == [
        "filter.workspaceId",
        "filter.callIds[1]",
        "filter.primaryUserIds[0]",
    ]


def test_ids_of_other_systems_are_free_text() -> None:
    call = {
        "clientUniqueId": "abc-1",
        "actualStart": "2026-02-17T00:00:00Z",
        "primaryUser": "1",
        "direction": "Inbound",
        "parties": [{"userId": "1", "partyId": "p1"}],
    }
    assert problems("addCall", body=call) == []
    assert problems("getFlowProspectsBulkAssignment", id="9f1c-ab") == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "filter: must not be null"),
        ({"filter": None}, "filter: must not be null"),
        ({"filter": []}, "filter: must be an object"),
        ({"filter": {"callIds": "1"}}, "filter.callIds: must be a list"),
        ({"filter": {"callIds": [1]}}, "filter.callIds[0]: must be a string"),
        ({"filter": {"callIds": [None]}}, "filter.callIds[0]: must not be null"),
        ({"filter": {}, "cursor": 7}, "cursor: must be a string"),
        (
            {"filter": {}, "contentSelector": {"context": "Deep"}},
            "contentSelector.context: must be one of None, Basic, Extended",
        ),
        (
            {"filter": {}, "contentSelector": {"contextTiming": ["Now", "Soon"]}},
            "contentSelector.contextTiming[1]: must be one of Now, TimeOfCall",
        ),
        (
            {"filter": {}, "contentSelector": {"exposedFields": {"content": {"topics": "yes"}}}},
            "contentSelector.exposedFields.content.topics: must be true or false",
        ),
        ([], "The request body: must be an object"),
        ("text", "The request body: must be an object"),
    ],
)
def test_a_wrong_field_is_named(body: Any, said: str) -> None:
    assert problems("listCallsExtensive", body=json.dumps(body).encode()) == [said]


@pytest.mark.parametrize(
    "raw", [b"", b"  ", b"{", b"{]", b"\xff", b'{"cursor":"\xff"}', b"[" * 99_999]
)
def test_a_body_that_is_no_json_is_refused(raw: bytes) -> None:
    (found,) = problems("listCallsExtensive", body=raw or b" ")
    assert "body" in found


def test_numbers_keep_to_their_size() -> None:
    call = {
        "clientUniqueId": "a",
        "actualStart": "2026-02-17T00:00:00Z",
        "primaryUser": "1",
        "direction": "Sideways",
        "parties": [{"mediaChannelId": 2}],
    }
    assert problems("addCall", body=call) == ["parties[0].mediaChannelId: must be <= 1"]
    call["parties"] = [{"mediaChannelId": 1}]
    found = problems("addCall", body=call)
    assert "direction: must be one of Inbound, Outbound, Conference, Unknown" in found
    for value in ("x", "1.5", "", "1e3", "9" * 19, "-" + "9" * 19):
        query = f"integrationId={value}&objectType=DEAL&objectsCrmIds=a"
        (said,) = problems("getCrmObjects", query=query)
        assert said.startswith("integrationId: must be a whole number")


def test_a_parameter_comes_once_and_true_is_true() -> None:
    assert problems("listUsers", query="includeAvatars=true&includeAvatars=false") == [
        "includeAvatars: must be given once"
    ]
    assert problems("listUsers", query="includeAvatars=yes") == [
        "includeAvatars: must be true or false"
    ]
    assert problems("listCalls", query=f"{DAY}&workspaceId=") == [
        "workspaceId: must be a numeric id of up to 20 digits"
    ]
    assert problems("getCrmObjects", query="integrationId=1&objectType=deal&objectsCrmIds=a") == [
        "objectType: must be one of ACCOUNT, CONTACT, DEAL, LEAD"
    ]


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = problems("uploadCrmData", query="integrationId=x&objectType=y")
    assert [sentence.partition(":")[0] for sentence in found] == [
        "integrationId",
        "objectType",
        "clientRequestId",
    ]


@pytest.mark.parametrize("one", OPERATIONS.values(), ids=lambda one: one.id)
def test_every_operation_can_be_validated(one: Operation[Any]) -> None:
    validator = Validator(one)
    needed = [p.name for p in one.in_place(Place.QUERY) if p.required]
    if needed:
        with pytest.raises(Refused):
            validator.query("")
    if one.body is not None and not isinstance(one.body, FileBody):
        with pytest.raises(Refused, match="JSON body"):
            validator.body(b"")
