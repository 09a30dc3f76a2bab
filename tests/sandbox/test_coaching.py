"""Coaching metrics over HTTP: they agree with statistics, comments and reviews."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest
from tests.sandbox.activity import ZONES, done, midnight, periods, today
from tests.sandbox.box import Box, Reply
from tests.sandbox.test_stats_scorecards import calls

from gongkit.contract.types.coaching import CoachingMetrics

METRICS = {
    "callsListenedTo": ("ownCallsListenedTo", "othersCallsListenedTo"),
    "callsManagerAttended": ("callsAttended",),
    "callsWithFeedback": ("callsGaveFeedback",),
    "callsManagerCommentedOn": ("callsCommentsGiven",),
    "callsWithScorecardFilled": ("callsScorecardsFilled",),
}
STRANGER = "7782342274025937895"


def coaching(box: Box, company: str, **query: Any) -> Reply:
    """Ask for coaching metrics; underscores stand for hyphens, `from_` for `from`."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in query.items()}
    return box.api(company, "GET", f"/v2/coaching?{urlencode(named)}")


def workspaces(box: Box, company: str) -> list[str]:
    found = box.api(company, "GET", "/v2/workspaces").json["workspaces"]
    return [workspace["id"] for workspace in found]


def reports(box: Box, company: str) -> dict[str, list[str]]:
    """Give by manager the ids of the people who report to them."""
    found: dict[str, list[str]] = defaultdict(list)
    for user in box.api(company, "GET", "/v2/users").json["users"]:
        if "managerId" in user:
            found[user["managerId"]].append(user["id"])
    return found


@pytest.mark.parametrize("company", list(ZONES))
def test_metrics_are_what_the_manager_did_with_calls_of_the_team(box: Box, company: str) -> None:
    listed, teams = calls(box, company), reports(box, company)
    seen: set[str] = set()
    for first, end in periods(box, company):
        did = done(box, company, first, end)
        days = {"from_": midnight(company, first), "to": midnight(company, end)}
        for manager, team in teams.items():
            for workspace in workspaces(box, company):
                answer = coaching(box, company, workspace_id=workspace, manager_id=manager, **days)
                (data,) = answer.json["coachingData"]
                assert data["manager"]["id"] == manager
                told = {one["report"]["id"]: one["metrics"] for one in data["directReportsMetrics"]}
                assert list(told) == sorted(team)
                expected = {
                    user: {
                        metric: {
                            call_id
                            for activity in activities
                            for call_id in did.get(manager, {}).get(activity, ())
                            if listed[int(call_id)]["primaryUserId"] == user
                            and listed[int(call_id)]["workspaceId"] == workspace
                        }
                        for metric, activities in METRICS.items()
                    }
                    for user in team
                }
                for user, metrics in told.items():
                    assert {name: set(ids) for name, ids in metrics.items()} == expected[user]
                    assert all(len(ids) == len(set(ids)) for ids in metrics.values())
                    seen |= {name for name, ids in metrics.items() if ids}
    assert seen >= METRICS.keys() - {"callsManagerAttended"}


def test_nothing_later_than_now_is_told(own_box: Box) -> None:
    own_box.lift_limits()
    end = today(own_box, "kestrel")
    back = end - timedelta(days=30)
    span = {"from_": midnight("kestrel", back - timedelta(days=60))}
    wanted = {
        (manager, workspace): coaching(
            own_box,
            "kestrel",
            workspace_id=workspace,
            manager_id=manager,
            **span,
            to=midnight("kestrel", back),
        ).json["coachingData"]
        for manager in reports(own_box, "kestrel")
        for workspace in workspaces(own_box, "kestrel")
    }
    assert own_box.control("PUT", "/clock", {"now": midnight("kestrel", back)}).status == 200
    later = midnight("kestrel", end + timedelta(days=300))
    for (manager, workspace), expected in wanted.items():
        answer = coaching(
            own_box, "kestrel", workspace_id=workspace, manager_id=manager, **span, to=later
        )
        assert answer.json["coachingData"] == expected


def test_people_are_described(box: Box) -> None:
    people = {u["id"]: u for u in box.api("kestrel", "GET", "/v2/users").json["users"]}
    manager = max(reports(box, "kestrel").items(), key=lambda found: len(found[1]))[0]
    day = today(box, "kestrel")
    answer = coaching(
        box,
        "kestrel",
        workspace_id=workspaces(box, "kestrel")[0],
        manager_id=manager,
        from_=midnight("kestrel", day - timedelta(days=30)),
        to=midnight("kestrel", day),
    )
    assert msgspec.json.decode(answer.content, type=CoachingMetrics).coaching_data
    (data,) = answer.json["coachingData"]
    for user in (data["manager"], *(one["report"] for one in data["directReportsMetrics"])):
        known = people[user["id"]]
        names = ("id", "emailAddress", "firstName", "lastName", "title")
        assert user == {name: known[name] for name in names}


def test_who_manages_nobody_has_no_metrics_and_a_hint_says_so(own_box: Box) -> None:
    own_box.lift_limits()
    managers = reports(own_box, "kestrel")
    users = own_box.api("kestrel", "GET", "/v2/users").json["users"]
    alone = next(user["id"] for user in users if user["id"] not in managers)
    answer = coaching(
        own_box,
        "kestrel",
        workspace_id=workspaces(own_box, "kestrel")[0],
        manager_id=alone,
        from_="2026-01-01T00:00:00Z",
        to="2026-02-01T00:00:00Z",
    )
    assert answer.status == 200
    assert answer.json["coachingData"][0]["directReportsMetrics"] == []
    (hint,) = own_box.requests(operation="listUsers_1")[-1]["hints"]
    assert hint["field"] == "manager-id"


def test_what_is_refused(box: Box) -> None:
    workspace, other = workspaces(box, "kestrel")[0], workspaces(box, "northwind")[0]
    manager = next(iter(reports(box, "kestrel")))
    good = {
        "workspace_id": workspace,
        "manager_id": manager,
        "from_": "2026-01-01T00:00:00Z",
        "to": "2026-02-01T00:00:00Z",
    }
    assert coaching(box, "kestrel", **good).status == 200
    for changes, field in (
        ({"workspace_id": other}, "workspace-id"),
        ({"workspace_id": "x"}, "workspace-id"),
        ({"manager_id": STRANGER}, "manager-id"),
        ({"manager_id": str(2**63)}, "manager-id"),
        ({"from_": "2026-01-01"}, "from"),
        ({"to": "soon"}, "to"),
        ({"from_": "2026-02-01T00:00:01Z"}, "from"),
    ):
        answer = coaching(box, "kestrel", **{**good, **changes})
        assert answer.status == 400
        assert answer.errors[0].startswith(f"{field}: ")
    for name in good:
        fewer = {key: value for key, value in good.items() if key != name}
        wire = name.rstrip("_").replace("_", "-")
        assert coaching(box, "kestrel", **fewer).errors == [f"{wire}: is required"]


def test_a_token_needs_the_scope(own_box: Box) -> None:
    own_box.lift_limits()
    query = urlencode(
        {
            "workspace-id": workspaces(own_box, "northwind")[0],
            "manager-id": next(iter(reports(own_box, "northwind"))),
            "from": "2026-01-01T00:00:00Z",
            "to": "2026-02-01T00:00:00Z",
        }
    )
    for scope, status in (("api:coaching:read", 200), ("api:stats:user-actions", 403)):
        token = own_box.install(own_box.register(scopes=[scope]))["access_token"]
        answer = own_box.api("northwind", "GET", f"/v2/coaching?{query}", token=token)
        assert answer.status == status
