"""The scorecards of a company over HTTP."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
from tests.sandbox.box import Box, running

from gongkit.contract.types.scorecards import Scorecards
from gongkit.sandbox.server.serving import Options

PATH = "/v2/settings/scorecards"


def test_scorecards_of_both_workspaces_with_their_questions(box: Box) -> None:
    seen: set[int] = set()
    for company in ("northwind", "kestrel", "globex"):
        answer = box.api(company, "GET", PATH)
        assert msgspec.json.decode(answer.content, type=Scorecards).scorecards
        assert answer.json.keys() == {"requestId", "scorecards"}
        cards = answer.json["scorecards"]
        workspaces = box.api(company, "GET", "/v2/workspaces").json["workspaces"]
        assert {str(card["workspaceId"]) for card in cards} == {one["id"] for one in workspaces}
        assert [card["enabled"] for card in cards].count(False) == 1
        assert {card["reviewMethod"] for card in cards} == {"AUTOMATIC", "MANUAL"}
        people = {user["id"] for user in box.api(company, "GET", "/v2/users").json["users"]}
        for card in cards:
            assert str(card["updaterUserId"]) in people
            assert [q["isOverall"] for q in card["questions"]].count(True) == 1
            seen |= {question["questionId"] for question in card["questions"]}
            seen |= {question["questionRevisionId"] for question in card["questions"]}
            seen.add(card["scorecardId"])
        kinds = {q["questionType"] for card in cards for q in card["questions"]}
        assert kinds == {"RANGE", "YES_NO", "SINGLE_SELECT", "OPEN_ENDED"}
    assert len(seen) == 3 * (5 + 2 * 20)


def test_a_question_has_what_its_type_needs(box: Box) -> None:
    for card in box.api("kestrel", "GET", PATH).json["scorecards"]:
        for question in card["questions"]:
            ranged = question["questionType"] == "RANGE"
            assert ("minRange" in question) is ("maxRange" in question) is ranged
            assert ("answerGuide" in question) is ranged
            chosen = question["questionType"] in {"YES_NO", "SINGLE_SELECT"}
            assert ("answerOptions" in question) is chosen
            ids = [option["id"] for option in question.get("answerOptions", ())]
            assert len(ids) == len(set(ids))


def test_a_company_without_scorecards_is_404(data: Path) -> None:
    with sqlite3.connect(data) as db:
        db.execute(
            "DELETE FROM scorecards WHERE company_id ="
            " (SELECT id FROM companies WHERE name = 'kestrel')"
        )
    db.close()
    with running(Options(data=data, port=0)) as box:
        answer = box.api("kestrel", "GET", PATH)
        assert answer.status == 404
        assert answer.errors == ["No scorecards found"]
        (hint,) = box.requests(operation="listScorecards")[-1]["hints"]
        assert "kestrel" in hint["message"]
        assert box.api("northwind", "GET", PATH).status == 200


def test_a_token_needs_the_scope(own_box: Box) -> None:
    for scope, status in (("api:settings:scorecards:read", 200), ("api:stats:scorecards", 403)):
        token = own_box.install(own_box.register(scopes=[scope]))["access_token"]
        assert own_box.api("northwind", "GET", PATH, token=token).status == status
