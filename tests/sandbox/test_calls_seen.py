"""Who may call what, and which calls are seen: scopes, and the setting `calls_seen_by`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.sandbox.box import Box, Reply, running
from tests.sandbox.test_calls import all_calls, extensive, list_calls, transcripts

from gongkit.sandbox.server.serving import Options

NOBODY = "7782342274025937895"
OPERATIONS: dict[str, tuple[str, str, Any, int]] = {
    "listCalls": ("GET", "/v2/calls?fromDateTime=2020-01-01T00:00:00Z", None, 200),
    "getCall": ("GET", f"/v2/calls/{NOBODY}", None, 404),
    "listCallsExtensive": ("POST", "/v2/calls/extensive", {"filter": {}}, 200),
    "getCallTranscripts": ("POST", "/v2/calls/transcript", {"filter": {}}, 200),
    "addCall": ("POST", "/v2/calls", {}, 400),
    "addCallRecording": ("PUT", f"/v2/calls/{NOBODY}/media", None, 415),
    "listUsers": ("GET", "/v2/users", None, 200),
    "getUser": ("GET", f"/v2/users/{NOBODY}", None, 404),
    "getUserHistory": ("GET", f"/v2/users/{NOBODY}/settings-history", None, 404),
    "listMultipleUsers": ("POST", "/v2/users/extensive", {"filter": {}}, 200),
    "listWorkspaces": ("GET", "/v2/workspaces", None, 200),
    "integrationSettings": ("POST", "/v2/integration-settings", {}, 400),
}
"""A request to each operation, and the status that it has with the right scope."""

SCOPES = {
    "listCalls": "api:calls:read:basic",
    "getCall": "api:calls:read:basic",
    "listCallsExtensive": "api:calls:read:extensive",
    "getCallTranscripts": "api:calls:read:transcript",
    "addCall": "api:calls:create",
    "addCallRecording": "api:calls:create",
    "listUsers": "api:users:read",
    "getUser": "api:users:read",
    "getUserHistory": "api:users:read",
    "listMultipleUsers": "api:users:read",
    "listWorkspaces": "api:workspaces:read",
    "integrationSettings": "api:integration-settings:write",
}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_each_operation_needs_its_own_scope(box: Box, operation: str) -> None:
    method, path, body, status = OPERATIONS[operation]
    everything = sorted(set(SCOPES.values()))
    client = box.register(scopes=everything)
    scope = SCOPES[operation]
    others = " ".join(each for each in everything if each != scope)
    without = box.install(client, scope=others)["access_token"]
    refused = box.api("northwind", method, path, body=body, token=without)
    assert refused.status == 403
    assert scope in refused.errors[0]
    allowed = box.install(client, scope=scope)["access_token"]
    answer = box.api("northwind", method, path, body=body, token=allowed)
    assert answer.status == status, answer.content
    assert box.api("northwind", method, path, body=body, token="x").status == 401


@pytest.fixture
def restricted(own_box: Box) -> Box:
    """A sandbox whose northwind shows what a user sees who sees some calls, but not all."""
    own_box.lift_limits()
    total = _total(list_calls(own_box))
    users = own_box.api("northwind", "GET", "/v2/users").json["users"]
    for user in users:
        if user["active"]:
            _see_as(own_box, user["id"])
            if 0 < _total(list_calls(own_box)) < total:
                return own_box
    raise AssertionError("no user sees some of the calls only")


def _see_as(box: Box, user_id: str | None) -> None:
    settings = {"company": "northwind", "calls_seen_by": user_id}
    assert box.control("PUT", "/settings", settings).status == 200


def _total(answer: Reply) -> int:
    return 0 if answer.status == 404 else int(answer.json["records"]["totalRecords"])


def test_all_reads_show_the_calls_that_are_seen_and_no_others(restricted: Box) -> None:
    seen = {call["id"] for call in all_calls(restricted)}
    assert _total(extensive(restricted)) == len(seen)
    assert _total(transcripts(restricted)) <= len(seen)
    listed = extensive(restricted).json["calls"]
    assert {call["metaData"]["id"] for call in listed} <= seen
    told = transcripts(restricted).json["callTranscripts"]
    assert {call["callId"] for call in told} <= seen
    _see_as(restricted, None)
    everything = {call["id"] for call in all_calls(restricted)}
    assert seen < everything
    for call_id in (min(seen), min(everything - seen)):
        path = f"/v2/calls/{call_id}"
        assert restricted.api("northwind", "GET", path).status == 200


def test_a_call_that_is_not_seen_is_like_one_that_there_is_not(restricted: Box) -> None:
    seen = {call["id"] for call in all_calls(restricted)}
    settings = restricted.control("GET", "/settings").json["settings"]
    user_id = next(one["calls_seen_by"] for one in settings if one["company"] == "northwind")
    _see_as(restricted, None)
    hidden = min({call["id"] for call in all_calls(restricted)} - seen)
    _see_as(restricted, user_id)
    answer = restricted.api("northwind", "GET", f"/v2/calls/{hidden}")
    unknown = restricted.api("northwind", "GET", f"/v2/calls/{NOBODY}")
    assert answer.status == unknown.status == 404
    assert answer.errors[0] == unknown.errors[0].replace(NOBODY, hidden)
    for read in (extensive, transcripts):
        assert read(restricted, filter={"callIds": [hidden]}).status == 404
        assert _total(read(restricted, filter={"callIds": [hidden, min(seen)]})) <= 1


def test_the_setting_is_of_one_company(restricted: Box) -> None:
    before = _total(list_calls(restricted, "kestrel"))
    _see_as(restricted, None)
    assert _total(list_calls(restricted, "kestrel")) == before


def test_the_setting_outlives_a_restart(data: Path) -> None:
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        users = box.api("northwind", "GET", "/v2/users").json["users"]
        _see_as(box, next(user["id"] for user in users if user["active"]))
        before = _total(list_calls(box))
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        assert _total(list_calls(box)) == before
