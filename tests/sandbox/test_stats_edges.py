"""Statistics at their edges: days, time zones, filters, pages, scopes, and what is refused."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.sandbox.activity import LISTS, NO_USERS, ZONES, ask, counts, midnight, today, told
from tests.sandbox.box import Box, running

from gongkit.contract.types.stats import (
    CompanyUsersAggregateActivityResponse,
    InteractionStatsResponse,
    UsersAggregateByPeriodActivity,
    UsersDayByDayActivity,
)
from gongkit.sandbox.server.serving import Options

TYPES: dict[str, Any] = {
    "/activity/aggregate": CompanyUsersAggregateActivityResponse,
    "/activity/aggregate-by-period": UsersAggregateByPeriodActivity,
    "/activity/day-by-day": UsersDayByDayActivity,
    "/interaction": InteractionStatsResponse,
}
SCOPES = {
    "/activity/aggregate": "api:stats:user-actions",
    "/activity/aggregate-by-period": "api:stats:user-actions",
    "/activity/day-by-day": "api:stats:user-actions:detailed",
    "/interaction": "api:stats:interaction",
}
EACH = pytest.mark.parametrize("path", list(TYPES))
STRANGER = "7782342274025937895"


def period_of(path: str) -> str | None:
    return "WEEK" if path.endswith("by-period") else None


def long_ago(box: Box, company: str = "northwind") -> dict[str, date]:
    """Days in which everything lies."""
    end = today(box, company)
    return {"fromDate": end - timedelta(days=130), "toDate": end}


@EACH
def test_an_answer_fits_the_contract_and_names_its_days(box: Box, path: str) -> None:
    days = long_ago(box, "kestrel")
    answer = ask(box, "kestrel", path, period_of(path), **days)
    found = msgspec.json.decode(answer.content, type=TYPES[path])
    assert found.request_id
    if path in {"/activity/aggregate", "/interaction"}:
        assert answer.json["timeZone"] == "Europe/Berlin"
        assert answer.json["fromDateTime"] == midnight("kestrel", days["fromDate"])
        assert answer.json["toDateTime"] == midnight("kestrel", days["toDate"])


@EACH
def test_today_is_the_last_end_and_the_company_s_own(box: Box, path: str) -> None:
    for company in ZONES:
        end = today(box, company)
        last_week = end - timedelta(days=7)
        assert (
            ask(box, company, path, period_of(path), fromDate=last_week, toDate=end).status != 400
        )
        tomorrow = end + timedelta(days=1)
        refused = ask(box, company, path, period_of(path), fromDate=last_week, toDate=tomorrow)
        assert refused.status == 400
        (error,) = refused.errors
        assert error == (
            f"filter.toDate: must not be after today, which is {end} in {ZONES[company].key}"
        )


@EACH
@pytest.mark.parametrize(
    ("days", "field"),
    [
        (("2026-01-05T00:00:00Z", "2026-02-01"), "filter.fromDate"),
        (("2026-01-05", "2026-01-09T00:00:00+01:00"), "filter.toDate"),
        (("20260105", "2026-02-01"), "filter.fromDate"),
        (("2026-W01-1", "2026-02-01"), "filter.fromDate"),
        (("2026-02-30", "2026-03-01"), "filter.fromDate"),
        (("", "2026-03-01"), "filter.fromDate"),
        (("\u0662026-01-01", "2026-03-01"), "filter.fromDate"),
        (("1969-12-31", "2026-03-01"), "filter.fromDate"),
        (("0001-01-01", "2026-03-01"), "filter.fromDate"),
        (("2026-01-05", "9999-12-31"), "filter.toDate"),
        (("2026-01-05", "2026-01-05"), "filter.fromDate"),
        (("2026-01-06", "2026-01-05"), "filter.fromDate"),
    ],
)
def test_what_are_no_days_is_refused(
    box: Box, path: str, days: tuple[str, str], field: str
) -> None:
    answer = ask(box, "kestrel", path, period_of(path), fromDate=days[0], toDate=days[1])
    assert answer.status == 400
    (error,) = answer.errors
    assert error.startswith(f"{field}: must ")


@EACH
def test_fields_that_are_missing_or_wrong_are_named(box: Box, path: str) -> None:
    missing = ask(box, "kestrel", path, period_of(path), toDate="2026-01-05")
    assert missing.errors == ["filter.fromDate: must not be null"]
    for ids in ([], ["x"]):
        wrong = ask(box, "kestrel", path, period_of(path), **long_ago(box), userIds=ids)
        assert wrong.status == 400
        assert "filter.userIds" in wrong.errors[0]
    naive = ask(
        box,
        "kestrel",
        path,
        period_of(path),
        **long_ago(box),
        createdFromDateTime="2026-01-05T00:00:00",
    )
    assert naive.status == 400
    assert naive.errors[0].startswith("filter.createdFromDateTime: has no offset")


def test_the_period_is_one_of_five(box: Box) -> None:
    path = "/activity/aggregate-by-period"
    for period in (None, "FORTNIGHT"):
        answer = ask(box, "kestrel", path, period, **long_ago(box))
        assert answer.status == 400
        assert "aggregationPeriod" in answer.errors[0]


@EACH
def test_filters_by_user_and_by_when_users_were_made(box: Box, path: str) -> None:
    days = long_ago(box)
    everybody = told(box, "northwind", path, period_of(path), **days)
    some = [everybody[1]["userId"], everybody[3]["userId"]]
    found = told(box, "northwind", path, period_of(path), **days, userIds=some)
    assert found == [everybody[1], everybody[3]]
    people = box.api("northwind", "GET", "/v2/users").json["users"]
    made = sorted(datetime.fromisoformat(user["created"]) for user in people)
    start, end = made[4].isoformat(), made[9].isoformat()
    dated = told(
        box,
        "northwind",
        path,
        period_of(path),
        **days,
        createdFromDateTime=start,
        createdToDateTime=end,
    )
    within = {
        user["id"]
        for user in people
        if made[4] <= datetime.fromisoformat(user["created"]) < made[9]
    }
    assert dated == [user for user in everybody if user["userId"] in within]
    emails = {user["id"]: user["emailAddress"] for user in people}
    assert all(user["userEmailAddress"] == emails[user["userId"]] for user in everybody)


@EACH
def test_nobody_is_404_and_a_hint_says_why(own_box: Box, path: str) -> None:
    own_box.lift_limits()
    stranger = own_box.api("kestrel", "GET", "/v2/users").json["users"][0]["id"]
    days = long_ago(own_box)
    asked: list[dict[str, Any]] = [
        {**days, "userIds": [STRANGER]},
        {**days, "userIds": [stranger]},
        {**days, "createdFromDateTime": "2099-01-01T00:00:00Z"},
        {"fromDate": "1971-03-01", "toDate": "1971-03-20"},
    ]
    for filters in asked:
        answer = ask(own_box, "northwind", path, period_of(path), **filters)
        assert answer.status == 404
        assert answer.errors == NO_USERS
    hints = [entry["hints"] for entry in own_box.requests(company="northwind")]
    fields = [{hint["field"] for hint in found} for found in hints[-4:]]
    assert sorted(map(sorted, fields)) == sorted(
        [
            ["filter", "filter.userIds"],
            ["filter", "filter.userIds"],
            ["filter"],
            ["filter.fromDate"],
        ]
    )


@EACH
def test_an_id_that_leads_to_nobody_is_explained(own_box: Box, path: str) -> None:
    own_box.lift_limits()
    people = own_box.api("northwind", "GET", "/v2/users?includeAvatars=true").json["users"]
    known = {user["id"] for user in own_box.api("northwind", "GET", "/v2/users").json["users"]}
    avatar = next(user["id"] for user in people if user["id"] not in known)
    other = own_box.api("kestrel", "GET", "/v2/users").json["users"][0]["id"]
    for user_id, words in (
        (avatar, f"User {avatar} is an avatar: they are never counted."),
        (other, "is kestrel's, and was asked of northwind"),
        (STRANGER, f"No company has a user {STRANGER}"),
    ):
        answer = ask(
            own_box, "northwind", path, period_of(path), **long_ago(own_box), userIds=[user_id]
        )
        assert answer.status == 404
        first = own_box.requests(company="northwind")[-1]["hints"][0]
        assert first["field"] == "filter.userIds"
        assert words in first["message"]


@EACH
def test_a_token_needs_the_scope(own_box: Box, path: str) -> None:
    days = long_ago(own_box)
    body: dict[str, Any] = {"filter": {name: day.isoformat() for name, day in days.items()}}
    if period := period_of(path):
        body["aggregationPeriod"] = period
    for scopes, status in (((SCOPES[path],), 200), (("api:stats:scorecards",), 403)):
        client = own_box.register(scopes=scopes)
        token = own_box.install(client)["access_token"]
        answer = own_box.api("northwind", "POST", f"/v2/stats{path}", body=body, token=token)
        assert answer.status == status


def test_companies_do_not_see_each_other(box: Box) -> None:
    seen = [set(counts(box, company, *long_ago(box).values())) for company in ZONES]
    assert seen[0]
    assert seen[1]
    assert not seen[0] & seen[1]


# --- midnight, and days on which the clocks change


def add_call(box: Box, company: str, host: str, started: datetime) -> str:
    body = {
        "clientUniqueId": f"edge-{started.timestamp()}",
        "actualStart": started.isoformat(),
        "direction": "Outbound",
        "primaryUser": host,
        "parties": [{"userId": host}, {"userId": host}],
    }
    answer = box.api(company, "POST", "/v2/calls", body=body)
    assert answer.status in {200, 201}, answer.content
    call_id: str = answer.json["callId"]
    return call_id


def day_of_change(before: date, zone: Any) -> date:
    """Find the last day before another that has 23 or 25 hours."""
    day = before
    while True:
        day -= timedelta(days=1)
        start, end = (
            datetime(one.year, one.month, one.day, tzinfo=zone).astimezone(UTC)
            for one in (day, day + timedelta(days=1))
        )
        if end - start != timedelta(days=1):
            return day


def test_a_call_at_midnight_belongs_to_the_day_that_begins(own_box: Box) -> None:
    own_box.lift_limits()
    zone, end = ZONES["kestrel"], today(own_box, "kestrel")
    host = own_box.api("kestrel", "GET", "/v2/users").json["users"][0]["id"]
    for day in (end - timedelta(days=200), day_of_change(end, zone)):
        first = datetime(day.year, day.month, day.day, tzinfo=zone)
        after = datetime.fromisoformat(midnight("kestrel", day + timedelta(days=1)))
        second = timedelta(seconds=1)
        moments = [first - second, first, after - second, after]
        ids = [add_call(own_box, "kestrel", host, moment) for moment in moments]
        days = {"fromDate": day - timedelta(days=1), "toDate": day + timedelta(days=2)}
        (user,) = told(own_box, "kestrel", "/activity/day-by-day", **days, userIds=[host])
        stats = user["userDailyActivityStats"]
        found = [set(of_day["callsAsHost"]) & set(ids) for of_day in stats]
        assert found == [{ids[0]}, {ids[1], ids[2]}, {ids[3]}]
        assert stats[1]["fromDate"] == first.isoformat()
        assert stats[1]["toDate"] == after.isoformat()
        assert not any(set(of_day["callsAttended"]) & set(ids) for of_day in stats)
        query = f"fromDateTime={moments[1].astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        query += f"&toDateTime={after.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        calls = own_box.api("kestrel", "GET", f"/v2/calls?{query}").json["calls"]
        hosted = {call["id"] for call in calls if call["primaryUserId"] == host}
        assert hosted == set(stats[1]["callsAsHost"])


def test_a_day_on_which_clocks_change_has_other_offsets_at_its_ends(box: Box) -> None:
    day = day_of_change(today(box, "northwind"), ZONES["northwind"])
    days = {"fromDate": day, "toDate": day + timedelta(days=1)}
    answer = ask(box, "northwind", "/activity/aggregate", **days)
    body = answer.json if answer.status == 200 else None
    if body is None:
        assert answer.errors == NO_USERS
        return
    start, end = (datetime.fromisoformat(body[name]) for name in ("fromDateTime", "toDateTime"))
    assert start.utcoffset() != end.utcoffset()
    assert (end - start).total_seconds() in {23 * 3600, 25 * 3600}


def test_a_call_counts_when_it_can_be_seen(own_box: Box) -> None:
    own_box.lift_limits()
    settings = {"company": "northwind", "call_visible_after": 7200}
    assert own_box.control("PUT", "/settings", settings).status == 200
    days = long_ago(own_box)
    host, before = next(iter(counts(own_box, "northwind", *days.values()).items()))
    started = datetime.fromisoformat(midnight("northwind", days["fromDate"]))
    add_call(own_box, "northwind", host, started)
    assert counts(own_box, "northwind", *days.values())[host] == before
    own_box.advance(7201)
    after = counts(own_box, "northwind", *days.values())[host]
    assert after == {**before, "callsAsHost": before["callsAsHost"] + 1}


def test_whoever_s_view_counts_hides_calls_from_the_counts(own_box: Box) -> None:
    own_box.lift_limits()
    days = long_ago(own_box)
    everything = counts(own_box, "northwind", *days.values())
    rep = own_box.person("northwind", "rep")
    people = own_box.api("northwind", "GET", "/v2/users").json["users"]
    user_id = next(user["id"] for user in people if user["emailAddress"] == rep["email"])
    settings = {"company": "northwind", "calls_seen_by": user_id}
    assert own_box.control("PUT", "/settings", settings).status == 200
    restricted = ask(own_box, "northwind", "/activity/aggregate", **days)
    seen = 0
    for user in restricted.json["usersAggregateActivityStats"] if restricted.status == 200 else ():
        seen += user["userAggregateActivityStats"]["callsAsHost"]
    assert seen < sum(stats["callsAsHost"] for stats in everything.values())


# --- pages


@pytest.fixture
def crowd(data: Path) -> Path:
    """A sandbox's data in which globex has 250 more people who each listened to a call."""
    with sqlite3.connect(data) as db:
        (company,) = db.execute("SELECT id FROM companies WHERE name = 'globex'").fetchone()
        call, at = db.execute(
            "SELECT number, started FROM calls WHERE company_id = ? ORDER BY started", (company,)
        ).fetchone()
        ids = [str(5_000_000_000_000_000_000 + number) for number in range(250)]
        db.executemany(
            "INSERT INTO users SELECT company_id, ?, ? || email, first_name, last_name, title,"
            " role, password, active, avatar, manager_id, time_zone, created, encoded FROM users"
            " WHERE id = (SELECT max(id) FROM users WHERE company_id = ? AND NOT avatar)",
            [(one, one, company) for one in ids],
        )
        db.executemany(
            "INSERT INTO call_plays (company_id, call, user_id, at, seconds)"
            " VALUES (?, ?, ?, ?, 60)",
            [(company, call, one, at + 9000) for one in ids],
        )
    db.close()
    return data


