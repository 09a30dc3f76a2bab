"""Prospects put into flows over HTTP: who gets in, who does not and why, and what differs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.sandbox.box import Box, Reply, running
from tests.sandbox.flows_demo import (
    UNKNOWN_ID,
    FlowsDemo,
    assign,
    assigned,
    hints,
    opened,
    read_flows_demo,
)

from gongkit.contract.types.flows import AssignFlowResponse
from gongkit.sandbox.server.serving import Options

DAY = 86_400
COLD, BOOKED, LATER, CALLS = "Cold outreach", "Meeting booked", "Not now", "My call list"


@pytest.fixture(scope="session")
def demo(planted: Path) -> FlowsDemo:
    return read_flows_demo(planted)


@pytest.fixture
def box(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def failures(reply: Reply) -> dict[str, tuple[str, str]]:
    assert reply.status == 200, reply.content
    return {
        each["crmProspectId"]: (each["errorCode"], each["errorMessage"])
        for each in reply.json["prospectsNotAssigned"]
    }


def instances(reply: Reply) -> dict[str, str]:
    """Give the instance of each prospect who was assigned."""
    assert reply.status == 200, reply.content
    return {
        each["crmProspectId"]: each["flowInstanceId"] for each in reply.json["prospectsAssigned"]
    }


def end(box: Box, *ids: str) -> None:
    path = "/v2/flows/prospects/unassign-flows-by-instance-id"
    reply = box.api("northwind", "POST", path, body={"flowInstanceIds": ids})
    assert reply.json["unassignedFlowInstanceIds"] == list(ids)


# --- who gets in


def test_prospects_are_assigned(box: Box, demo: FlowsDemo) -> None:
    reply = assign(box, demo, COLD, demo.free[:2], flowInstanceDescription="From the fair")
    assert reply.status == 200
    assert msgspec.json.decode(reply.content, type=AssignFlowResponse).prospects_assigned
    assert reply.json["prospectsNotAssigned"] == []
    first, second = reply.json["prospectsAssigned"]
    assert [first["crmProspectId"], second["crmProspectId"]] == demo.free[:2]
    assert first["flowInstanceId"] != second["flowInstanceId"]
    users = box.api("northwind", "GET", "/v2/users").json["users"]
    (owner,) = [user for user in users if user["emailAddress"] == demo.callers[0]]
    assert first == {
        "flowId": demo.flow(COLD),
        "flowName": "Cold outreach: shipment tracking",
        "crmProspectId": demo.free[0],
        "flowInstanceId": first["flowInstanceId"],
        "flowInstanceOwnerEmail": demo.callers[0],
        "flowInstanceOwnerFullName": f"{owner['firstName']} {owner['lastName']}",
        "flowInstanceCreateDate": first["flowInstanceCreateDate"],
        "flowInstanceStatus": "Pending",
        "workspaceId": demo.workspaces["New Business"],
        "exclusive": False,
    }
    assert assigned(box, demo, crmProspectsIds=demo.free[:2]) == [first, second]


def test_an_instance_goes_through_its_flow_with_time(box: Box, demo: FlowsDemo) -> None:
    def status(instance_id: str) -> str:
        (found,) = assigned(box, demo, flowInstanceIds=[instance_id])
        text: str = found["flowInstanceStatus"]
        return text

    (at_once,) = instances(assign(box, demo, BOOKED, demo.free[:1])).values()
    (in_two_weeks,) = instances(assign(box, demo, LATER, demo.free[1:2])).values()
    assert status(at_once) == status(in_two_weeks) == "Pending"
    box.advance(60)
    assert status(at_once) == "Running"
    box.advance(4 * DAY)
    assert status(at_once) == "FinishedNoReply"
    assert assigned(box, demo, crmProspectsIds=demo.free[:1]) == []
    assert status(in_two_weeks) == "Pending"
    box.advance(10 * DAY)
    assert status(in_two_weeks) == "Running"


def test_it_is_all_there_after_a_restart(data: Path, demo: FlowsDemo) -> None:
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        instance_ids = list(instances(assign(box, demo, COLD, demo.free[:3])).values())
        before = assigned(box, demo, flowInstanceIds=instance_ids)
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        assert assigned(box, demo, flowInstanceIds=instance_ids) == before
        assert set(failures(assign(box, demo, COLD, demo.free[:3]))) == set(demo.free[:3])


def test_a_prospect_named_twice_is_assigned_once(box: Box, demo: FlowsDemo) -> None:
    reply = assign(box, demo, COLD, [demo.free[0], demo.free[0]])
    assert len(reply.json["prospectsAssigned"]) == 1
    assert reply.json["prospectsNotAssigned"] == []


def test_up_to_a_hundred_prospects(box: Box, demo: FlowsDemo) -> None:
    ids = [f"no-one-{number}" for number in range(101)]
    refused = assign(box, demo, COLD, ids)
    assert refused.status == 400
    assert refused.errors == ["crmProspectsIds: must have at most 100 items, not 101"]
    accepted = assign(box, demo, COLD, ids[:100])
    assert len(accepted.json["prospectsNotAssigned"]) == 100
    assert assign(box, demo, COLD, []).errors == ["crmProspectsIds: must not be empty"]


# --- who does not


def test_one_prospect_fails_and_the_others_do_not(box: Box, demo: FlowsDemo) -> None:
    reply = assign(box, demo, COLD, ["nobody", demo.free[0], demo.opted_out, "a\0b"])
    assert set(instances(reply)) == {demo.free[0]}
    assert {key: code for key, (code, _) in failures(reply).items()} == {
        "nobody": "InvalidArgument",
        demo.opted_out: "InvalidState",
        "a\0b": "InvalidArgument",
    }
    assert {each["flowId"] for each in reply.json["prospectsNotAssigned"]} == {demo.flow(COLD)}


def test_a_flow_without_emails_takes_those_who_get_none(data: Path, demo: FlowsDemo) -> None:
    unreachable = demo.free[0]
    with opened(data) as db:
        db.execute("UPDATE contacts SET email = '' WHERE id = ?", [unreachable])
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        found = failures(assign(box, demo, COLD, [unreachable, demo.opted_out]))
        assert found[unreachable][0] == "InvalidArgument"
        assert "no email address" in found[unreachable][1]
        assert "opted out" in found[demo.opted_out][1]
        reply = assign(box, demo, CALLS, [unreachable, demo.opted_out])
        assert unreachable in instances(reply)
        assert "opted out" not in str(failures(reply))


def test_nobody_is_in_a_flow_twice(box: Box, demo: FlowsDemo) -> None:
    assign(box, demo, COLD, demo.free[:1])
    overrides = {"coolOffOverride": True}
    again = failures(assign(box, demo, COLD, demo.free[:1], overrides=overrides))
    assert again == {demo.free[0]: ("InvalidState", "The prospect is in this flow already")}
    assert set(instances(assign(box, demo, LATER, demo.free[:1]))) == {demo.free[0]}


def test_an_exclusive_flow_keeps_its_prospects_to_itself(box: Box, demo: FlowsDemo) -> None:
    alone, busy = demo.free[:2]
    assert instances(assign(box, demo, BOOKED, [alone]))
    code, message = failures(assign(box, demo, COLD, [alone]))[alone]
    assert code == "InvalidState"
    assert "exclusive flow 'Meeting booked'" in message
    assert instances(assign(box, demo, COLD, [busy]))
    code, message = failures(assign(box, demo, BOOKED, [busy]))[busy]
    assert code == "InvalidState"
    assert "is exclusive" in message


def test_who_left_a_flow_lately_cools_off(box: Box, demo: FlowsDemo) -> None:
    prospect = demo.free[0]

    def leave(reply: Reply) -> None:
        end(box, instances(reply)[prospect])

    leave(assign(box, demo, COLD, [prospect]))
    code, message = failures(assign(box, demo, LATER, [prospect]))[prospect]
    assert code == "InvalidState"
    assert "cooling off" in message
    no_override = {"coolOffOverride": False}
    assert failures(assign(box, demo, LATER, [prospect], overrides=no_override))
    leave(assign(box, demo, LATER, [prospect], overrides={"coolOffOverride": True}))
    box.advance(7 * DAY - 60)
    assert failures(assign(box, demo, COLD, [prospect]))
    box.advance(60)
    assert instances(assign(box, demo, COLD, [prospect]))


def test_the_deprecated_operation_overrides_the_cool_off(box: Box, demo: FlowsDemo) -> None:
    prospect = demo.free[0]
    before = instances(assign(box, demo, COLD, [prospect]))[prospect]
    end(box, before)
    body = {
        "flowId": demo.flow(COLD),
        "flowInstanceOwnerEmail": demo.callers[0],
        "crmProspectsIds": [prospect, "nobody"],
    }
    path = "/v2/flows/prospects/assign/cool-off-override"
    reply = box.api("northwind", "POST", path, body=body)
    assert set(instances(reply)) == {prospect}
    assert instances(reply)[prospect] != before
    assert set(failures(reply)) == {"nobody"}
    assert "deprecated" in hints(box, reply)["overrides.coolOffOverride"]
    many = {**body, "crmProspectsIds": [f"no-{number}" for number in range(101)]}
    assert box.api("northwind", "POST", path, body=many).status == 400
    unknown = {**body, "flowId": UNKNOWN_ID}
    assert box.api("northwind", "POST", path, body=unknown).status == 404


# --- flows and owners


def test_a_flow_that_is_not_there_or_not_seen(box: Box, demo: FlowsDemo) -> None:
    unknown = assign(box, demo, COLD, demo.free[:1], flowId=UNKNOWN_ID)
    assert unknown.status == 404
    assert unknown.errors == [f"flowId: flow not found: {UNKNOWN_ID}"]
    assert "has no flow with this id" in hints(box, unknown)["flowId"]
    hidden = assign(box, demo, CALLS, demo.free[:1], flowInstanceOwnerEmail=demo.lead)
    assert hidden.status == 404
    assert hidden.errors == [f"flowId: flow not found: {demo.flow(CALLS)}"]
    assert "Personal" in hints(box, hidden)["flowId"]


def test_the_owner_must_be_able_to_own(box: Box, demo: FlowsDemo) -> None:
    field = "flowInstanceOwnerEmail"
    unknown = assign(box, demo, COLD, demo.free[:1], **{field: "x@northwind.example"})
    assert unknown.status == 404
    assert unknown.errors == [f"{field}: no user of the company has this email address"]
    left = assign(box, demo, COLD, demo.free[:1], **{field: demo.left})
    assert left.status == 400
    assert left.errors == [f"{field}: the user is not active"]
    without = assign(box, demo, COLD, demo.free[:1], **{field: demo.without_engage})
    assert without.status == 400
    assert without.errors == [f"{field}: the user has no access to Gong Engage"]
    assert assigned(box, demo, crmProspectsIds=demo.free[:1]) == []


def test_companies_do_not_see_each_others_flows_or_prospects(
    box: Box, planted: Path, demo: FlowsDemo
) -> None:
    other = read_flows_demo(planted, "kestrel")
    reply = assign(box, other, BOOKED, [*demo.free[:1], *other.free[:1]])
    assert set(failures(reply)) == {demo.free[0]}
    assert set(instances(reply)) == {other.free[0]}
    assert assign(box, other, BOOKED, other.free[1:2], flowId=demo.flow(BOOKED)).status == 404
    owner = {"flowInstanceOwnerEmail": demo.callers[0]}
    assert assign(box, other, BOOKED, other.free[1:2], **owner).status == 404
    ids = list(instances(reply).values())
    assert assigned(box, other, flowInstanceIds=ids)
    assert assigned(box, demo, flowInstanceIds=ids) == []


def test_what_is_missing_is_named(box: Box, demo: FlowsDemo) -> None:
    for field in ("flowId", "flowInstanceOwnerEmail", "crmProspectsIds"):
        body: dict[str, Any] = {
            "flowId": demo.flow(COLD),
            "flowInstanceOwnerEmail": demo.callers[0],
            "crmProspectsIds": demo.free[:1],
        }
        del body[field]
        reply = box.api("northwind", "POST", "/v2/flows/prospects/assign", body=body)
        assert reply.status == 400
        assert field in reply.errors[0]


# --- overrides

WRONG_OVERRIDES = [
    ({"steps": [{"number": 9, "body": "x"}]}, "steps[0].number: the flow's steps are 1 to 7"),
    ({"steps": [{"number": 0, "body": "x"}]}, "steps[0].number: the flow's steps are 1 to 7"),
    ({"steps": [{"body": "x"}]}, "steps[0].number"),
    ({"steps": [{"number": 1}]}, "steps[0]: must have a subject or a body"),
    ({"steps": [{"number": 2, "subject": "x"}]}, "steps[0].subject: step 2 is CALL"),
    ({"steps": [{"number": 5, "subject": "x"}]}, "steps[0].subject: step 5 is a reply"),
    (
        {"steps": [{"number": 1, "body": "x"}, {"number": 1, "body": "y"}]},
        "steps[1].number: step 1 is there twice",
    ),
    (
        {"flowInstanceVariables": [{"name": "recipient.shoe_size", "value": "43"}]},
        "flowInstanceVariables[0].name: is no variable of the flow's texts, which have recipient",
    ),
    (
        {"flowInstanceVariables": [{"name": "recipient.account", "value": "A"}] * 2},
        "flowInstanceVariables[1].name: recipient.account is there twice",
    ),
    ({"flowInstanceVariables": [{"name": "recipient.account"}]}, "flowInstanceVariables[0].value"),
]


@pytest.mark.parametrize(("overrides", "sentence"), WRONG_OVERRIDES)
def test_overrides_must_fit_the_flow(
    box: Box, demo: FlowsDemo, overrides: dict[str, Any], sentence: str
) -> None:
    refused = assign(box, demo, COLD, demo.free[:1], overrides=overrides)
    assert refused.status == 400
    assert refused.errors[0].startswith(f"overrides.{sentence}")
    assert assigned(box, demo, crmProspectsIds=demo.free[:1]) == []


def test_fitting_overrides_are_kept_with_the_instance(data: Path, demo: FlowsDemo) -> None:
    overrides = {
        "steps": [
            {"number": 1, "subject": "Hello", "body": "Short."},
            {"number": 2, "body": "Ring."},
        ],
        "flowInstanceVariables": [{"name": "recipient.first_name", "value": "Mike"}],
        "coolOffOverride": True,
    }
    with running(Options(data=data, port=0)) as box:
        more = {"overrides": overrides, "flowInstanceDescription": "From the fair"}
        (instance_id,) = instances(assign(box, demo, COLD, demo.free[:1], **more)).values()
    with opened(data) as db:
        sql = "SELECT overrides, description FROM flow_instances WHERE id = ?"
        ((kept, description),) = db.execute(sql, [instance_id])
    assert msgspec.json.decode(kept) == overrides
    assert description == "From the fair"
