"""Call outcomes over HTTP: in order, and the ones that calls have."""

from __future__ import annotations

import pytest
from tests.sandbox.box import Box
from tests.sandbox.world import calls, get, token_for

PATH = "/v2/call-outcomes"


@pytest.mark.parametrize("company", ["northwind", "kestrel", "globex"])
def test_calls_have_the_outcomes_that_are_listed(box: Box, company: str) -> None:
    listed = {one["callOutcome"]: one for one in get(box, company, PATH).json["outcomes"]}
    had = [call.get("content", {}).get("callOutcome") for call in calls(box, company)]
    found = [outcome for outcome in had if outcome]
    assert found
    for outcome in found:
        category = {"Answered": "ANSWERED", "Not answered": "NOT_ANSWERED"}[outcome["category"]]
        assert listed[outcome["name"]]["category"] == category


def test_they_are_in_order_and_complete(box: Box) -> None:
    listed = get(box, "northwind", PATH).json["outcomes"]
    assert [one["displayOrder"] for one in listed] == list(range(1, len(listed) + 1))
    for one in listed:
        assert one.keys() - {"automation"} == {
            "callOutcome",
            "displayOrder",
            "connectStatus",
            "sentiment",
            "todoAction",
            "category",
        }
    automations = [one["automation"] for one in listed if "automation" in one]
    assert automations == ["MARK_AS_OPT_OUT"]


def test_who_did_not_answer_was_not_reached(box: Box) -> None:
    for one in get(box, "northwind", PATH).json["outcomes"]:
        assert (one["category"] == "ANSWERED") == (one["connectStatus"] == "CONNECTED")


def test_the_scope_is_needed(own_box: Box) -> None:
    own_box.lift_limits()
    other = token_for(own_box, "api:users:read")
    right = token_for(own_box, "api:call-outcomes:read")
    assert get(own_box, "northwind", PATH, token=other).status == 403
    assert get(own_box, "northwind", PATH, token=right).status == 200
