"""The audit log over HTTP: what the demo data put into it, and what happens since."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from tests.sandbox.box import Box, Reply, running
from tests.sandbox.world import (
    LONG_AGO,
    calls,
    get,
    hints,
    ids_of,
    see_as,
    titled,
    token_for,
    users,
    workspaces,
)

from gongkit.sandbox.server.serving import Options

PATH = "/v2/logs"
COMPANIES = ("northwind", "kestrel", "globex")
TYPES = (
    "AccessLog",
    "UserActivityLog",
    "UserCallPlay",
    "ExternallySharedCallAccess",
    "ExternallySharedCallPlay",
)


@pytest.fixture
def own(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def read(box: Box, log_type: str, company: str = "northwind", **query: str) -> Reply:
    return get(box, company, PATH, **{"logType": log_type, "fromDateTime": LONG_AGO, **query})


def entries(
    box: Box, log_type: str, company: str = "northwind", **query: str
) -> list[dict[str, Any]]:
    """Read a log to its end; an empty one is an empty list."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = read(box, log_type, company, **query, **cursor)
        if answer.status == 404 and not cursor:
            return []
        page = answer.json
        assert page["records"]["currentPageSize"] == len(page["logEntries"])
        found += page["logEntries"]
        if "cursor" not in page["records"]:
            assert page["records"]["totalRecords"] == len(found)
            return found
        cursor = {"cursor": page["records"]["cursor"]}


def at(entry: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(entry["eventTime"])


# --- the demo data


@pytest.mark.parametrize("company", COMPANIES)
@pytest.mark.parametrize("log_type", TYPES)
def test_each_log_goes_back_at_most_90_days(box: Box, company: str, log_type: str) -> None:
    found = entries(box, log_type, company)
    assert found
    times = [at(entry) for entry in found]
    assert times == sorted(times)
    now = datetime.fromisoformat(box.control("GET", "/clock").json["now"])
    assert max(times) < now
    if log_type != "UserCallPlay":
        assert (now - min(times)).days <= 92
    people = {user["id"]: user for user in users(box, company)}
    for entry in found:
        user = people[entry["userId"]]
        assert entry["userEmailAddress"] == user["emailAddress"]
        assert entry["userFullName"] == f"{user['firstName']} {user['lastName']}"
        assert entry["logRecord"]


def test_a_long_log_has_pages(box: Box) -> None:
    first = read(box, "AccessLog").json
    assert first["records"]["currentPageSize"] == 100
    assert first["records"]["totalRecords"] > 200
    assert len(entries(box, "AccessLog")) == first["records"]["totalRecords"]


def test_gong_s_staff_sign_in_in_the_name_of_users(box: Box) -> None:
    found = [e for company in COMPANIES for e in entries(box, "AccessLog", company)]
    others = [entry for entry in found if "impersonatorUserId" in entry]
    assert 0 < len(others) < len(found) / 10
    for entry in others:
        assert entry["impersonatorUserId"] != entry["userId"]
        assert entry["impersonatorFullName"] == "Gong Support"
        assert entry["impersonatorEmailAddress"].startswith("gong-support@")
        assert entry["impersonatorCompanyId"]


def test_who_played_which_call_is_about_calls_that_are_there(box: Box) -> None:
    known = {call["metaData"]["id"]: call["metaData"] for call in calls(box)}
    for entry in entries(box, "UserCallPlay"):
        record = entry["logRecord"]
        assert 0 < record["secondsPlayed"] <= known[record["callId"]]["duration"]
        assert at(entry) > datetime.fromisoformat(known[record["callId"]]["started"])


def test_outsiders_took_part_in_the_calls_that_were_shared_with_them(box: Box) -> None:
    known = {call["metaData"]["id"]: call for call in calls(box)}
    opened = {}
    for entry in entries(box, "ExternallySharedCallAccess"):
        record = entry["logRecord"]
        parties = known[record["callId"]]["parties"]
        addresses = [party.get("emailAddress") for party in parties if "userId" not in party]
        assert record["recipientEmailAddress"] in addresses
        opened[record["callId"]] = at(entry)
    for entry in entries(box, "ExternallySharedCallPlay"):
        assert at(entry) > opened[entry["logRecord"]["callId"]]


# --- the period


def test_a_period_is_half_open(box: Box) -> None:
    found = entries(box, "UserActivityLog")
    start, end = found[10]["eventTime"], found[30]["eventTime"]
    expected = [e for e in found if at(found[10]) <= at(e) < at(found[30])]
    query = {"fromDateTime": start, "toDateTime": end}
    assert entries(box, "UserActivityLog", **query) == expected


def test_an_empty_period_is_404_and_says_when_there_is_something(own: Box) -> None:
    answer = read(own, "AccessLog", fromDateTime="2090-01-01T00:00:00Z")
    assert answer.status == 404
    assert answer.errors == ["No log entries found corresponding to the provided filters"]
    assert "has entries from 20" in hints(own, "listLogs")[0]
    assert read(own, "AccessLog", toDateTime="2021-01-01T00:00:00Z").status == 404


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"logType": "Sleep"}, "logType: must be one of AccessLog,"),
        ({"fromDateTime": "2026-01-01"}, "fromDateTime: "),
        ({"toDateTime": "yesterday"}, "toDateTime: "),
        ({"toDateTime": "2019-01-01T00:00:00Z"}, "fromDateTime: must not be after toDateTime"),
        ({"cursor": "x"}, "cursor: "),
    ],
)
def test_wrong_inputs_are_refused(box: Box, query: dict[str, str], says: str) -> None:
    given = {"logType": "AccessLog", "fromDateTime": LONG_AGO, **query}
    answer = box.api("northwind", "GET", f"{PATH}?{urlencode(given)}")
    assert answer.status == 400
    assert answer.errors[0].startswith(says)


