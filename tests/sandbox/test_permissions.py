"""Permission profiles over HTTP: the seeded ones, new ones, changed ones, refused ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.sandbox.box import Box, Reply, running
from tests.sandbox.world import UNKNOWN, get, hints, titled, token_for, users, workspaces

from gongkit.sandbox.server.serving import Options

ONE, ALL = "/v2/permission-profile", "/v2/all-permission-profiles"
USERS = f"{ONE}/users"
COMPANIES = ("northwind", "kestrel", "globex")
LIBRARY = {"permissionLevel": "all"}


@pytest.fixture
def own(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def profiles(box: Box, workspace: str, company: str = "northwind") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = get(box, company, ALL, workspaceId=workspace).json["profiles"]
    return found


def create(box: Box, workspace: str, company: str = "northwind", **profile: Any) -> Reply:
    body = {"name": "Partners", "libraryFolderAccess": LIBRARY, **profile}
    return box.api(company, "POST", f"{ONE}?workspaceId={workspace}", body=body)


def update(box: Box, profile_id: str, profile: Any, company: str = "northwind") -> Reply:
    return box.api(company, "PUT", f"{ONE}?profileId={profile_id}", body=profile)


# --- what is there


@pytest.mark.parametrize("company", COMPANIES)
def test_each_workspace_has_profiles_by_name(box: Box, company: str) -> None:
    ids: list[str] = []
    for workspace in workspaces(box, company):
        found = profiles(box, workspace, company)
        names = [profile["name"] for profile in found]
        assert names == sorted(names)
        assert {"Business admin", "Manager", "Seller"} <= set(names)
        levels = {profile["callsAccess"]["permissionLevel"] for profile in found}
        assert levels == {"all", "managers-team", "report-to-them", "own", "none"}
        ids += [profile["id"] for profile in found]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("company", COMPANIES)
def test_everybody_has_one_profile_in_each_workspace(box: Box, company: str) -> None:
    people = {user["id"]: user for user in users(box, company)}
    for workspace in workspaces(box, company):
        holders = [
            holder
            for profile in profiles(box, workspace, company)
            for holder in get(box, company, USERS, profileId=profile["id"]).json["users"]
        ]
        assert sorted(holder["id"] for holder in holders) == sorted(people)
        for holder in holders:
            user = people[holder["id"]]
            assert holder["fullName"] == f"{user['firstName']} {user['lastName']}"
            assert holder["emailAddress"] == user["emailAddress"]


def test_the_users_of_a_profile_come_by_name(box: Box) -> None:
    seller = next(p for p in profiles(box, workspaces(box)[0]) if p["name"] == "Seller")
    names = [
        u["fullName"] for u in get(box, "northwind", USERS, profileId=seller["id"]).json["users"]
    ]
    assert len(names) > 5
    assert names == sorted(names)


def test_a_profile_is_found_as_it_is_listed(box: Box) -> None:
    for profile in profiles(box, workspaces(box)[0]):
        answer = get(box, "northwind", ONE, profileId=profile["id"])
        assert answer.json["profile"] == profile


def test_a_profile_that_nobody_has_says_so(own: Box) -> None:
    auditor = next(p for p in profiles(own, workspaces(own)[0]) if p["name"] == "Auditor")
    answer = get(own, "northwind", USERS, profileId=auditor["id"])
    assert answer.json["users"] == []
    assert "Nobody has" in hints(own, "listPermissionProfileUsers")[0]


@pytest.mark.parametrize("path", [ONE, USERS])
def test_an_unknown_profile_is_refused(own: Box, path: str) -> None:
    foreign = profiles(own, workspaces(own, "kestrel")[0], "kestrel")[0]["id"]
    for profile_id in (UNKNOWN, foreign):
        answer = get(own, "northwind", path, profileId=profile_id)
        assert answer.status == 400
        assert answer.errors == [f"profileId: there is no permission profile {profile_id}"]
    assert (
        "listPermissionProfile"
        in hints(own, "getPermissionProfile" if path == ONE else "listPermissionProfileUsers")[0]
    )


def test_the_inputs_are_required(box: Box) -> None:
    assert get(box, "northwind", ALL).errors == ["workspaceId: is required"]
    assert get(box, "northwind", ONE).errors == ["profileId: is required"]
    assert get(box, "northwind", USERS, profileId="x").status == 400


def test_an_unknown_workspace_is_refused(own: Box) -> None:
    foreign = workspaces(own, "globex")[0]
    for answer in (get(own, "northwind", ALL, workspaceId=foreign), create(own, foreign)):
        assert answer.status == 400
        assert answer.errors == [f"workspaceId: there is no workspace {foreign}"]
    assert "New Business" in hints(own, "listPermissionProfile")[0]


# --- making one


def test_a_profile_is_made(own: Box) -> None:
    workspace, other = workspaces(own)
    before = profiles(own, workspace)
    answer = create(own, workspace, id="5", deals=True, callsAccess={"permissionLevel": "own"})
    assert answer.status == 200
    made = answer.json["profile"]
    assert made["id"] not in {"5", *(profile["id"] for profile in before)}
    assert "5 is ignored" in hints(own, "createPermissionProfile")[0]
    assert (made["name"], made["deals"], made["forecast"]) == ("Partners", True, False)
    assert made["callsAccess"] == {"permissionLevel": "own"}
    assert made["emailsAccess"] == {"permissionLevel": "none"}
    assert made["forecastPermissions"]["forecastAccess"] == {"permissionLevel": "none"}
    after = profiles(own, workspace)
    assert [p["name"] for p in after] == sorted([*(p["name"] for p in before), "Partners"])
    assert made in after
    assert made not in profiles(own, other)
    assert get(own, "northwind", USERS, profileId=made["id"]).json["users"] == []


def test_it_is_kept_over_a_restart(data: Path) -> None:
    with running(Options(data=data, port=0)) as first:
        first.lift_limits()
        made = create(first, workspaces(first)[0]).json["profile"]
    with running(Options(data=data, port=0)) as second:
        answer = get(second, "northwind", ONE, profileId=made["id"])
        assert answer.json["profile"] == made


def test_another_workspace_may_use_the_name_again(own: Box) -> None:
    first, second = workspaces(own)
    assert create(own, first).status == 200
    assert create(own, second).status == 200
    assert create(own, workspaces(own, "kestrel")[0], "kestrel").status == 200


@pytest.mark.parametrize(
    ("profile", "says"),
    [
        ({"name": None}, "name: must not be empty"),
        ({"name": "  "}, "name: must not be empty"),
        ({"libraryFolderAccess": None}, "libraryFolderAccess.permissionLevel: is required"),
        ({"libraryFolderAccess": {}}, "libraryFolderAccess.permissionLevel: is required"),
        (
            {"libraryFolderAccess": {"permissionLevel": "none, all, specific-folders"}},
            "libraryFolderAccess.permissionLevel: must be one of none, all, specific-folders",
        ),
        (
            {
                "callsAccess": {
                    "permissionLevel": "all / managers-team / report-to-them / own / none"
                }
            },
            (
                "callsAccess.permissionLevel: must be one of all, managers-team, report-to-them,"
                " own, none"
            ),
        ),
        (
            {"forecastPermissions": {"forecastAccess": {"teamLeadIds": ["1", "1"]}}},
            "forecastPermissions.forecastAccess.teamLeadIds: must not hold an id twice",
        ),
    ],
)
def test_a_malformed_profile_is_refused(own: Box, profile: Any, says: str) -> None:
    workspace = workspaces(own)[0]
    answer = create(own, workspace, **profile)
    assert (answer.status, answer.errors) == (400, [says])
    before = profiles(own, workspace)[0]
    answer = update(own, before["id"], before | profile)
    assert (answer.status, answer.errors) == (400, [says])
    assert before in profiles(own, workspace)


def test_an_unknown_level_is_refused(box: Box) -> None:
    answer = create(box, workspaces(box)[0], callsAccess={"permissionLevel": "some"})
    assert answer.status == 400
    assert answer.errors[0].startswith("callsAccess.permissionLevel: must be one of all,")


def impossible(box: Box) -> dict[str, tuple[dict[str, Any], str]]:
    """Give profiles that cannot be, with what is said of them."""
    stranger = users(box, "kestrel")[0]["id"]
    other = get(box, "northwind", "/v2/library/folders", workspaceId=workspaces(box)[1]).json
    folder = other["folders"][0]["id"]
    specific = {"permissionLevel": "specific-folders"}
    return {
        "name": ({"name": "Seller"}, "name: the workspace has a profile of this name already"),
        "no leads": (
            {"callsAccess": {"permissionLevel": "managers-team"}},
            "callsAccess.teamLeadIds: is required with the level managers-team",
        ),
        "foreign lead": (
            {"callsAccess": {"permissionLevel": "managers-team", "teamLeadIds": [stranger]}},
            f"callsAccess.teamLeadIds: there is no user {stranger}",
        ),
        "no folders": (
            {"libraryFolderAccess": specific},
            "libraryFolderAccess.libraryFolderIds: is required with the level specific-folders",
        ),
        "folder of another workspace": (
            {"libraryFolderAccess": {**specific, "libraryFolderIds": [folder]}},
            "libraryFolderAccess.libraryFolderIds: the workspace has no library folder",
        ),
        "more than none": (
            {"libraryFolderAccess": {"permissionLevel": "none", "manageStreams": True}},
            "libraryFolderAccess.manageStreams: must not be set with the level none",
        ),
    }


def test_what_cannot_be_is_422_when_made_and_400_when_changed(own: Box) -> None:
    workspace = workspaces(own)[0]
    before = next(p for p in profiles(own, workspace) if p["name"] == "Manager")
    for profile, says in impossible(own).values():
        made = create(own, workspace, **profile)
        assert made.status == 422
        assert made.errors[0].startswith(says)
        changed = update(own, before["id"], before | profile)
        assert changed.status == 400
        assert changed.errors[0].startswith(says)
    assert before in profiles(own, workspace)


# --- replacing one


def test_a_profile_is_replaced(own: Box) -> None:
    workspace = workspaces(own)[0]
    lead = titled(own, "Regional Sales Director")[0]["id"]
    before = next(p for p in profiles(own, workspace) if p["name"] == "Seller")
    access = {"permissionLevel": "managers-team", "teamLeadIds": [lead]}
    wanted = before | {"name": "Sales", "callsAccess": access}
    holders = get(own, "northwind", USERS, profileId=before["id"]).json["users"]
    answer = update(own, before["id"], wanted)
    assert answer.status == 200
    assert answer.json["profile"] == wanted
    assert get(own, "northwind", ONE, profileId=before["id"]).json["profile"] == wanted
    assert get(own, "northwind", USERS, profileId=before["id"]).json["users"] == holders
    assert hints(own, "updatePermissionProfile") == []


def test_what_is_left_out_is_off_and_the_log_says_so(own: Box) -> None:
    workspace = workspaces(own)[0]
    before = next(p for p in profiles(own, workspace) if p["name"] == "Seller")
    assert before["deals"]
    answer = update(own, before["id"], {"name": "Seller", "libraryFolderAccess": LIBRARY})
    after = answer.json["profile"]
    assert after["deals"] is False
    assert after["callsAccess"] == {"permissionLevel": "none"}
    (hint,) = hints(own, "updatePermissionProfile")
    assert "deals" in hint
    assert "callsAccess" in hint
    assert "trimCalls" not in hint


def test_a_profile_keeps_its_id(own: Box) -> None:
    first, second, *_ = profiles(own, workspaces(own)[0])
    answer = update(own, first["id"], first | {"id": second["id"]})
    assert answer.status == 400
    assert answer.errors[0].startswith(f"id: must be that of the profile, {first['id']}")
    assert update(own, UNKNOWN, first).status == 400


# --- scopes


def test_only_the_users_need_a_scope(own: Box) -> None:
    workspace = workspaces(own)[0]
    profile = profiles(own, workspace)[0]
    other = token_for(own, "api:calls:read:basic")
    right = token_for(own, "api:users:read")
    assert get(own, "northwind", ALL, workspaceId=workspace, token=other).status == 200
    assert get(own, "northwind", USERS, profileId=profile["id"], token=other).status == 403
    assert get(own, "northwind", USERS, profileId=profile["id"], token=right).status == 200
