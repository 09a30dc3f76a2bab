"""Users and workspaces over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from tests.sandbox.box import Box, Reply

from gongkit.clock import SYSTEM_CLOCK
from gongkit.contract.registry import operation
from gongkit.contract.types.users import SettingsHistory, UsersMetadata
from gongkit.sandbox.core.api.asked import Asked, Caller
from gongkit.sandbox.core.areas.users import list_users
from gongkit.sandbox.core.companies import load_companies
from gongkit.sandbox.core.state import State

NO_USERS = ["No users found corresponding to the provided filters"]


def users(box: Box, company: str = "northwind", query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = box.api(company, "GET", f"/v2/users{query}").json["users"]
    return found


def extensive(box: Box, company: str = "northwind", **filters: Any) -> Reply:
    return box.api(company, "POST", "/v2/users/extensive", body={"filter": filters})


def test_everybody_is_listed_who_left_included(box: Box) -> None:
    answer = box.api("northwind", "GET", "/v2/users")
    records = answer.json["records"]
    assert records == {
        "totalRecords": len(answer.json["users"]),
        "currentPageSize": len(answer.json["users"]),
        "currentPageNumber": 0,
    }
    assert {user["active"] for user in answer.json["users"]} == {True, False}
    assert msgspec.json.decode(answer.content, type=UsersMetadata).users


def test_avatars_are_listed_on_demand(box: Box) -> None:
    people = users(box)
    assert users(box, query="?includeAvatars=false") == people
    with_avatars = users(box, query="?includeAvatars=true")
    (avatar,) = [user for user in with_avatars if user not in people]
    assert avatar["firstName"] == "Gong"
    assert extensive(box, userIds=[avatar["id"]]).errors == NO_USERS
    found = extensive(box, userIds=[avatar["id"]], includeAvatars=True).json["users"]
    assert found == [avatar]


def test_one_user(box: Box) -> None:
    one = users(box)[3]
    assert box.api("northwind", "GET", f"/v2/users/{one['id']}").json["user"] == one
    assert box.api("kestrel", "GET", f"/v2/users/{one['id']}").status == 404
    unknown = box.api("northwind", "GET", "/v2/users/7782342274025937895")
    assert unknown.status == 404
    assert unknown.errors == ["User not found for the provided id: 7782342274025937895"]


def test_users_by_id_and_by_when_they_were_made(box: Box) -> None:
    people = sorted(users(box), key=lambda user: datetime.fromisoformat(user["created"]))
    ids = [people[0]["id"], people[5]["id"]]
    found = extensive(box, userIds=[*ids, "7782342274025937895"]).json["users"]
    assert {user["id"] for user in found} == set(ids)
    start, end = people[2]["created"], people[6]["created"]
    dated = extensive(box, createdFromDateTime=start, createdToDateTime=end).json["users"]
    assert {user["id"] for user in dated} == {user["id"] for user in people[2:6]}
    both = extensive(box, userIds=ids, createdFromDateTime=start).json["users"]
    assert [user["id"] for user in both] == [ids[1]]
    assert extensive(box, userIds=["7782342274025937895"]).errors == NO_USERS
    assert extensive(box, createdFromDateTime="2099-01-01T00:00:00Z").status == 404


def test_the_history_of_somebody_who_left_ends_with_it(box: Box) -> None:
    gone = next(user for user in users(box) if not user["active"])
    answer = box.api("northwind", "GET", f"/v2/users/{gone['id']}/settings-history")
    assert msgspec.json.decode(answer.content, type=SettingsHistory).user_settings_history
    history = answer.json["userSettingsHistory"]
    times = [datetime.fromisoformat(change["time"]) for change in history]
    assert times == sorted(times)
    assert history[0]["time"] == gone["created"]
    last = {change["setting"]: change["value"] for change in history}
    assert last["active"] is False
    assert last["webConferencesRecorded"] is gone["settings"]["webConferencesRecorded"] is False
    unknown = box.api("northwind", "GET", "/v2/users/7782342274025937895/settings-history")
    assert unknown.status == 404


def test_the_history_ends_now_wherever_the_clock_stands(own_box: Box) -> None:
    own_box.lift_limits()
    gone = next(user for user in users(own_box) if not user["active"])
    path = f"/v2/users/{gone['id']}/settings-history"
    history = own_box.api("northwind", "GET", path).json["userSettingsHistory"]
    times = [datetime.fromisoformat(change["time"]) for change in history]
    now = times[-1] - timedelta(seconds=1.5)
    assert own_box.control("PUT", "/clock", {"now": now.isoformat()}).status == 200
    earlier = own_box.api("northwind", "GET", path).json["userSettingsHistory"]
    assert earlier == [c for c, time in zip(history, times, strict=True) if time <= now]
    assert 0 < len(earlier) < len(history)
    own_box.advance(10)
    assert own_box.api("northwind", "GET", path).json["userSettingsHistory"] == history


def test_more_users_than_a_page_holds(planting: Callable[..., State]) -> None:
    state = planting()
    company = load_companies(state)["globex"]
    people = state.row("SELECT count(*) FROM users WHERE company_id = ? AND NOT avatar", company.id)
    state.execute_many(
        "INSERT INTO users SELECT company_id, id || ?, ? || email, first_name, last_name, title,"
        " role, password, active, avatar, manager_id, time_zone, created, encoded FROM users"
        " WHERE email = (SELECT max(email) FROM users WHERE company_id = ? AND NOT avatar)",
        [(str(number), str(number), company.id) for number in range(150)],
    )
    sizes: list[int] = []
    query: dict[str, str] = {}
    while True:
        asked = Asked(
            operation=operation("listUsers"),
            company=company,
            caller=Caller("key", None),
            request_id="r",
            now=SYSTEM_CLOCK.now(),
            app_url="http://127.0.0.1:1",
            path={},
            query=query,
            cursor_key=b"key",
        )
        page = msgspec.json.decode(b"".join(list_users(state, asked).pieces), type=UsersMetadata)
        sizes.append(len(page.users or ()))
        if page.records is None or page.records.cursor is None:
            break
        query = {"cursor": page.records.cursor}
    total = (people or (0,))[0] + 150
    assert sizes == [100, total - 100]
    assert page.records is not None
    assert page.records.total_records == total


def test_workspaces_are_the_companys_own(box: Box) -> None:
    seen: set[str] = set()
    for company in ("northwind", "kestrel", "globex"):
        answer = box.api(company, "GET", "/v2/workspaces").json
        assert answer.keys() == {"requestId", "workspaces"}
        assert len(answer["workspaces"]) == 2
        for workspace in answer["workspaces"]:
            assert workspace.keys() == {"id", "name", "description"}
            seen.add(workspace["id"])
    assert len(seen) == 6
