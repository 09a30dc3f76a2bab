"""Briefs over HTTP: those of all workspaces, of one, of none."""

from __future__ import annotations

from tests.sandbox.box import Box
from tests.sandbox.world import UNKNOWN, get, hints, token_for, users, workspaces

PATH = "/v2/settings/briefs"


def test_all_workspaces_together_have_the_briefs_of_each(box: Box) -> None:
    everything = get(box, "northwind", PATH).json["briefs"]
    parts = [get(box, "northwind", PATH, workspaceId=one).json["briefs"] for one in workspaces(box)]
    assert sorted(one["briefId"] for one in everything) == sorted(
        one["briefId"] for part in parts for one in part
    )
    for workspace, part in zip(workspaces(box), parts, strict=True):
        assert {one["workspaceId"] for one in part} == {workspace}
        names = [one["briefName"] for one in part]
        assert names == sorted(set(names))


def test_a_brief_has_every_field(box: Box) -> None:
    people = {user["id"]: f"{user['firstName']} {user['lastName']}" for user in users(box)}
    for one in get(box, "northwind", PATH).json["briefs"]:
        assert one.keys() == {
            "briefId",
            "briefName",
            "workspaceId",
            "description",
            "status",
            "creator",
            "creatorUserId",
            "created",
            "updated",
        }
        assert one["creator"] == people[one["creatorUserId"]]
        assert one["created"] <= one["updated"]


def test_an_unknown_workspace_has_none(own_box: Box) -> None:
    own_box.lift_limits()
    for workspace in (workspaces(own_box, "globex")[0], UNKNOWN):
        answer = get(own_box, "northwind", PATH, workspaceId=workspace)
        assert answer.status == 404
        assert "briefs" in answer.errors[0]
        assert f"no workspace {workspace}" in hints(own_box, "listBriefs")[0]


def test_a_workspace_id_is_a_number(box: Box) -> None:
    assert get(box, "northwind", PATH, workspaceId="x").errors[0].startswith("workspaceId:")


def test_companies_have_briefs_of_their_own(box: Box) -> None:
    ids = [{b["briefId"] for b in get(box, c, PATH).json["briefs"]} for c in ("kestrel", "globex")]
    assert not ids[0] & ids[1]


def test_the_scope_is_needed(own_box: Box) -> None:
    own_box.lift_limits()
    other = token_for(own_box, "api:users:read")
    right = token_for(own_box, "api:ai-briefer:read")
    assert get(own_box, "northwind", PATH, token=other).status == 403
    assert get(own_box, "northwind", PATH, token=right).status == 200
