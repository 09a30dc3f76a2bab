"""Statistics of activity over HTTP: they agree with the lists, and with one another."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from tests.sandbox.activity import (
    ZONES,
    Json,
    calls,
    counts,
    done,
    midnight,
    periods,
    today,
    told,
    walk,
)
from tests.sandbox.box import Box

COMPANIES = pytest.mark.parametrize("company", list(ZONES))


@COMPANIES
def test_the_days_list_as_many_calls_as_are_counted(box: Box, company: str) -> None:
    seen: Counter[str] = Counter()
    for first, end in periods(box, company):
        counted, listed = counts(box, company, first, end), done(box, company, first, end)
        assert counted.keys() == listed.keys()
        for user_id, stats in counted.items():
            assert stats == {name: len(listed[user_id][name]) for name in stats}
            assert len(stats) == 15
            seen.update(stats)
    assert all(seen.values())


@COMPANIES
@pytest.mark.parametrize("period", ["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"])
def test_the_periods_add_up_to_the_whole(box: Box, company: str, period: str) -> None:
    for first, end in periods(box, company):
        path = "/activity/aggregate-by-period"
        found = told(box, company, path, period, fromDate=first, toDate=end)
        counted = counts(box, company, first, end)
        assert [user["userId"] for user in found] == list(counted)
        for user in found:
            parts = user["userAggregateActivity"]
            for name, count in counted[user["userId"]].items():
                assert sum(part[name] for part in parts) == count
            _check_calendar(company, period, parts, (first, end))


def _check_calendar(company: str, period: str, parts: list[Json], days: tuple[date, date]) -> None:
    """See that periods follow one another from the first day to the last, by the calendar."""
    assert parts[0]["fromDate"] == midnight(company, days[0])
    assert parts[-1]["toDate"] == midnight(company, days[1])
    for part, after in pairwise(parts):
        assert part["toDate"] == after["fromDate"]
        day = datetime.fromisoformat(after["fromDate"]).date()
        begins = {
            "DAY": True,
            "WEEK": day.weekday() == 0,
            "MONTH": day.day == 1,
            "QUARTER": day.day == 1 and day.month in {1, 4, 7, 10},
            "YEAR": day.day == day.month == 1,
        }
        assert begins[period]
    longest = {"DAY": 1, "WEEK": 7, "MONTH": 31, "QUARTER": 92, "YEAR": 366}[period]
    assert len(parts) >= (days[1] - days[0]).days / longest


@COMPANIES
def test_hosts_and_attendants_are_those_of_the_calls(box: Box, company: str) -> None:
    for first, end in periods(box, company):
        listed, found = done(box, company, first, end), calls(box, company, first, end)
        hosted, attended = Counter[str](), Counter[str]()
        for call in found:
            host = call["metaData"]["primaryUserId"]
            hosted[host] += 1
            assert call["metaData"]["id"] in listed[host]["callsAsHost"]
            for party in call["parties"]:
                user_id = party.get("userId")
                if user_id not in {None, host} and "Attendee" in party["methods"]:
                    attended[user_id] += 1
                    assert call["metaData"]["id"] in listed[user_id]["callsAttended"]
        assert hosted == {u: len(d["callsAsHost"]) for u, d in listed.items() if d["callsAsHost"]}
        assert attended == {
            user: len(did["callsAttended"]) for user, did in listed.items() if did["callsAttended"]
        }


@COMPANIES
def test_comments_are_those_of_the_calls(box: Box, company: str) -> None:
    end = today(box, company)
    first = end - timedelta(days=130)
    given: set[tuple[str, str, str]] = set()
    received: set[tuple[str, str, str]] = set()
    for call in calls(box, company, first, end):
        host, call_id = call["metaData"]["primaryUserId"], call["metaData"]["id"]
        for comment in call.get("collaboration", {}).get("publicComments", ()):
            posted = datetime.fromisoformat(comment["posted"]).astimezone(ZONES[company])
            day = midnight(company, posted.date())
            given.add((comment["commenterUserId"], day, call_id))
            if comment["commenterUserId"] != host:
                received.add((host, day, call_id))
    assert len(given) > 20
    assert given == by_day(box, company, first, end, "callsCommentsGiven")
    assert received == by_day(box, company, first, end, "callsCommentsReceived")


def by_day(box: Box, company: str, first: date, end: date, name: str) -> set[tuple[str, str, str]]:
    found = told(box, company, "/activity/day-by-day", fromDate=first, toDate=end)
    return {
        (user["userId"], day["fromDate"], call_id)
        for user in found
        for day in user["userDailyActivityStats"]
        for call_id in day[name]
    }


@COMPANIES
def test_scorecards_are_those_that_were_answered(box: Box, company: str) -> None:
    end = today(box, company)
    first = end - timedelta(days=130)
    filled: set[tuple[str, str, str]] = set()
    received: set[tuple[str, str, str]] = set()
    body = {"filter": {"reviewFromDate": first.isoformat(), "reviewToDate": end.isoformat()}}
    for review in walk(box, company, "/v2/stats/activity/scorecards", body, "answeredScorecards"):
        made = datetime.fromisoformat(review["reviewTime"]).astimezone(ZONES[company])
        day, call_id = midnight(company, made.date()), str(review["callId"])
        received.add((str(review["reviewedUserId"]), day, call_id))
        if "reviewerUserId" in review:
            filled.add((str(review["reviewerUserId"]), day, call_id))
    assert filled
    assert filled == by_day(box, company, first, end, "callsScorecardsFilled")
    assert received == by_day(box, company, first, end, "callsScorecardsReceived")
