"""What a profile hides is hidden: the API's calls, restricted to what one user may see."""

from __future__ import annotations

from typing import Any

import pytest
from tests.sandbox.box import Box
from tests.sandbox.world import (
    LONG_AGO,
    calls,
    get,
    ids_of,
    of_people,
    see_as,
    titled,
    users,
    workspaces,
)

ACCESS = "/v2/calls/users-access"


@pytest.fixture
def own(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def public(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [call for call in found if not call["metaData"]["isPrivate"]]


def set_level(box: Box, user_id: str, workspace: str, **access: Any) -> None:
    """Change whose calls the profile of a user opens in a workspace."""
    path = "/v2/permission-profile"
    listed = get(box, "northwind", "/v2/all-permission-profiles", workspaceId=workspace)
    for profile in listed.json["profiles"]:
        holders = get(box, "northwind", f"{path}/users", profileId=profile["id"]).json["users"]
        if user_id in {one["id"] for one in holders}:
            body = profile | {"callsAccess": access}
            answer = box.api("northwind", "PUT", f"{path}?profileId={profile['id']}", body=body)
            assert answer.status == 200, answer.content


def test_all_opens_everything_but_private_calls_of_others(own: Box) -> None:
    everything = calls(own)
    assert len(public(everything)) < len(everything)
    chief = titled(own, "Chief Revenue Officer")[0]["id"]
    see_as(own, chief)
    assert ids_of(calls(own)) == ids_of(public(everything))


def test_report_to_them_opens_the_calls_of_the_whole_team_below(own: Box) -> None:
    everything = calls(own)
    manager = titled(own, "Regional Sales Director")[0]["id"]
    reports = {manager}
    while more := {u["id"] for u in users(own) if u.get("managerId") in reports} - reports:
        reports |= more
    assert {user["id"] for user in titled(own, "Sales Development Representative")} <= reports
    see_as(own, manager)
    seen = calls(own)
    own_calls = of_people(everything, [manager])
    assert ids_of(seen) == ids_of(public(of_people(everything, reports))) | ids_of(own_calls)
    assert len(public(own_calls)) < len(own_calls)
    assert len(seen) < len(everything)


def test_own_opens_what_one_hosts_or_attended(own: Box) -> None:
    everything = calls(own)
    guest = next(
        seller["id"]
        for seller in titled(own, "Account Executive")
        if len({c["metaData"]["primaryUserId"] for c in of_people(everything, [seller["id"]])}) > 1
    )
    see_as(own, guest)
    assert ids_of(calls(own)) == ids_of(of_people(everything, [guest]))


def test_managers_team_opens_the_named_teams(own: Box) -> None:
    everything = calls(own)
    member = titled(own, "Customer Success Manager")[0]["id"]
    lead = titled(own, "Head of Customer Success")[0]["id"]
    team = {lead, *(user["id"] for user in users(own) if user.get("managerId") == lead)}
    see_as(own, member)
    assert ids_of(calls(own)) == ids_of(public(of_people(everything, team)))


def test_none_opens_nothing_but_what_one_took_part_in(own: Box) -> None:
    it = titled(own, "IT Systems Administrator")[0]["id"]
    see_as(own, it)
    answer = get(own, "northwind", "/v2/calls", fromDateTime=LONG_AGO)
    assert answer.status == 404
    seller = titled(own, "Account Executive")[0]["id"]
    see_as(own, None)
    expected = of_people(calls(own), [seller])
    for workspace in workspaces(own):
        set_level(own, seller, workspace, permissionLevel="none")
    see_as(own, seller)
    assert ids_of(calls(own)) == ids_of(expected)


def test_each_workspace_has_its_own_profile(own: Box) -> None:
    everything = calls(own)
    seller = titled(own, "Account Executive")[0]["id"]
    customers = workspaces(own)[1]
    set_level(own, seller, customers, permissionLevel="all")
    see_as(own, seller)
    there = [call for call in public(everything) if call["metaData"]["workspaceId"] == customers]
    assert there
    assert ids_of(calls(own)) == ids_of(there) | ids_of(of_people(everything, [seller]))


def test_access_that_was_given_opens_private_calls_too(own: Box) -> None:
    hidden = next(call for call in calls(own) if call["metaData"]["isPrivate"])
    call_id = hidden["metaData"]["id"]
    it = titled(own, "IT Systems Administrator")[0]["id"]
    body = {"callAccessList": [{"callId": call_id, "userIds": [it]}]}
    assert own.api("northwind", "PUT", ACCESS, body=body).status == 200
    see_as(own, it)
    assert ids_of(calls(own)) == {call_id}
    assert get(own, "northwind", f"/v2/calls/{call_id}").status == 200
    see_as(own, None)
    assert own.api("northwind", "DELETE", ACCESS, body=body).status == 200
    see_as(own, it)
    assert get(own, "northwind", f"/v2/calls/{call_id}").status == 404


def test_another_company_is_not_restricted(own: Box) -> None:
    before = ids_of(calls(own, "kestrel"))
    see_as(own, titled(own, "IT Systems Administrator")[0]["id"])
    assert ids_of(calls(own, "kestrel")) == before
