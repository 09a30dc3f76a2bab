"""What the methods of the areas refuse, cut into parts, or wait for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from tests.client.instant import InstantAsyncGong, InstantGong
from tests.engine.simulation import Reply, answered

from gongkit.client._sync.listing import Listing
from gongkit.contract.types.flows import FlowAssignmentProspect
from gongkit.errors import InvalidAnswer, NaiveDatetime, RequestFailed, UsageError
from gongkit.wire import Request

OWNER = "ana@northwind.example"
DAY = datetime(2026, 3, 1, tzinfo=UTC)
NAIVE = DAY.replace(tzinfo=None)


def gong_that_echoes(sent: str, listed: str, item: str) -> InstantGong:
    """Answer a list of ids with one object for each."""

    def reply(request: Request) -> Reply:
        assert isinstance(request.body, bytes)
        ids = msgspec.json.decode(request.body)[sent]
        said = {listed: [{item: each} for each in ids]}
        return answered(200, msgspec.json.encode(said).decode())

    return InstantGong(reply)


def bodies(gong: InstantGong) -> list[Any]:
    return [msgspec.json.decode(request.body) for _, request in gong.simulation.sent]  # type: ignore[arg-type]


# --- reads are cut into parts --------------------------------------------------------------


def test_flow_steps_are_asked_for_twenty_at_a_time() -> None:
    gong = gong_that_echoes("flowIds", "flows", "id")
    ids = [str(number) for number in range(45)]
    listing = gong.flows.steps([*ids, "0"])
    assert bodies(gong) == []
    assert [flow.id for flow in listing] == ids
    assert [len(body["flowIds"]) for body in bodies(gong)] == [20, 20, 5]


def test_assigned_flows_are_asked_for_a_hundred_at_a_time() -> None:
    gong = gong_that_echoes("crmProspectsIds", "prospectsAssigned", "crmProspectId")
    ids = [str(number) for number in range(101)]
    assert [each.crm_prospect_id for each in gong.flows.assigned(crm_prospects_ids=ids)] == ids
    assert [[*body] for body in bodies(gong)] == [["crmProspectsIds"]] * 2


def test_the_integration_status_is_asked_for_a_hundred_at_a_time() -> None:
    gong = gong_that_echoes("emails", "users", "email")
    emails = [f"{number}@northwind.example" for number in range(201)]
    listing = gong.meetings.integration_status(emails)
    assert [len(page.items) for page in listing.pages()] == [100, 100, 1]
    first = listing.first()
    assert first is not None
    assert first.email == emails[0]
    assert len(bodies(gong)) == 4


async def test_parts_are_read_one_after_the_other_async() -> None:
    pages = [answered(200, f'{{"flows":[{{"id":"{number}"}}]}}') for number in (1, 2)]
    gong = InstantAsyncGong(pages)
    ids = [str(number) for number in range(40)]
    assert [flow.id async for flow in gong.flows.steps(ids)] == ["1", "2"]


def test_the_first_item_is_looked_for_in_every_part() -> None:
    gong = InstantGong([answered(200, '{"flows":[]}'), answered(200, '{"flows":[{"id":"x"}]}')])
    first = gong.flows.steps([str(number) for number in range(40)]).first()
    assert first is not None
    assert first.id == "x"


def test_nothing_named_is_nothing_asked() -> None:
    gong = InstantGong([])
    for listing in (gong.flows.steps([]), gong.meetings.integration_status([])):
        assert isinstance(listing, Listing)
        assert listing.all() == []
        assert listing.first() is None
    assert gong.flows.assigned(crm_prospects_ids=[]).all() == []
    assert gong.flows.assigned(flow_instance_ids=[]).all() == []


# --- writes are refused, not cut -------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:Gong has deprecated:DeprecationWarning")
@pytest.mark.parametrize("method", ["assign", "assign_with_cool_off_override"])
def test_more_than_a_hundred_prospects_are_refused(method: str) -> None:
    gong = InstantGong([answered(200)])
    assign = getattr(gong.flows, method)
    inputs = {"flow_id": "f", "flow_instance_owner_email": OWNER}
    with pytest.raises(UsageError, match=r"100 prospects .* 101 were given"):
        assign(**inputs, crm_prospects_ids=[str(number) for number in range(101)])
    assert gong.asked == []
    assign(**inputs, crm_prospects_ids=[str(number) for number in range(100)])
    assert len(gong.asked) == 1


@pytest.mark.parametrize("method", ["bulk_assign", "bulk_assign_and_wait"])
def test_more_than_fifty_persons_are_refused(method: str) -> None:
    gong = InstantGong([])
    with pytest.raises(UsageError, match=r"50 prospects .* 51 were given"):
        getattr(gong.flows, method)(
            flow_id="f",
            flow_instance_owner_email=OWNER,
            prospects=[FlowAssignmentProspect(email=OWNER)] * 51,
        )
    assert gong.asked == []


def test_one_way_of_naming_flow_instances_is_given() -> None:
    flows = InstantGong([]).flows
    with pytest.raises(UsageError, match="either"):
        flows.assigned()
    with pytest.raises(UsageError, match="either"):
        flows.assigned(crm_prospects_ids=["1"], flow_instance_ids=["2"])


def test_a_prospect_leaves_every_flow_only_when_it_is_said() -> None:
    flows = InstantGong([]).flows
    with pytest.raises(UsageError, match="all_flows=True"):
        flows.unassign_prospect("p-1")
    with pytest.raises(UsageError, match="all_flows=True"):
        flows.unassign_prospect("p-1", flow_id="f-1", all_flows=True)


def test_one_text_is_not_taken_for_a_list_of_letters() -> None:
    gong = InstantGong([])
    with pytest.raises(UsageError, match=r"flow_ids=\['123'\]"):
        gong.flows.steps("123")
    with pytest.raises(UsageError, match=r"flow_instance_ids=\['123'\]"):
        gong.flows.unassign("123")
    with pytest.raises(UsageError, match="user_ids"):
        gong.stats.aggregate(from_date=date(2026, 1, 1), to_date=date(2026, 1, 2), user_ids="123")


# --- a bulk assignment is waited for -----------------------------------------------------------

BULK: dict[str, Any] = {
    "flow_id": "f",
    "flow_instance_owner_email": OWNER,
    "prospects": [FlowAssignmentProspect(email="bo@buyer.example")],
}
SUBMITTED = answered(202, '{"id":"b-1","status":"PENDING"}')


def test_a_bulk_assignment_is_waited_for() -> None:
    completed = answered(200, '{"id":"b-1","status":"COMPLETED","failedCount":1}')
    gong = InstantGong([SUBMITTED, answered(200, '{"status":"IN_PROGRESS"}'), completed])
    assert gong.flows.bulk_assign_and_wait(**BULK).failed_count == 1
    path = "/v2/flows/prospects/bulk-assignments"
    assert gong.asked == [f"POST {path}", f"GET {path}/b-1", f"GET {path}/b-1"]


async def test_a_bulk_assignment_is_waited_for_async() -> None:
    gong = InstantAsyncGong([SUBMITTED, answered(200, '{"status":"COMPLETED"}')])
    assert (await gong.flows.bulk_assign_and_wait(**BULK)).status == "COMPLETED"


def test_a_failed_bulk_assignment_says_who_and_why() -> None:
    failed = answered(
        200,
        '{"id":"b-1","status":"FAILED","results":['
        '{"status":"ASSIGNED","prospect":{"email":"al@buyer.example"}},'
        '{"prospect":{"email":"bo@buyer.example"},"errorMessage":"limit reached"},'
        '{"prospect":{"crmId":"c-1"},"errorCode":"REQUEST_LIMIT_EXCEEDED"},'
        '{"prospect":{"firstName":"Bo","lastName":"Ek"},"errorCode":"NO_CRM"},'
        '{"errorCode":"UNKNOWN"}]}',
    )
    with pytest.raises(RequestFailed, match="b-1") as caught:
        InstantGong([SUBMITTED, failed]).flows.bulk_assign_and_wait(**BULK)
    assert caught.value.errors == (
        "bo@buyer.example: limit reached",
        "c-1: REQUEST_LIMIT_EXCEEDED",
        "Ek: NO_CRM",
        "a prospect: UNKNOWN",
    )


def test_a_bulk_assignment_that_takes_too_long_says_how_to_ask() -> None:
    gong = InstantGong([SUBMITTED, answered(200, '{"status":"IN_PROGRESS"}')])
    with pytest.raises(RequestFailed, match=r"flows\.bulk_assignment\('b-1'\)"):
        gong.flows.bulk_assign_and_wait(**BULK, timeout=0)


def test_a_bulk_assignment_without_id_cannot_be_waited_for() -> None:
    with pytest.raises(InvalidAnswer, match="no id"):
        InstantGong([answered(202)]).flows.bulk_assign_and_wait(**BULK)


# --- days, moments and periods ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["from_date", "to_date"])
@pytest.mark.parametrize("method", ["aggregate", "day_by_day", "interaction"])
def test_a_datetime_is_no_day(method: str, name: str) -> None:
    days = {"from_date": date(2026, 1, 1), "to_date": date(2026, 1, 2), name: DAY}
    with pytest.raises(UsageError, match=f"{name} is a day"):
        getattr(InstantGong([]).stats, method)(**days)


def test_a_datetime_is_no_day_of_scorecards() -> None:
    names = ("call_from_date", "call_to_date", "review_from_date", "review_to_date")
    for name in names:
        with pytest.raises(UsageError, match=name):
            InstantGong([]).stats.scorecards(**{name: DAY})  # type: ignore[arg-type]


def test_naive_datetimes_are_refused() -> None:
    gong = InstantGong([])
    with pytest.raises(NaiveDatetime):
        gong.logs.list(log_type="AccessLog", from_=NAIVE)
    with pytest.raises(NaiveDatetime):
        gong.coaching.metrics(workspace_id="1", manager_id="2", from_=DAY, to=NAIVE)
    with pytest.raises(NaiveDatetime):
        gong.tasks.update(1, user_id="2", due_date=NAIVE)
    with pytest.raises(NaiveDatetime):
        gong.meetings.add(start_time=NAIVE, end_time=DAY, organizer_email=OWNER, invitees=[])


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ({"time_period": "CUSTOM_RANGE"}, "no from_"),
        ({"time_period": "CUSTOM_RANGE", "to": DAY}, "no from_"),
        ({"time_period": "THIS_WEEK", "from_": DAY}, "do not go with time_period THIS_WEEK"),
        ({"time_period": "ALL_CONVERSATIONS", "to": DAY}, "do not go with"),
    ],
)
def test_bounds_go_with_a_custom_range_and_only_with_it(period: dict[str, Any], said: str) -> None:
    gong = InstantGong([])
    entity = {"workspace_id": "1", "crm_entity_type": "DEAL", "crm_entity_id": "2", **period}
    with pytest.raises(UsageError, match=said):
        gong.entities.ask(**entity, question="Who decides?")
    with pytest.raises(UsageError, match=said):
        gong.entities.brief(**entity, brief_name="Account brief")


def test_a_period_without_bounds_is_sent() -> None:
    gong = InstantGong([answered(200)])
    gong.entities.ask(
        workspace_id="1",
        crm_entity_type="DEAL",
        crm_entity_id="2",
        time_period="THIS_WEEK",
        question="Who decides?",
    )
    names = [name for name, _ in gong.simulation.sent[0][1].query]
    assert "fromDateTime" not in names
    assert "toDateTime" not in names
