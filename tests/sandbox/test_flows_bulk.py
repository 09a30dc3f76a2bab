"""Persons put into flows in bulk over HTTP: taken on, done on the clock, told one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.sandbox.box import Box, Reply, running
from tests.sandbox.crm import Crm
from tests.sandbox.flows_demo import (
    UNKNOWN_ID,
    FlowsDemo,
    assign,
    assigned,
    hints,
    opened,
    read_flows_demo,
)

from gongkit.contract.types.flows import FlowProspectsBulkAssignmentResponse
from gongkit.sandbox.server.serving import Options

PATH = "/v2/flows/prospects/bulk-assignments"
COLD = "Cold outreach"
TAKES = 5
"""Seconds that a bulk assignment takes, as the settings are."""


@pytest.fixture(scope="session")
def demo(planted: Path) -> FlowsDemo:
    return read_flows_demo(planted)


@pytest.fixture
def box(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def person(name: str = "Jo", **more: Any) -> dict[str, Any]:
    return {
        "firstName": name,
        "lastName": "Doe",
        "email": f"{name.lower()}@doe.example",
        **more,
    }


def submit(box: Box, demo: FlowsDemo, *persons: dict[str, Any], **more: Any) -> Reply:
    body = {
        "flowId": demo.flow(more.pop("flow", COLD)),
        "flowInstanceOwnerEmail": demo.callers[0],
        "prospects": persons,
        **more,
    }
    return box.api(demo.company, "POST", PATH, body=body)


def ask(box: Box, bulk_id: str, company: str = "northwind") -> Reply:
    return box.api(company, "GET", f"{PATH}/{bulk_id}")


def done(box: Box, demo: FlowsDemo, *persons: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    """Submit persons and give the results when all is done."""
    reply = submit(box, demo, *persons, **more)
    assert reply.status == 202, reply.content
    box.advance(TAKES)
    found = ask(box, reply.json["id"], demo.company).json
    assert found["status"] == "COMPLETED"
    results: list[dict[str, Any]] = found["results"]
    return results


def set_time(box: Box, seconds: int) -> None:
    """Say how long a bulk assignment takes at northwind."""
    body = {"company": "northwind", "bulk_assignment_after": seconds}
    assert box.control("PUT", "/settings", body).status == 200


# --- how it goes


def test_it_is_pending_then_in_progress_then_completed(box: Box, demo: FlowsDemo) -> None:
    set_time(box, 1000)
    accepted = submit(box, demo, person("Jo"), person("Al"), {"crmId": "nobody"})
    assert accepted.status == 202
    assert msgspec.json.decode(accepted.content, type=FlowProspectsBulkAssignmentResponse).id
    counts = {"totalCount": 3, "processedCount": 0, "successCount": 0, "failedCount": 0}
    body = accepted.json
    assert body == {
        "requestId": body["requestId"],
        "id": body["id"],
        "status": "PENDING",
        **counts,
    }
    assert ask(box, body["id"]).json["status"] == "PENDING"
    box.advance(500)
    half = ask(box, body["id"]).json
    assert half["status"] == "IN_PROGRESS"
    assert {name: half[name] for name in counts} == counts
    assert "results" not in half
    box.advance(500)
    end = ask(box, body["id"]).json
    assert end["status"] == "COMPLETED"
    assert [end[name] for name in counts] == [3, 3, 2, 1]
    assert [each["status"] for each in end["results"]] == [
        "ASSIGNED",
        "ASSIGNED",
        "CRM_OPERATION_FAILED",
    ]


def test_it_is_done_at_once_where_it_takes_no_time(box: Box, demo: FlowsDemo) -> None:
    set_time(box, 0)
    accepted = submit(box, demo, person()).json
    assert accepted["status"] == "PENDING"
    assert ask(box, accepted["id"]).json["status"] == "COMPLETED"


def test_it_goes_on_after_a_restart(data: Path, demo: FlowsDemo) -> None:
    with running(Options(data=data, port=0)) as box:
        set_time(box, 1000)
        bulk_id = submit(box, demo, person()).json["id"]
        assert ask(box, bulk_id).json["status"] == "PENDING"
    with running(Options(data=data, port=0)) as box:
        box.advance(1000)
        found = ask(box, bulk_id).json
        assert found["status"] == "COMPLETED"
        assert found["successCount"] == 1


# --- what becomes of each


def test_a_new_person_is_added_to_the_crm_and_assigned(box: Box, demo: FlowsDemo) -> None:
    sent = person(jobTitle="Buyer", linkedInUrl="https://linkedin.example/jo", companyName="Doe")
    (result,) = done(box, demo, sent)
    assert result == {
        "prospect": sent,
        "status": "ASSIGNED",
        "crmId": result["crmId"],
        "flowInstanceId": result["flowInstanceId"],
    }
    assert result["crmId"].startswith("00Q")
    (instance,) = assigned(box, demo, crmProspectsIds=[result["crmId"]])
    assert instance["flowInstanceId"] == result["flowInstanceId"]
    assert instance["flowInstanceOwnerEmail"] == demo.callers[0]
    assert instance["flowId"] == demo.flow(COLD)


def test_a_person_of_an_account_becomes_its_contact(
    data: Path, planted: Path, demo: FlowsDemo
) -> None:
    with opened(planted) as db:
        ((account,),) = db.execute(
            "SELECT a.id FROM accounts a JOIN companies c ON c.id = company_id"
            " WHERE c.name = 'northwind' LIMIT 1"
        )
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        there, missing = done(
            box, demo, person(accountCrmId=account), person("Al", accountCrmId="no-account")
        )
    assert there["status"] == "ASSIGNED"
    assert missing["status"] == "CRM_OPERATION_FAILED"
    assert missing["errorCode"] == "INVALID_CROSS_REFERENCE_KEY"
    assert "crmId" not in missing
    with opened(data) as db:
        sql = "SELECT object_type, account_id, name, email FROM contacts WHERE id = ?"
        assert list(db.execute(sql, [there["crmId"]])) == [
            ("Contact", account, "Jo Doe", "jo@doe.example")
        ]


def test_the_crm_decides_what_an_id_looks_like(box: Box, planted: Path) -> None:
    (result,) = done(box, read_flows_demo(planted, "kestrel"), person(), flow="Cold")
    assert result["crmId"].isdecimal()
    assert len(result["crmId"]) == 11


def test_somebody_who_is_in_the_crm_is_found(box: Box, planted: Path, demo: FlowsDemo) -> None:
    by_id, by_email = demo.free[:2]
    with opened(planted) as db:
        ((email,),) = db.execute("SELECT email FROM contacts WHERE id = ?", [by_email])
    first, second = done(box, demo, {"crmId": by_id}, person(email=f" {email.upper()} "))
    assert (first["status"], first["crmId"]) == ("ASSIGNED", by_id)
    assert (second["status"], second["crmId"]) == ("ASSIGNED", by_email)


def test_somebody_uploaded_to_the_registered_crm_is_found(box: Box, demo: FlowsDemo) -> None:
    day = "2026-01-03T23:45:57Z"
    uploaded = {
        "objectId": "c-77",
        "modifiedDate": day,
        "firstName": "Jo",
        "emailAddress": "Jo@Doe.example",
    }
    crm = Crm(box).registered()
    crm.load("CONTACT", uploaded)
    crm.load("LEAD", {"objectId": "l-78", "modifiedDate": day, "firstName": "Al"})
    crm.load("ACCOUNT", {"objectId": "a-79", "modifiedDate": day})
    found, added = done(box, demo, person(), person("Bo", accountCrmId="a-79"))
    assert (found["status"], found["crmId"]) == ("ASSIGNED", "c-77")
    assert added["status"] == "ASSIGNED"
    reply = assign(box, demo, COLD, ["c-77", "l-78"])
    reasons = {
        each["crmProspectId"]: each["errorMessage"] for each in reply.json["prospectsNotAssigned"]
    }
    assert reasons["c-77"] == "The prospect is in this flow already"
    assert "no email address" in reasons["l-78"]


def test_each_failure_says_where_it_failed(box: Box, demo: FlowsDemo) -> None:
    busy = demo.free[0]
    assign(box, demo, COLD, [busy])
    results = done(
        box,
        demo,
        {"crmId": "nobody"},
        person(email="not an address"),
        {"firstName": "No", "lastName": "Mail"},
        {"crmId": busy},
        {"crmId": demo.opted_out},
        person("Twice"),
        person("Twice"),
    )
    told = [(each["status"], each.get("errorCode"), "crmId" in each) for each in results]
    assert told == [
        ("CRM_OPERATION_FAILED", "NOT_FOUND", False),
        ("CRM_OPERATION_FAILED", "INVALID_EMAIL_ADDRESS", False),
        ("FLOW_ASSIGNMENT_FAILED", "InvalidArgument", True),
        ("FLOW_ASSIGNMENT_FAILED", "InvalidState", True),
        ("FLOW_ASSIGNMENT_FAILED", "InvalidState", True),
        ("ASSIGNED", None, True),
        ("FLOW_ASSIGNMENT_FAILED", "InvalidState", True),
    ]
    assert all(each["errorMessage"] for each in results if each["status"] != "ASSIGNED")
    assert all("flowInstanceId" not in each for each in results if each["status"] != "ASSIGNED")
    assert results[5]["crmId"] == results[6]["crmId"]


# --- what is refused


@pytest.mark.parametrize("missing", ["firstName", "lastName"])
def test_a_person_who_is_not_in_the_crm_needs_a_name(
    box: Box, demo: FlowsDemo, missing: str
) -> None:
    sentence = f"prospects[1].{missing}: is required for a person without a crmId"
    for name in (None, "", "  "):
        refused = submit(box, demo, person(), {**person(), missing: name})
        assert refused.status == 400
        assert refused.errors == [sentence]


def test_up_to_fifty_persons(box: Box, demo: FlowsDemo) -> None:
    many = [person(f"P{number}") for number in range(51)]
    refused = submit(box, demo, *many)
    assert refused.status == 400
    assert refused.errors == ["prospects: must have at most 50 items, not 51"]
    assert len(done(box, demo, *many[:50])) == 50
    assert submit(box, demo).errors == ["prospects: must not be empty"]
    assert box.api("northwind", "POST", PATH, body={}).status == 400


def test_flow_and_owner_must_be_there(box: Box, demo: FlowsDemo) -> None:
    field = "flowInstanceOwnerEmail"
    assert submit(box, demo, person(), flowId=UNKNOWN_ID).status == 404
    assert submit(box, demo, person(), **{field: "x@northwind.example"}).status == 404
    hidden = submit(box, demo, person(), flow="My call list", **{field: demo.lead})
    assert hidden.status == 404
    assert "Personal" in hints(box, hidden)["flowId"]
    assert submit(box, demo, person(), **{field: demo.left}).status == 400
    assert submit(box, demo, person(), **{field: demo.without_engage}).status == 400


def test_an_unknown_one_is_404_and_so_is_another_companys(box: Box, demo: FlowsDemo) -> None:
    bulk_id = submit(box, demo, person()).json["id"]
    assert ask(box, bulk_id).status == 200
    other = ask(box, bulk_id, "kestrel")
    assert other.status == 404
    assert other.errors == [f"Bulk assignment not found: {bulk_id}"]
    assert "kestrel has submitted none" in hints(box, other)["id"]
    assert ask(box, "no-such-id").status == 404


# --- erasing


def test_an_erased_person_leaves_flows_and_bulk_assignments(box: Box, demo: FlowsDemo) -> None:
    both = (person("Jo"), person("Al"))
    finished = submit(box, demo, *both).json["id"]
    box.advance(TAKES)
    results = {each["prospect"]["firstName"]: each for each in ask(box, finished).json["results"]}
    set_time(box, 100_000)
    pending = submit(box, demo, *both, flow="Not now").json["id"]
    path = "/v2/data-privacy/erase-data-for-email-address?emailAddress=jo@doe.example"
    assert box.api("northwind", "POST", path).status == 200
    box.advance(3600)
    ids = [each["flowInstanceId"] for each in results.values()]
    (left,) = assigned(box, demo, flowInstanceIds=ids)
    assert left["crmProspectId"] == results["Al"]["crmId"]
    for bulk_id in (finished, pending):
        found = ask(box, bulk_id)
        assert found.json["totalCount"] == 1
        assert "jo@doe.example" not in found.text
    box.advance(100_000)
    assert [each["prospect"] for each in ask(box, pending).json["results"]] == [both[1]]
