"""Flows over HTTP: who sees which, in which folders, with which steps."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest
from tests.sandbox.box import Box, Reply, running
from tests.sandbox.flows_demo import UNKNOWN_ID, FlowsDemo, hints, opened, read_flows_demo

from gongkit.contract.types.flows import FlowsResponse, FlowStepsResponse
from gongkit.sandbox.server.serving import Options

COMPANY_FLOWS = {
    "After the demo",
    "Cold outreach: shipment tracking",
    "Meeting booked",
    "Not now: stay in touch",
    "Renewal in ninety days",
}
ACTIONS = {
    "SEND_EMAIL",
    "AUTO_SEND_EMAIL",
    "CALL",
    "LINKEDIN_CONNECT",
    "LINKEDIN_MESSAGE",
    "CUSTOM",
}


@pytest.fixture(scope="session")
def demo(planted: Path) -> FlowsDemo:
    return read_flows_demo(planted)


def flows(box: Box, owner: str, company: str = "northwind", **query: Any) -> Reply:
    text = urlencode({"flowOwnerEmail": owner, **query})
    return box.api(company, "GET", f"/v2/flows?{text}")


def folders(box: Box, owner: str, company: str = "northwind", **query: Any) -> Reply:
    text = urlencode({"flowFolderOwnerEmail": owner, **query})
    return box.api(company, "GET", f"/v2/flows/folders?{text}")


def steps(box: Box, ids: Any, company: str = "northwind") -> Reply:
    return box.api(company, "POST", "/v2/flows/steps", body={"flowIds": ids})


def names(reply: Reply) -> set[str]:
    assert reply.status == 200, reply.content
    return {each["name"] for each in reply.json["flows"]}


# --- the list


def test_everybody_sees_the_companys_flows_and_nobody_anothers_own(
    box: Box, demo: FlowsDemo
) -> None:
    answer = flows(box, demo.callers[0])
    assert names(answer) == COMPANY_FLOWS | {"New openers (test)", "My call list"}
    assert names(flows(box, demo.lead)) == COMPANY_FLOWS | {"New openers (test)"}
    others = flows(box, demo.without_engage)
    assert names(others) == COMPANY_FLOWS
    assert "does not narrow" in hints(box, others)["flowOwnerEmail"]
    assert msgspec.json.decode(answer.content, type=FlowsResponse).flows
    visibility = {each["name"]: each["visibility"] for each in answer.json["flows"]}
    assert visibility["My call list"] == "Personal"
    assert visibility["New openers (test)"] == "Shared"
    assert visibility["Meeting booked"] == "Company"
    assert answer.json["records"] == {
        "totalRecords": 7,
        "currentPageSize": 7,
        "currentPageNumber": 0,
    }


def test_a_shared_flow_is_seen_by_those_it_was_shared_with(box: Box, demo: FlowsDemo) -> None:
    seen = {caller: "New openers (test)" in names(flows(box, caller)) for caller in demo.callers}
    assert set(seen.values()) == {True, False}
    assert seen[demo.callers[0]]


def test_a_flow_says_where_it_lies_and_since_when(box: Box, demo: FlowsDemo) -> None:
    found = {each["name"]: each for each in flows(box, demo.callers[0]).json["flows"]}
    booked = found["Meeting booked"]
    assert booked["exclusive"] is True
    assert found["My call list"]["exclusive"] is False
    assert booked["folderName"] == "After a meeting"
    assert booked["folderId"] == demo.folders["After a meeting"]
    created = datetime.fromisoformat(booked["creationDate"])
    assert created.utcoffset() in {
        datetime.fromisoformat(f"2026-01-01T00:00:00{offset}").utcoffset()
        for offset in ("-04:00", "-05:00")
    }


def test_the_owners_address_may_be_written_in_any_case(box: Box, demo: FlowsDemo) -> None:
    assert names(flows(box, demo.callers[0].upper())) == names(flows(box, demo.callers[0]))


def test_flows_of_a_workspace_and_of_a_folder(box: Box, demo: FlowsDemo) -> None:
    owner = demo.callers[0]
    in_workspace = flows(box, owner, workspaceId=demo.workspaces["Customers"])
    assert names(in_workspace) == {"Renewal in ninety days"}
    in_folder = flows(box, owner, folderId=demo.folders["Cold calls"])
    assert names(in_folder) == {"Cold outreach: shipment tracking", "New openers (test)"}
    both = flows(
        box,
        owner,
        folderId=demo.folders["Cold calls"],
        workspaceId=demo.workspaces["Customers"],
    )
    assert both.json["flows"] == []
    assert demo.workspaces["New Business"] in hints(box, both)["folderId"]


def test_nothing_found_is_an_empty_list_with_its_reason_in_the_log(
    box: Box, demo: FlowsDemo
) -> None:
    wrong_folder = flows(box, demo.lead, folderId=UNKNOWN_ID)
    assert wrong_folder.json["flows"] == []
    assert wrong_folder.json["records"]["totalRecords"] == 0
    assert "has no folder" in hints(box, wrong_folder)["folderId"]
    others = flows(box, demo.lead, folderId=demo.folders["My drafts"])
    assert others.json["flows"] == []
    assert "another user's own" in hints(box, others)["folderId"]
    wrong_workspace = flows(box, demo.lead, workspaceId=UNKNOWN_ID)
    assert wrong_workspace.json["flows"] == []
    assert f"no workspace {UNKNOWN_ID}" in hints(box, wrong_workspace)["workspaceId"]
    none_assigned = flows(box, demo.without_engage, mostRecentlyAssigned="true")
    assert none_assigned.json["flows"] == []
    assert demo.without_engage in hints(box, none_assigned)["mostRecentlyAssigned"]


def test_the_flows_assigned_last(own_box: Box, demo: FlowsDemo) -> None:
    own_box.lift_limits()
    owner = demo.callers[0]
    recent = names(flows(own_box, owner, mostRecentlyAssigned="true"))
    assert recent <= COMPANY_FLOWS
    assert "My call list" not in recent
    assert names(flows(own_box, owner, mostRecentlyAssigned="false")) > recent
    body = {
        "flowId": demo.flows["My call list"],
        "flowInstanceOwnerEmail": owner,
        "crmProspectsIds": demo.free[:1],
    }
    reply = own_box.api("northwind", "POST", "/v2/flows/prospects/assign", body=body)
    assert len(reply.json["prospectsAssigned"]) == 1
    assert "My call list" in names(flows(own_box, owner, mostRecentlyAssigned="true"))


@pytest.mark.parametrize(("path", "parameter"), [
    ("/v2/flows", "flowOwnerEmail"),
    ("/v2/flows/folders", "flowFolderOwnerEmail"),
])  # fmt: skip
def test_an_unknown_owner_is_refused(box: Box, demo: FlowsDemo, path: str, parameter: str) -> None:
    assert box.api("northwind", "GET", path).errors == [f"{parameter}: is required"]
    sentence = f"{parameter}: no user of the company has this email address"
    for company, address in (("northwind", "nobody@northwind.example"), ("kestrel", demo.lead)):
        unknown = box.api(company, "GET", f"{path}?{parameter}={address}")
        assert unknown.status == 400
        assert unknown.errors == [sentence]
        assert address in hints(box, unknown)[parameter]
    misnamed = box.api("northwind", "GET", f"/v2/flows?flowEmailOwner={demo.lead}")
    assert misnamed.status == 400
    assert "flowOwnerEmail" in hints(box, misnamed)["flowEmailOwner"]


# --- folders


def test_folders_come_under_the_key_of_flows(box: Box, demo: FlowsDemo) -> None:
    answer = folders(box, demo.callers[0])
    assert set(answer.json) == {"requestId", "records", "flows"}
    assert "folders" in hints(box, answer)["flows"]
    found = {each["name"]: each for each in answer.json["flows"]}
    assert set(found) == {"Outbound", "Cold calls", "After a meeting", "Customers", "My drafts"}
    assert found["Cold calls"]["folderId"] == found["Outbound"]["id"]
    assert found["Cold calls"]["folderName"] == "Outbound"
    assert "folderId" not in found["Outbound"]
    assert found["My drafts"]["visibility"] == "Personal"
    assert "My drafts" not in names(folders(box, demo.lead))
    for folder in found.values():
        listed = flows(box, demo.callers[0], folderId=folder["id"]).json["flows"]
        assert {each["folderName"] for each in listed} == {folder["name"]}


def test_folders_within_a_folder_and_of_a_workspace(box: Box, demo: FlowsDemo) -> None:
    owner = demo.lead
    within = folders(box, owner, parentId=demo.folders["Outbound"])
    assert names(within) == {"Outbound", "Cold calls"}
    assert names(folders(box, owner, parentId=demo.folders["Cold calls"])) == {"Cold calls"}
    customers = demo.workspaces["Customers"]
    assert names(folders(box, owner, workspaceId=customers)) == {"Customers"}
    other = folders(box, owner, parentId=demo.folders["My drafts"])
    assert other.json["flows"] == []
    assert "parentId" in hints(box, other)
    unknown = folders(box, owner, workspaceId=UNKNOWN_ID)
    assert unknown.json["flows"] == []
    assert f"no workspace {UNKNOWN_ID}" in hints(box, unknown)["workspaceId"]
    assert folders(box, owner, parentId="a").errors == ["parentId: must be a whole number"]


# --- pages


def test_lists_page_to_their_end(data: Path, demo: FlowsDemo) -> None:
    with opened(data) as db:
        for table in ("flow_folders", "flows"):
            columns = [name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")]
            changed = [
                "id || n" if name == "id" else "name || n" if name == "name" else name
                for name in columns
            ]
            db.execute(
                "WITH RECURSIVE numbers (n) AS"
                " (SELECT 10 UNION ALL SELECT n + 1 FROM numbers WHERE n < 59)"
                f" INSERT INTO {table} SELECT {', '.join(changed)} FROM {table}, numbers"
                " WHERE visibility = 'Company' AND length(id) = 19"
            )
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        for ask, total in ((flows, 5 * 51 + 1), (folders, 4 * 51)):
            sizes: list[int] = []
            found: list[str] = []
            cursor: dict[str, str] = {}
            while True:
                page = ask(box, demo.lead, **cursor).json
                assert page["records"]["totalRecords"] == total
                assert page["records"]["currentPageNumber"] == len(sizes)
                sizes.append(page["records"]["currentPageSize"])
                found += [each["id"] for each in page["flows"]]
                if "cursor" not in page["records"]:
                    break
                cursor = {"cursor": page["records"]["cursor"]}
            assert sizes == [100, 100, total - 200]
            assert len(set(found)) == total
            changed_filter = ask(box, demo.callers[0], **cursor)
            assert changed_filter.errors[0].startswith("cursor: belongs to another request")
            assert ask(box, demo.lead, cursor="nonsense").status == 400


# --- steps


def test_steps_with_their_texts(box: Box, demo: FlowsDemo) -> None:
    wanted = [demo.flow("Cold outreach"), demo.flow("My call list"), demo.flow("Not now")]
    answer = steps(box, wanted)
    assert msgspec.json.decode(answer.content, type=FlowStepsResponse).flows
    found = answer.json["flows"]
    assert [each["id"] for each in found] == wanted
    cold, calls, later = found
    assert cold["description"]
    assert cold["folderId"] == demo.folders["Cold calls"]
    for flow in found:
        assert [step["stepOrder"] for step in flow["steps"]] == [
            place + 1 for place in range(len(flow["steps"]))
        ]
    assert {step["action"] for step in cold["steps"] + later["steps"]} == ACTIONS
    assert {step["action"] for step in calls["steps"]} == {"CALL"}
    first, *_ = cold["steps"]
    assert first["subject"] == "Shipment tracking at {{recipient.account}}"
    assert "{{recipient.first_name}}" in first["body"]
    assert "Harborline" in first["body"]
    assert not re.search(r"\$[a-z]", str(found))
    replies = [step for step in cold["steps"] if step["isReply"]]
    assert [step["action"] for step in replies] == ["SEND_EMAIL"]
    assert "subject" not in replies[0]


def test_steps_of_no_more_than_twenty_flows(box: Box, demo: FlowsDemo) -> None:
    ids = list(demo.flows.values())
    many = [str(10**18 + number) for number in range(21)]
    refused = steps(box, many)
    assert refused.status == 400
    assert refused.errors == ["flowIds: must have at most 20 items, not 21"]
    assert steps(box, many[:20]).status == 404
    assert len(steps(box, ids * 5).json["flows"]) == len(ids)


def test_steps_of_an_unknown_flow(box: Box, demo: FlowsDemo) -> None:
    unknown = steps(box, [demo.flow("Meeting"), UNKNOWN_ID])
    assert unknown.status == 404
    assert unknown.errors == [f"flowIds[1]: flow not found: {UNKNOWN_ID}"]
    assert "has no flow with this id" in hints(box, unknown)["flowIds[1]"]
    assert steps(box, [demo.flow("Meeting")], company="kestrel").status == 404
    assert steps(box, None).errors == ["flowIds: must not be empty"]
    assert steps(box, []).errors == ["flowIds: must not be empty"]
    assert steps(box, ["x"]).errors == ["flowIds[0]: must be a numeric id of up to 20 digits"]


# --- who may ask


PATHS = {
    "listFlows": ("GET", "/v2/flows?flowOwnerEmail=a", None),
    "listFlowsFolders": ("GET", "/v2/flows/folders?flowFolderOwnerEmail=a", None),
    "getFlowSteps": ("POST", "/v2/flows/steps", {"flowIds": ["1"]}),
    "getProspectsAssignedFlows": ("POST", "/v2/flows/prospects", {"crmProspectsIds": ["1"]}),
    "getFlowProspectsBulkAssignment": ("GET", "/v2/flows/prospects/bulk-assignments/1", None),
    "assignProspects": (
        "POST",
        "/v2/flows/prospects/assign",
        {"crmProspectsIds": ["1"], "flowId": "1", "flowInstanceOwnerEmail": "a"},
    ),
    "assignProspectsCoolOffOverrides": (
        "POST",
        "/v2/flows/prospects/assign/cool-off-override",
        {"crmProspectsIds": ["1"], "flowId": "1", "flowInstanceOwnerEmail": "a"},
    ),
    "submitFlowProspectsBulkAssignment": (
        "POST",
        "/v2/flows/prospects/bulk-assignments",
        {"prospects": [{"crmId": "1"}], "flowId": "1", "flowInstanceOwnerEmail": "a"},
    ),
    "unassignProspectFlows": (
        "POST",
        "/v2/flows/prospects/unassign-flows-by-crm-id",
        {"crmProspectId": "1"},
    ),
    "unassignFlows": (
        "POST",
        "/v2/flows/prospects/unassign-flows-by-instance-id",
        {"flowInstanceIds": ["1"]},
    ),
}
READS = list(PATHS)[:5]


def test_reading_and_writing_need_their_scopes(own_box: Box) -> None:
    own_box.lift_limits()
    scopes = {"api:flows:read": READS, "api:flows:write": list(PATHS)[5:]}
    client = own_box.register(scopes=list(scopes))
    tokens = {scope: own_box.install(client, scope=scope)["access_token"] for scope in scopes}
    for scope, operations in scopes.items():
        for name, (method, path, body) in PATHS.items():
            reply = own_box.api("northwind", method, path, body=body, token=tokens[scope])
            assert (reply.status == 403) is (name not in operations), (name, reply.content)
            if reply.status == 403:
                assert name in reply.errors[0]


def test_a_company_without_engage_is_told_so(data: Path) -> None:
    with opened(data) as db:
        db.execute("DELETE FROM engage_seats")
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        for name, (method, path, body) in PATHS.items():
            reply = box.api("northwind", method, path, body=body)
            if name.startswith("unassign"):
                assert reply.json["unassignedFlowInstanceIds"] == []
            else:
                assert reply.status == 403, name
                assert reply.errors == ["Gong Engage is not enabled for this company"]
