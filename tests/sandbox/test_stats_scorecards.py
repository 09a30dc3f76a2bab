"""Answered scorecards over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from tests.sandbox.activity import ZONES, Json, ask, today, walk
from tests.sandbox.box import Box

from gongkit.contract.types.stats import AnsweredScorecards

PATH = "/activity/scorecards"
NONE = ["No answered scorecards found corresponding to the provided filters"]
STRANGER = "7782342274025937895"
COMPANIES = pytest.mark.parametrize("company", list(ZONES))


def answered(box: Box, company: str, **filters: Any) -> list[Json]:
    body = {"filter": filters}
    return list(walk(box, company, f"/v2/stats{PATH}", body, "answeredScorecards"))


def scorecards(box: Box, company: str) -> dict[int, Json]:
    found = box.api(company, "GET", "/v2/settings/scorecards").json["scorecards"]
    return {card["scorecardId"]: card for card in found}


def calls(box: Box, company: str) -> dict[int, Json]:
    found: dict[int, Json] = {}
    query = "?fromDateTime=2000-01-01T00:00:00Z"
    path = "/v2/calls" + query
    while True:
        answer = box.api(company, "GET", path).json
        found |= {int(call["id"]): call for call in answer["calls"]}
        cursor = answer["records"].get("cursor")
        if cursor is None:
            return found
        path = f"/v2/calls{query}&cursor={cursor}"


@COMPANIES
def test_a_review_fits_its_call_its_scorecard_and_its_people(box: Box, company: str) -> None:
    cards, listed = scorecards(box, company), calls(box, company)
    people = {u["id"]: u for u in box.api(company, "GET", "/v2/users").json["users"]}
    reviews = answered(box, company)
    assert len({review["answeredScorecardId"] for review in reviews}) == len(reviews) > 25
    for review in reviews:
        call, card = listed[review["callId"]], cards[review["scorecardId"]]
        assert review["callStartTime"] == call["started"]
        assert review["reviewedUserId"] == int(call["primaryUserId"])
        assert str(card["workspaceId"]) == call["workspaceId"]
        assert review["scorecardName"] == card["scorecardName"]
        assert review["reviewMethod"] == card["reviewMethod"]
        manager = people[str(review["reviewedUserId"])].get("managerId")
        by_whom = {"AUTOMATIC": None, "MANUAL": int(manager or 0)}[review["reviewMethod"]]
        assert review.get("reviewerUserId") == review.get("editorUserId") == by_whom
        made = datetime.fromisoformat(review["reviewTime"])
        assert made > datetime.fromisoformat(review["callStartTime"])
        assert made > datetime.fromisoformat(card["created"])
        if not card["enabled"]:
            assert made < datetime.fromisoformat(card["updated"])
        _check_answers(review["answers"], card["questions"])


def _check_answers(answers: list[Json], questions: list[Json]) -> None:
    assert [answer["questionId"] for answer in answers] == [q["questionId"] for q in questions]
    for answer, question in zip(answers, questions, strict=True):
        assert answer["questionRevisionId"] == question["questionRevisionId"]
        assert answer["isOverall"] == question["isOverall"]
        given = answer.keys() & {"score", "answerText", "selectedOptions"}
        if answer["notApplicable"]:
            assert not given
            continue
        kind = question["questionType"]
        assert given == {
            {"RANGE": "score", "OPEN_ENDED": "answerText"}.get(kind, "selectedOptions")
        } or (kind == "OPEN_ENDED" and not given)
        if kind == "RANGE":
            assert question["minRange"] <= answer["score"] <= question["maxRange"]
        elif "selectedOptions" in answer:
            options = {str(option["id"]) for option in question["answerOptions"]}
            assert set(answer["selectedOptions"]) <= options


def test_pages_have_a_hundred_reviews_and_the_cursor_is_in_the_body(box: Box) -> None:
    first = ask(box, "northwind", PATH)
    assert msgspec.json.decode(first.content, type=AnsweredScorecards).answered_scorecards
    everything = answered(box, "northwind")
    times = [datetime.fromisoformat(review["reviewTime"]) for review in everything]
    assert times == sorted(times)
    records = first.json["records"]
    assert records["totalRecords"] == len(everything) > 100
    assert records["currentPageSize"] == 100
    body = {"filter": {}, "cursor": records["cursor"]}
    second = box.api("northwind", "POST", f"/v2/stats{PATH}", body=body).json
    assert second["records"]["currentPageNumber"] == 1
    assert second["answeredScorecards"] == everything[100:200]


@COMPANIES
def test_days_are_the_company_s_and_the_end_is_not_counted(box: Box, company: str) -> None:
    reviews, end = answered(box, company), today(box, company)
    for first in (end - timedelta(days=60), end - timedelta(days=25)):
        last = first + timedelta(days=14)

        def within(moment: str, first: date = first, last: date = last) -> bool:
            day = datetime.fromisoformat(moment).astimezone(ZONES[company]).date()
            return first <= day < last

        days = (first.isoformat(), last.isoformat())
        by_call = answered(box, company, callFromDate=days[0], callToDate=days[1])
        assert by_call == [review for review in reviews if within(review["callStartTime"])]
        by_review = answered(box, company, reviewFromDate=days[0], reviewToDate=days[1])
        assert by_review == [review for review in reviews if within(review["reviewTime"])]
        both = answered(
            box,
            company,
            callFromDate=days[0],
            callToDate=days[1],
            reviewFromDate=days[0],
            reviewToDate=days[1],
        )
        assert both == [review for review in by_call if review in by_review]
        assert by_call
        open_end = answered(box, company, callFromDate=days[0])
        assert len(open_end) > len(by_call)


@pytest.mark.parametrize(
    ("name", "matches"),
    [
        ("AUTOMATIC", lambda review: review["reviewMethod"] == "AUTOMATIC"),
        ("MANUAL", lambda review: review["reviewMethod"] == "MANUAL"),
        ("BOTH", lambda _: True),
    ],
)
def test_reviews_by_method(box: Box, name: str, matches: Callable[[Json], bool]) -> None:
    expected = [review for review in answered(box, "kestrel") if matches(review)]
    assert answered(box, "kestrel", reviewMethod=name) == expected
    assert expected


def test_reviews_by_user_and_by_scorecard(box: Box) -> None:
    reviews = answered(box, "northwind")
    users = [str(reviews[0]["reviewedUserId"]), str(reviews[7]["reviewedUserId"])]
    cards = [str(reviews[0]["scorecardId"])]
    assert answered(box, "northwind", reviewedUserIds=users) == [
        review for review in reviews if str(review["reviewedUserId"]) in users
    ]
    assert answered(box, "northwind", scorecardIds=cards, reviewedUserIds=users) == [
        review
        for review in reviews
        if str(review["reviewedUserId"]) in users and str(review["scorecardId"]) in cards
    ]


def test_nothing_is_404_and_unknown_ids_leave_a_hint(own_box: Box) -> None:
    other = str(answered(own_box, "kestrel")[0]["scorecardId"])
    for field, unknown in (("scorecardIds", other), ("reviewedUserIds", STRANGER)):
        answer = ask(own_box, "northwind", PATH, **{field: [unknown]})
        assert answer.status == 404
        assert answer.errors == NONE
        (hint,) = own_box.requests(company="northwind")[-1]["hints"]
        assert hint["field"] == f"filter.{field}"
        assert unknown in hint["message"]
    assert ask(own_box, "northwind", PATH, callToDate="1980-01-01").status == 404


@pytest.mark.parametrize("about", ["call", "review"])
def test_what_is_refused(box: Box, about: str) -> None:
    end = today(box, "kestrel")
    tomorrow = (end + timedelta(days=1)).isoformat()
    assert ask(box, "kestrel", PATH, **{f"{about}ToDate": end.isoformat()}).status == 200
    future = ask(box, "kestrel", PATH, **{f"{about}ToDate": tomorrow})
    assert future.status == 400
    assert future.errors[0].startswith(f"filter.{about}ToDate: must not be after today")
    days = {f"{about}FromDate": "2026-01-05", f"{about}ToDate": "2026-01-05"}
    assert (
        ask(box, "kestrel", PATH, **days)
        .errors[0]
        .startswith(f"filter.{about}FromDate: must be before filter.{about}ToDate")
    )
    said = "must be a day written as YYYY-MM-DD, or a date-time with an offset"
    for text in ("2026-01-05T10:00:00", "9999-12-31T23:59:59-14:00", "soon", ""):
        wrong = ask(box, "kestrel", PATH, **{f"{about}FromDate": text})
        assert wrong.errors == [f"filter.{about}FromDate: {said}"]
    early = ask(box, "kestrel", PATH, **{f"{about}FromDate": "1969-12-31T20:00:00Z"})
    assert early.errors == [f"filter.{about}FromDate: must not be before 1970-01-01"]
    assert ask(box, "kestrel", PATH, reviewMethod="NEITHER").status == 400
    assert ask(box, "kestrel", PATH, scorecardIds=[]).status == 400
    assert box.api("kestrel", "POST", f"/v2/stats{PATH}", body={}).errors == [
        "filter: must not be null"
    ]


@pytest.mark.parametrize("name", ["callFromDate", "callToDate", "reviewFromDate", "reviewToDate"])
def test_a_moment_stands_for_its_day_in_the_company_s_zone(own_box: Box, name: str) -> None:
    own_box.lift_limits()
    for company, zone in ZONES.items():
        day = today(own_box, company) - timedelta(days=20)
        late = datetime(day.year, day.month, day.day, 23, 30, tzinfo=zone)
        early = datetime(day.year, day.month, day.day, 0, 30, tzinfo=zone)
        expected = answered(own_box, company, **{name: day.isoformat()})
        assert expected
        for moment in (late, late.astimezone(UTC), early.astimezone(UTC)):
            assert answered(own_box, company, **{name: moment.isoformat()}) == expected
            (hint,) = own_box.requests(company=company)[-1]["hints"]
            assert hint["field"] == f"filter.{name}"
            assert f"the day {day} in {zone.key}" in hint["message"]
    tomorrow = datetime.now(UTC) + timedelta(days=2)
    for end in ("callToDate", "reviewToDate"):
        future = ask(own_box, "kestrel", PATH, **{end: tomorrow.isoformat()})
        assert future.errors[0].startswith(f"filter.{end}: must not be after today")


def test_nothing_is_404_and_hints_name_the_filter_to_blame(own_box: Box) -> None:
    own_box.lift_limits()
    total = len(answered(own_box, "northwind"))
    reviews = answered(own_box, "northwind")
    reviewed = {str(review["reviewedUserId"]) for review in reviews}
    people = own_box.api("northwind", "GET", "/v2/users").json["users"]
    idle = next(user["id"] for user in people if user["id"] not in reviewed)
    manual = next(review for review in reviews if review["reviewMethod"] == "MANUAL")
    card = str(manual["scorecardId"])
    for filters, field in (
        ({"callToDate": "1980-01-01"}, "filter.callToDate"),
        ({"callFromDate": "1979-01-01", "callToDate": "1980-01-01"}, "filter.callFromDate"),
        ({"reviewToDate": "1980-01-01"}, "filter.reviewToDate"),
        ({"reviewedUserIds": [idle]}, "filter.reviewedUserIds"),
    ):
        assert explained(own_box, **filters) == {field}
        said = own_box.requests(company="northwind")[-1]["hints"][0]["message"]
        name = field.removeprefix("filter.")
        assert said.startswith(f"Without {name} there would be {total} answered scorecards, rev")
    assert explained(
        own_box, callToDate="1980-01-01", scorecardIds=[card, STRANGER], reviewMethod="MANUAL"
    ) == {"filter.callToDate", "filter.scorecardIds"}
    assert explained(own_box, callToDate="1980-01-01", reviewedUserIds=[idle]) == {"filter"}
    admin = next(user["id"] for user in people if user["title"] == "IT Systems Administrator")
    settings = {"company": "northwind", "calls_seen_by": admin}
    assert own_box.control("PUT", "/settings", settings).status == 200
    assert explained(own_box) == {"calls_seen_by"}


def explained(box: Box, **filters: Any) -> set[str]:
    """Find nothing, and give the fields of the hints."""
    answer = ask(box, "northwind", PATH, **filters)
    assert answer.status == 404
    return {hint["field"] for hint in box.requests(company="northwind")[-1]["hints"]}


def test_a_token_needs_the_scope(own_box: Box) -> None:
    for scope, status in (("api:stats:scorecards", 200), ("api:stats:user-actions", 403)):
        token = own_box.install(own_box.register(scopes=[scope]))["access_token"]
        body: Json = {"filter": {}}
        answer = own_box.api("northwind", "POST", f"/v2/stats{PATH}", body=body, token=token)
        assert answer.status == status