def test_pages_have_a_hundred_users_and_the_cursor_is_in_the_body(crowd: Path) -> None:
    with running(Options(data=crowd, port=0)) as box:
        box.lift_limits()
        now = datetime.fromisoformat(box.send("GET", "/_sandbox").json["now"])
        end = now.date() - timedelta(days=1)
        days = {"fromDate": end - timedelta(days=130), "toDate": end}
        for path in TYPES:
            pages = [page.json for page in read_pages(box, path, days)]
            sizes = [len(page[LISTS[path]]) for page in pages]
            records = [page["records"] for page in pages]
            ids = [user["userId"] for page in pages for user in page[LISTS[path]]]
            assert ids == sorted(set(ids))
            assert [one["currentPageSize"] for one in records] == sizes
            assert [one["currentPageNumber"] for one in records] == list(range(len(pages)))
            assert {one["totalRecords"] for one in records} == {len(ids)}
            if path != "/interaction":
                assert sizes[:2] == [100, 100]
                assert 250 < len(ids) < 300


def test_a_page_is_shorter_where_users_have_very_many_days(crowd: Path) -> None:
    with running(Options(data=crowd, port=0)) as box:
        box.lift_limits()
        now = datetime.fromisoformat(box.send("GET", "/_sandbox").json["now"])
        days = {"fromDate": date(1990, 1, 1), "toDate": now.date() - timedelta(days=1)}
        first = ask(box, "globex", "/activity/day-by-day", **days).json
        count = (days["toDate"] - days["fromDate"]).days
        assert len(first[LISTS["/activity/day-by-day"]]) == 50_000 // count
        for user in first[LISTS["/activity/day-by-day"]]:
            assert len(user["userDailyActivityStats"]) == count
        assert first["records"]["cursor"]
        monthly = ask(box, "globex", "/activity/aggregate-by-period", "MONTH", **days).json
        assert monthly["records"]["currentPageSize"] == 100


def read_pages(box: Box, path: str, days: dict[str, date]) -> list[Any]:
    pages: list[Any] = []
    body: dict[str, Any] = {"filter": {name: day.isoformat() for name, day in days.items()}}
    if period := period_of(path):
        body["aggregationPeriod"] = period
    while True:
        answer = box.api("globex", "POST", f"/v2/stats{path}", body=body)
        assert answer.status == 200
        pages.append(answer)
        cursor = answer.json["records"].get("cursor")
        if cursor is None:
            return pages
        in_query = box.api(
            "globex", "POST", f"/v2/stats{path}?cursor={cursor}", body={**body, "cursor": None}
        )
        assert in_query.json["records"]["currentPageNumber"] == 0
        other = {**body, "filter": {**body["filter"], "fromDate": "2026-01-01"}, "cursor": cursor}
        assert box.api("globex", "POST", f"/v2/stats{path}", body=other).status == 400
        body = {**body, "cursor": cursor}
