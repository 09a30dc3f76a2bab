"""The library over HTTP: folders as a tree, what is in them, what is hidden."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.sandbox.box import Box
from tests.sandbox.world import (
    UNKNOWN,
    calls,
    get,
    hints,
    see_as,
    titled,
    token_for,
    users,
    workspaces,
)

FOLDERS, CONTENT = "/v2/library/folders", "/v2/library/folder-content"
COMPANIES = ("northwind", "kestrel", "globex")


@pytest.fixture
def own(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def folders(box: Box, workspace: str, company: str = "northwind") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = get(box, company, FOLDERS, workspaceId=workspace).json["folders"]
    return found


def content(box: Box, folder_id: str, company: str = "northwind") -> dict[str, Any]:
    found: dict[str, Any] = get(box, company, CONTENT, folderId=folder_id).json
    return found


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("company", COMPANIES)
def test_the_folders_of_a_workspace_are_a_tree(box: Box, company: str) -> None:
    people = {user["id"] for user in users(box, company)}
    for workspace in workspaces(box, company):
        found = folders(box, workspace, company)
        ids = {folder["id"] for folder in found}
        parents = {f["parentFolderId"] for f in found if "parentFolderId" in f}
        assert parents
        assert parents < ids
        assert [f["name"] for f in found] == sorted(f["name"] for f in found)
        assert {f["createdBy"] for f in found} <= people


@pytest.mark.parametrize("company", COMPANIES)
def test_folders_hold_calls_and_passages_of_calls(box: Box, company: str) -> None:
    known = {call["metaData"]["id"]: call["metaData"] for call in calls(box, company)}
    whole = passages = 0
    for workspace in workspaces(box, company):
        for folder in folders(box, workspace, company):
            told = content(box, folder["id"], company)
            for field in ("id", "name", "createdBy", "updated"):
                assert told[field] == folder[field]
            added = [datetime.fromisoformat(call["created"]) for call in told["calls"]]
            assert added == sorted(added)
            assert all(moment <= datetime.fromisoformat(folder["updated"]) for moment in added)
            for call in told["calls"]:
                meta = known[call["id"]]
                assert (call["title"], call["url"]) == (meta["title"], meta["url"])
                assert meta["workspaceId"] == workspace
                assert not meta["isPrivate"]
                if "snippet" in call:
                    snippet = call["snippet"]
                    assert 0 <= snippet["fromSec"] < snippet["toSec"] <= meta["duration"]
                passages += "snippet" in call
                whole += "snippet" not in call
    assert whole > 5
    assert passages > 2


def test_some_calls_have_a_note(box: Box) -> None:
    notes = [
        call.get("note")
        for folder in folders(box, workspaces(box)[0])
        for call in content(box, folder["id"])["calls"]
    ]
    assert None in notes
    assert any(notes)


def hidden(planted: Path) -> dict[str, tuple[str, str]]:
    """Give a folder of northwind of each kind that is not shown: its id and name."""
    with closing(sqlite3.connect(f"file:{planted}?mode=ro", uri=True)) as database:
        rows = database.execute(
            "SELECT kind, library_folders.id, library_folders.name FROM library_folders"
            " JOIN companies ON companies.id = company_id"
            " WHERE companies.name = 'northwind' AND kind != 'public'"
        )
        return {kind: (folder_id, name) for kind, folder_id, name in rows}


def test_private_and_archived_folders_and_streams_are_hidden(own: Box, planted: Path) -> None:
    shown = {folder["name"] for one in workspaces(own) for folder in folders(own, one)}
    found = hidden(planted)
    assert found.keys() == {"private", "archived", "stream"}
    for kind, (folder_id, name) in found.items():
        assert name not in shown
        answer = get(own, "northwind", CONTENT, folderId=folder_id)
        assert answer.status == 404
        assert kind in hints(own, "getCallsInSpecificFolder")[0]


def test_a_folder_that_is_not_there_is_not_found(own: Box) -> None:
    foreign = folders(own, workspaces(own, "kestrel")[0], "kestrel")[0]["id"]
    for folder_id in (foreign, UNKNOWN):
        answer = get(own, "northwind", CONTENT, folderId=folder_id)
        assert answer.status == 404
        assert folder_id in answer.errors[0]
        assert "getLibraryStructure" in hints(own, "getCallsInSpecificFolder")[0]
    assert get(own, "northwind", CONTENT).errors == ["folderId: is required"]
    assert get(own, "northwind", CONTENT, folderId="x").status == 400


def test_an_empty_folder_is_an_empty_list(own: Box) -> None:
    root = next(f for f in folders(own, workspaces(own)[0]) if f["name"] == "Onboarding")
    assert content(own, root["id"])["calls"] == []
    assert "nothing in this folder" in hints(own, "getCallsInSpecificFolder")[0]


def test_the_workspace_must_be_named(own: Box) -> None:
    answer = get(own, "northwind", FOLDERS)
    assert answer.status == 400
    assert answer.errors[0].startswith("workspaceId: is required")
    assert "New Business" in hints(own, "getLibraryStructure")[0]


def test_an_unknown_workspace_has_no_folders(own: Box) -> None:
    foreign = workspaces(own, "globex")[0]
    answer = get(own, "northwind", FOLDERS, workspaceId=foreign)
    assert answer.status == 404
    assert "folders" in answer.errors[0]
    assert f"no workspace {foreign}" in hints(own, "getLibraryStructure")[0]


def test_an_erased_call_is_gone_from_its_folder(own: Box) -> None:
    folder = next(f for f in folders(own, workspaces(own)[0]) if content(own, f["id"])["calls"])
    before = content(own, folder["id"])["calls"]
    wanted = next(call for call in calls(own) if call["metaData"]["id"] == before[0]["id"])
    email = next(p["emailAddress"] for p in wanted["parties"] if p["affiliation"] == "External")
    path = f"/v2/data-privacy/erase-data-for-email-address?emailAddress={email}"
    assert own.api("northwind", "POST", path).status == 200
    own.advance(7200)
    after = [call["id"] for call in content(own, folder["id"])["calls"]]
    assert before[0]["id"] not in after


def test_nothing_later_than_now_is_there(own: Box) -> None:
    workspace = workspaces(own)[0]
    before = {f["id"]: content(own, f["id"]) for f in folders(own, workspace)}
    now = datetime.fromisoformat(own.control("GET", "/clock").json["now"]) - timedelta(days=40)
    assert own.control("PUT", "/clock", {"now": now.isoformat()}).status == 200
    gone = 0
    for folder in folders(own, workspace):
        told = content(own, folder["id"])
        there = [c for c in before[folder["id"]]["calls"] if at(c["created"]) <= now]
        gone += len(before[folder["id"]]["calls"]) - len(there)
        assert told["calls"] == there
        assert told.get("updated") == folder.get("updated")
        known = [before[folder["id"]]["updated"], *(c["created"] for c in there)]
        times = [moment for moment in map(at, known) if moment <= now]
        assert (at(folder["updated"]) if "updated" in folder else None) == max(times, default=None)
    assert gone
    assert own.control("PUT", "/clock", {"now": "2001-01-01T00:00:00Z"}).status == 200
    assert not any("updated" in folder for folder in folders(own, workspace))


def test_a_profile_can_hide_folders_and_calls(own: Box) -> None:
    workspace = workspaces(own)[0]
    everything = folders(own, workspace)
    engineer = titled(own, "Senior Solutions Engineer")[0]["id"]
    see_as(own, engineer)
    (opened,) = folders(own, workspace)
    assert opened["name"] == "Onboarding"
    closed = next(f for f in everything if f["id"] != opened["id"])
    assert get(own, "northwind", CONTENT, folderId=closed["id"]).status == 404
    assert "permission profile" in hints(own, "getCallsInSpecificFolder")[0]
    see_as(own, titled(own, "IT Systems Administrator")[0]["id"])
    assert get(own, "northwind", FOLDERS, workspaceId=workspace).status == 404
    assert hints(own, "getLibraryStructure")[0].startswith("calls_seen_by:")
    assert folders(own, workspaces(own, "kestrel")[0], "kestrel")


def test_a_folder_shows_only_calls_that_may_be_seen(own: Box) -> None:
    workspace = workspaces(own)[0]
    everything = {f["id"]: content(own, f["id"])["calls"] for f in folders(own, workspace)}
    see_as(own, titled(own, "Account Executive")[0]["id"])
    seen = {call["metaData"]["id"] for call in calls(own)}
    hidden_calls = 0
    for folder_id, there in everything.items():
        expected = [call["id"] for call in there if call["id"] in seen]
        assert [call["id"] for call in content(own, folder_id)["calls"]] == expected
        hidden_calls += len(there) - len(expected)
    assert hidden_calls


def test_the_scope_is_needed(own: Box) -> None:
    workspace = workspaces(own)[0]
    folder = folders(own, workspace)[0]["id"]
    other, right = token_for(own, "api:users:read"), token_for(own, "api:library:read")
    for token, status in ((other, 403), (right, 200)):
        answers = [
            get(own, "northwind", FOLDERS, workspaceId=workspace, token=token),
            get(own, "northwind", CONTENT, folderId=folder, token=token),
        ]
        assert [answer.status for answer in answers] == [status, status]