def test_the_type_and_the_beginning_are_required(box: Box) -> None:
    assert get(box, "northwind", PATH).errors == [
        "logType: is required",
        "fromDateTime: is required",
    ]


# --- who may see


@pytest.mark.parametrize(
    "log_type", ["UserCallPlay", "ExternallySharedCallAccess", "ExternallySharedCallPlay"]
)
def test_entries_about_calls_are_of_calls_that_are_seen(own: Box, log_type: str) -> None:
    everything = entries(own, log_type)
    elsewhere, sign_ins = entries(own, log_type, "kestrel"), entries(own, "AccessLog")
    for seer in titled(own, "Account Executive"):
        see_as(own, seer["id"])
        seen = ids_of(calls(own))
        expected = [entry for entry in everything if entry["logRecord"]["callId"] in seen]
        assert len(expected) < len(everything)
        assert entries(own, log_type) == expected
        if expected:
            break
    assert expected
    assert entries(own, log_type, "kestrel") == elsewhere
    assert entries(own, "AccessLog") == sign_ins
    see_as(own, titled(own, "IT Systems Administrator")[0]["id"])
    assert read(own, log_type).status == 404
    assert hints(own, "listLogs")[0].startswith("calls_seen_by: There is nothing in this log")


# --- what happens since


def test_a_sign_in_is_logged_when_it_happens(own: Box) -> None:
    own.advance(3600)
    person = own.person("northwind", "rep")
    before = len(entries(own, "AccessLog"))
    elsewhere = entries(own, "AccessLog", "kestrel")
    form = {"email": person["email"], "password": "wrong", "next": "/"}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": own.url,
        "Sec-Fetch-Site": "same-origin",
    }
    own.send("POST", "/sign-in", body=urlencode(form), headers=headers)
    assert len(entries(own, "AccessLog")) == before
    form["password"] = person["password"]
    own.send("POST", "/sign-in", body=urlencode(form), headers=headers)
    last = entries(own, "AccessLog")[before:]
    assert [entry["userEmailAddress"] for entry in last] == [person["email"]]
    assert last[0]["logRecord"]["application"] == "Sandbox"
    now = datetime.fromisoformat(own.control("GET", "/clock").json["now"])
    assert abs((now - at(last[0])).total_seconds()) < 60
    assert entries(own, "AccessLog", "kestrel") == elsewhere


def test_settings_that_are_changed_are_logged(own: Box) -> None:
    before = {company: len(entries(own, "UserActivityLog", company)) for company in COMPANIES}
    workspace = workspaces(own)[0]
    body = {"name": "Partners", "libraryFolderAccess": {"permissionLevel": "all"}}
    path = "/v2/permission-profile"
    made = own.api("northwind", "POST", f"{path}?workspaceId={workspace}", body=body).json
    profile = made["profile"]
    own.api("northwind", "PUT", f"{path}?profileId={profile['id']}", body=profile)
    client = own.register(published=True)
    own.code(client, "kestrel")
    added = entries(own, "UserActivityLog")[before["northwind"] :]
    assert [entry["logRecord"]["action"] for entry in added] == [
        "PermissionProfileCreated",
        "PermissionProfileUpdated",
    ]
    assert {entry["logRecord"]["profileId"] for entry in added} == {profile["id"]}
    admin = own.person("northwind", "tech_admin")["email"]
    assert {entry["userEmailAddress"] for entry in added} == {admin}
    (authorized,) = entries(own, "UserActivityLog", "kestrel")[before["kestrel"] :]
    assert authorized["logRecord"] == {
        "action": "IntegrationAuthorized",
        "integration": "Deal Pulse",
        "clientId": client.client_id,
    }
    assert len(entries(own, "UserActivityLog", "globex")) == before["globex"]


def test_reading_is_not_logged(own: Box) -> None:
    before = [entries(own, log_type) for log_type in TYPES]
    assert [entries(own, log_type) for log_type in TYPES] == before


def test_what_outsiders_did_goes_with_them(own: Box) -> None:
    kept, shared = "AccessLog", "ExternallySharedCallAccess"
    before = entries(own, shared)
    email = before[0]["logRecord"]["recipientEmailAddress"]
    sign_ins = entries(own, kept)
    path = f"/v2/data-privacy/erase-data-for-email-address?emailAddress={email}"
    assert own.api("northwind", "POST", path).status == 200
    own.advance(7200)
    for log_type in (shared, "ExternallySharedCallPlay"):
        assert email not in str(entries(own, log_type))
    assert len(entries(own, shared)) < len(before)
    assert entries(own, kept) == sign_ins


def test_it_is_kept_over_a_restart(data: Path) -> None:
    with running(Options(data=data, port=0)) as first:
        first.lift_limits()
        first.code(first.register())
        before = entries(first, "UserActivityLog")
    with running(Options(data=data, port=0)) as second:
        second.lift_limits()
        assert entries(second, "UserActivityLog") == before


def test_the_scope_is_needed(own: Box) -> None:
    other, right = token_for(own, "api:users:read"), token_for(own, "api:logs:read")
    query = {"logType": "AccessLog", "fromDateTime": LONG_AGO}
    assert get(own, "northwind", PATH, token=other, **query).status == 403
    assert get(own, "northwind", PATH, token=right, **query).status == 200
