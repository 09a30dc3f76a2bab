"""Statistics as tests look at them: asked for over HTTP, beside the lists they must agree with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.sandbox.box import Box, Reply

ZONES = {"northwind": ZoneInfo("America/New_York"), "kestrel": ZoneInfo("Europe/Berlin")}
LISTS = {
    "/activity/aggregate": "usersAggregateActivityStats",
    "/activity/aggregate-by-period": "usersAggregateActivity",
    "/activity/day-by-day": "usersDetailedActivities",
    "/interaction": "peopleInteractionStats",
    "/activity/scorecards": "answeredScorecards",
}
NO_USERS = ["No users found corresponding to the provided filters"]

Json = dict[str, Any]


def ask(box: Box, company: str, path: str, period: str | None = None, /, **filters: Any) -> Reply:
    """Ask for statistics; days may be given as dates."""
    written = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in filters.items()
    }
    body: Json = {"filter": written}
    if period:
        body["aggregationPeriod"] = period
    return box.api(company, "POST", f"/v2/stats{path}", body=body)


def told(
    box: Box, company: str, path: str, period: str | None = None, /, **filters: Any
) -> list[Json]:
    """Ask for statistics that fit on one page, and give their list."""
    answer = ask(box, company, path, period, **filters)
    assert answer.status == 200, answer.content
    found: list[Json] = answer.json[LISTS[path]]
    assert answer.json["records"] == {
        "totalRecords": len(found),
        "currentPageSize": len(found),
        "currentPageNumber": 0,
    }
    return found


def counts(box: Box, company: str, first: date, end: date) -> dict[str, dict[str, int]]:
    """Give what is counted for each user."""
    found = told(box, company, "/activity/aggregate", fromDate=first, toDate=end)
    return {user["userId"]: user["userAggregateActivityStats"] for user in found}


def done(box: Box, company: str, first: date, end: date) -> dict[str, dict[str, list[str]]]:
    """Give the ids of calls by user and activity, those of all days one after the other."""
    found = told(box, company, "/activity/day-by-day", fromDate=first, toDate=end)
    ids: dict[str, dict[str, list[str]]] = {}
    for user in found:
        of_user = ids.setdefault(user["userId"], defaultdict(list))
        for day in user["userDailyActivityStats"]:
            for name, listed in day.items():
                if isinstance(listed, list):
                    of_user[name] += listed
    return ids


def today(box: Box, company: str) -> date:
    """Say which day it is in the company's time zone."""
    now = datetime.fromisoformat(box.send("GET", "/_sandbox").json["now"])
    return now.astimezone(ZONES[company]).date()


def midnight(company: str, day: date) -> str:
    """Write the moment at which a day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=ZONES[company]).isoformat()


def periods(box: Box, company: str) -> Iterator[tuple[date, date]]:
    """Give some periods: everything, a month and a half, a week, a working day."""
    end = today(box, company)
    for before, length in ((130, 130), (60, 45), (30, 7)):
        first = end - timedelta(days=before)
        yield first, first + timedelta(days=length)
    friday = end - timedelta(days=(end.weekday() - 4) % 7 + 7)
    yield friday, friday + timedelta(days=1)


def calls(box: Box, company: str, first: date, end: date) -> list[Json]:
    """List the calls of some days in detail."""
    body = {
        "filter": {"fromDateTime": midnight(company, first), "toDateTime": midnight(company, end)},
        "contentSelector": {
            "exposedFields": {
                "parties": True,
                "collaboration": {"publicComments": True},
                "interaction": {"personInteractionStats": True},
            }
        },
    }
    return list(walk(box, company, "/v2/calls/extensive", body, "calls"))


def walk(box: Box, company: str, path: str, body: Json, name: str) -> Iterator[Json]:
    """Read a list to its end; a 404 is an empty one."""
    while True:
        answer = box.api(company, "POST", path, body=body)
        if answer.status == 404:
            return
        assert answer.status == 200, answer.content
        yield from answer.json[name]
        cursor = answer.json["records"].get("cursor")
        if cursor is None:
            return
        body = {**body, "cursor": cursor}
