"""Flow instances over HTTP: looked up by prospect and by id, and ended both ways."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.sandbox.box import Box, Reply
from tests.sandbox.flows_demo import (
    UNKNOWN_ID,
    FlowsDemo,
    assign,
    assigned,
    hints,
    opened,
    read_flows_demo,
)

BY_CRM_ID = "/v2/flows/prospects/unassign-flows-by-crm-id"
BY_INSTANCE = "/v2/flows/prospects/unassign-flows-by-instance-id"


@pytest.fixture(scope="session")
def demo(planted: Path) -> FlowsDemo:
    return read_flows_demo(planted)


@pytest.fixture
def box(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def put(box: Box, demo: FlowsDemo, prospect: str, *flows: str) -> dict[str, str]:
    """Put a prospect into flows; give the instances by how the flow's name begins."""
    found = {}
    for flow in flows:
        (instance,) = assign(box, demo, flow, [prospect]).json["prospectsAssigned"]
        found[flow] = instance["flowInstanceId"]
    return found


def lookup(box: Box, **body: Any) -> Reply:
    return box.api("northwind", "POST", "/v2/flows/prospects", body=body)


def ended(reply: Reply) -> set[str]:
    assert reply.status == 200, reply.content
    assert set(reply.json) == {"requestId", "unassignedFlowInstanceIds"}
    return set(reply.json["unassignedFlowInstanceIds"])


def unassign(box: Box, company: str = "northwind", **body: Any) -> Reply:
    path = BY_INSTANCE if "flowInstanceIds" in body else BY_CRM_ID
    return box.api(company, "POST", path, body=body)


# --- looking up


def test_by_prospect_only_open_ones_and_by_id_all(box: Box, demo: FlowsDemo) -> None:
    first, second = demo.free[:2]
    found = put(box, demo, first, "Cold outreach", "Not now") | {
        "second": put(box, demo, second, "Cold outreach")["Cold outreach"]
    }
    ids = set(found.values())
    by_prospect = assigned(box, demo, crmProspectsIds=[first, second])
    assert {each["flowInstanceId"] for each in by_prospect} == ids
    assert ended(unassign(box, flowInstanceIds=[found["Not now"]])) == {found["Not now"]}
    still_open = assigned(box, demo, crmProspectsIds=[first, second])
    assert {each["flowInstanceId"] for each in still_open} == ids - {found["Not now"]}
    by_id = assigned(box, demo, flowInstanceIds=list(ids))
    assert {each["flowInstanceId"]: each["flowInstanceStatus"] for each in by_id} == {
        found["Cold outreach"]: "Pending",
        found["second"]: "Pending",
        found["Not now"]: "Finished",
    }


def test_the_demo_data_has_every_status(box: Box, planted: Path, demo: FlowsDemo) -> None:
    with opened(planted) as db:
        ids = [found for (found,) in db.execute("SELECT id FROM flow_instances")]
    statuses = {
        each["flowInstanceStatus"]
        for company in ("northwind", "kestrel", "globex")
        for each in assigned(box, read_flows_demo(planted, company), flowInstanceIds=ids)
    }
    assert statuses >= {"Running", "Paused", "FinishedNoReply", "FinishedResponse"}
    prospect, instance = demo.free[0], put(box, demo, demo.free[0], "Not now")["Not now"]
    assert assigned(box, demo, crmProspectsIds=[prospect])[0]["flowInstanceStatus"] == "Pending"
    unassign(box, flowInstanceIds=[instance])
    (last,) = assigned(box, demo, flowInstanceIds=[instance])
    assert last["flowInstanceStatus"] == "Finished"


def test_an_empty_answer_says_why_in_the_log(box: Box, demo: FlowsDemo) -> None:
    nobody = lookup(box, crmProspectsIds=["nobody"])
    assert nobody.json["prospectsAssigned"] == []
    assert "nobody: the CRM has no contact or lead" in hints(box, nobody)["crmProspectsIds"]
    idle = lookup(box, crmProspectsIds=demo.free[:7])
    assert idle.json["prospectsAssigned"] == []
    assert "and 2 more: in no flow now" in hints(box, idle)["crmProspectsIds"]
    unknown = lookup(box, flowInstanceIds=[UNKNOWN_ID])
    assert unknown.json["prospectsAssigned"] == []
    assert UNKNOWN_ID in hints(box, unknown)["flowInstanceIds"]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "One of crmProspectsIds and flowInstanceIds must be given, and not both"),
        (
            {"crmProspectsIds": ["1"], "flowInstanceIds": ["1"]},
            "One of crmProspectsIds and flowInstanceIds must be given, and not both",
        ),
        ({"crmProspectsIds": []}, "crmProspectsIds: must not be empty"),
        (
            {"flowInstanceIds": []},
            "flowInstanceIds: must not be empty but can be null or can be omitted",
        ),
        (
            {"flowInstanceIds": ["x"]},
            "flowInstanceIds[0]: must be a numeric id of up to 20 digits",
        ),
        ({"crmProspectsIds": "1"}, "crmProspectsIds: must be a list"),
    ],
)
def test_what_cannot_be_looked_up(box: Box, body: dict[str, Any], sentence: str) -> None:
    refused = lookup(box, **body)
    assert refused.status == 400
    assert refused.errors == [sentence]


