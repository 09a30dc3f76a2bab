"""Keyword trackers over HTTP: complete, by workspace, and the ones that calls have."""

from __future__ import annotations

import pytest
from tests.sandbox.box import Box
from tests.sandbox.world import UNKNOWN, get, hints, token_for, users, workspaces

PATH = "/v2/settings/trackers"
COMPANIES = ("northwind", "kestrel", "globex")


@pytest.mark.parametrize("company", COMPANIES)
def test_they_are_the_keyword_trackers_of_the_calls(box: Box, company: str) -> None:
    listed = get(box, company, PATH).json["keywordTrackers"]
    body = {
        "filter": {},
        "contentSelector": {"exposedFields": {"content": {"trackers": True}}},
    }
    found = box.api(company, "POST", "/v2/calls/extensive", body=body).json["calls"]
    told = [(call["metaData"]["workspaceId"], call["content"]["trackers"]) for call in found]
    assert {workspace for workspace, _ in told} == set(workspaces(box, company))
    for workspace, trackers in told:
        expected = {
            (one["trackerId"], one["trackerName"])
            for one in listed
            if one.get("workspaceId") in {None, workspace}
        }
        assert {(t["id"], t["name"]) for t in trackers if t["type"] == "KEYWORD"} == expected


@pytest.mark.parametrize("company", COMPANIES)
def test_the_phrases_found_are_among_the_keywords(box: Box, company: str) -> None:
    listed = {
        one["trackerId"]: {word for part in one["languageKeywords"] for word in part["keywords"]}
        for one in get(box, company, PATH).json["keywordTrackers"]
    }
    body = {
        "filter": {},
        "contentSelector": {"exposedFields": {"content": {"trackers": True}}},
    }
    found = box.api(company, "POST", "/v2/calls/extensive", body=body).json["calls"]
    said = [
        (tracker["id"], phrase["phrase"])
        for call in found
        for tracker in call["content"]["trackers"]
        for phrase in tracker["phrases"]
    ]
    assert said
    assert all(phrase in listed[tracker_id] for tracker_id, phrase in said)


def test_a_tracker_has_every_field_that_applies(box: Box) -> None:
    people = {user["id"] for user in users(box)}
    for one in get(box, "northwind", PATH).json["keywordTrackers"]:
        assert one.keys() - {"workspaceId"} == {
            "trackerId",
            "trackerName",
            "languageKeywords",
            "affiliation",
            "partOfQuestion",
            "saidAt",
            "saidInTopics",
            "filterQuery",
            "created",
            "creatorUserId",
            "updated",
            "updaterUserId",
        }
        assert {one["creatorUserId"], one["updaterUserId"]} <= people
        assert one["created"] <= one["updated"]


def test_german_keywords_are_those_of_the_company_that_speaks_it(box: Box) -> None:
    languages = {
        company: {
            part["language"]
            for one in get(box, company, PATH).json["keywordTrackers"]
            for part in one["languageKeywords"]
        }
        for company in COMPANIES
    }
    assert languages == {"northwind": {"eng"}, "kestrel": {"eng", "deu"}, "globex": {"eng"}}


def test_a_workspace_has_its_own_trackers_and_those_of_all_are_left_out(own_box: Box) -> None:
    own_box.lift_limits()
    for workspace in workspaces(own_box):
        listed = get(own_box, "northwind", PATH, workspaceId=workspace).json["keywordTrackers"]
        assert {one["workspaceId"] for one in listed} == {workspace}
        assert "serve all workspaces" in hints(own_box, "listTrackers")[0]


def test_another_company_s_workspace_has_none(own_box: Box) -> None:
    own_box.lift_limits()
    foreign = workspaces(own_box, "kestrel")[0]
    for workspace in (foreign, UNKNOWN):
        answer = get(own_box, "northwind", PATH, workspaceId=workspace)
        assert answer.status == 404
        assert "trackers" in answer.errors[0]
        assert f"no workspace {workspace}" in hints(own_box, "listTrackers")[-1]


def test_a_workspace_id_is_a_number(box: Box) -> None:
    answer = get(box, "northwind", PATH, workspaceId="sales")
    assert answer.status == 400
    assert answer.errors[0].startswith("workspaceId:")


def test_companies_have_trackers_of_their_own(box: Box) -> None:
    ids = [{t["trackerId"] for t in get(box, c, PATH).json["keywordTrackers"]} for c in COMPANIES]
    assert not ids[0] & ids[1]
    assert not ids[1] & ids[2]


def test_the_scope_is_needed(own_box: Box) -> None:
    own_box.lift_limits()
    other = token_for(own_box, "api:users:read")
    right = token_for(own_box, "api:settings:trackers:read")
    assert get(own_box, "northwind", PATH, token=other).status == 403
    assert get(own_box, "northwind", PATH, token=right).status == 200