# --- ending


def test_a_prospect_leaves_one_flow_or_all(box: Box, demo: FlowsDemo) -> None:
    prospect, other = demo.free[:2]
    found = put(box, demo, prospect, "Cold outreach", "Not now", "My call list")
    others = put(box, demo, other, "Cold outreach")
    one = unassign(
        box,
        crmProspectId=prospect,
        flowId=demo.flow("Not now"),
        unassignedByUserEmail=demo.lead,
    )
    assert ended(one) == {found["Not now"]}
    again = unassign(box, crmProspectId=prospect, flowId=demo.flow("Not now"))
    assert ended(again) == set()
    assert "not in this one" in hints(box, again)["flowId"]
    rest = unassign(box, crmProspectId=prospect)
    assert ended(rest) == {found["Cold outreach"], found["My call list"]}
    assert assigned(box, demo, crmProspectsIds=[prospect]) == []
    (untouched,) = assigned(box, demo, crmProspectsIds=[other])
    assert untouched["flowInstanceId"] == others["Cold outreach"]
    nothing = unassign(box, crmProspectId=prospect)
    assert ended(nothing) == set()
    assert "in no flow now" in hints(box, nothing)["crmProspectId"]
    nobody = unassign(box, crmProspectId="nobody")
    assert ended(nobody) == set()
    assert "no contact or lead" in hints(box, nobody)["crmProspectId"]


def test_instances_end_by_their_ids(box: Box, demo: FlowsDemo) -> None:
    ids = [put(box, demo, each, "Cold outreach")["Cold outreach"] for each in demo.free[:2]]
    assert ended(unassign(box, flowInstanceIds=[ids[0], UNKNOWN_ID, ids[0]])) == {ids[0]}
    both = unassign(box, flowInstanceIds=ids, unassignedByUserEmail=demo.callers[0])
    assert ended(both) == {ids[1]}
    assert f"{ids[0]}: finished already" in hints(box, both)["flowInstanceIds"]
    assert {each["flowInstanceStatus"] for each in assigned(box, demo, flowInstanceIds=ids)} == {
        "Finished"
    }


def test_a_paused_instance_can_be_ended(box: Box, planted: Path, demo: FlowsDemo) -> None:
    with opened(planted) as db:
        ids = [found for (found,) in db.execute("SELECT id FROM flow_instances WHERE paused")]
    (paused,) = assigned(box, demo, flowInstanceIds=ids)
    assert paused["flowInstanceStatus"] == "Paused"
    box.advance(300 * 86_400)
    assert assigned(box, demo, crmProspectsIds=[paused["crmProspectId"]]) == [paused]
    assert ended(unassign(box, flowInstanceIds=[paused["flowInstanceId"]]))
    assert assigned(box, demo, crmProspectsIds=[paused["crmProspectId"]]) == []


@pytest.mark.parametrize("way", [{"crmProspectId": "x"}, {"flowInstanceIds": ["1"]}])
def test_who_ends_them_must_be_a_user(box: Box, demo: FlowsDemo, way: dict[str, Any]) -> None:
    refused = unassign(box, **way, unassignedByUserEmail="somebody@customer.example")
    assert refused.status == 400
    assert refused.errors == [
        "unassignedByUserEmail: no user of the company has this email address"
    ]
    assert "prospect" in hints(box, refused)["unassignedByUserEmail"]
    assert ended(unassign(box, **way, unassignedByUserEmail=demo.lead)) == set()


def test_nothing_ends_where_the_request_is_wrong(box: Box, demo: FlowsDemo) -> None:
    prospect = demo.free[0]
    found = put(box, demo, prospect, "Cold outreach")
    for body in (
        {"crmProspectId": prospect, "unassignedByUserEmail": "x@y.example"},
        {"flowInstanceIds": list(found.values()), "unassignedByUserEmail": "x@y.example"},
        {"crmProspectId": prospect, "flowId": "x"},
    ):
        assert unassign(box, **body).status == 400
    assert unassign(box, flowInstanceIds=[]).errors == ["flowInstanceIds: must not be empty"]
    assert box.api("northwind", "POST", BY_CRM_ID, body={}).status == 400
    assert box.api("northwind", "POST", BY_INSTANCE, body={}).status == 400
    assert len(assigned(box, demo, crmProspectsIds=[prospect])) == 1


def test_another_company_ends_nothing(box: Box, planted: Path, demo: FlowsDemo) -> None:
    prospect = demo.free[0]
    ids = list(put(box, demo, prospect, "Cold outreach").values())
    assert ended(unassign(box, "kestrel", flowInstanceIds=ids)) == set()
    assert ended(unassign(box, "kestrel", crmProspectId=prospect)) == set()
    assert assigned(box, read_flows_demo(planted, "kestrel"), crmProspectsIds=[prospect]) == []
    assert len(assigned(box, demo, crmProspectsIds=[prospect])) == 1
