"""What the console is made from: its pages, and the control calls that it brought along."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from tests.sandbox.apps import pulse
from tests.sandbox.box import MANIFEST, SCOPES, Box, send
from tests.sandbox.test_installed_apps import activities
from tests.sandbox.test_pages import Page

from gongkit.sandbox.core.api.asked import Hint
from gongkit.sandbox.core.api.limits import Spending, runs_out
from gongkit.sandbox.core.api.request_log import KEPT_ENTRIES, RequestLog
from gongkit.sandbox.ui.console import VIEWS

DAY = 86_400
NOON = 20_000 * DAY + DAY / 2


def seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


# --- the pages


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.key)
def test_a_view_is_a_page_for_everybody_with_one_script_of_its_own(box: Box, view: Any) -> None:
    reply = box.send("GET", view.path)
    assert reply.status == 200
    page = Page(reply.text)
    (script,) = page.all("script")
    assert script == {"type": "module", "src": f"/ui/console-{view.key}.js"}
    assert box.send("GET", str(script["src"])).headers["content-type"].startswith("text/javascript")
    assert "The console needs JavaScript" in reply.text.partition("<noscript>")[2]
    assert len(page.all("h1")) == 1
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    labelled = {label.get("for") for label in page.all("label")}
    filled = [each for tag in ("input", "select", "textarea") for each in page.all(tag)]
    assert {each["id"] for each in filled} <= labelled
    assert not any("style" in each or "onclick" in each for _, each in page.tags)
    here = [link["href"] for link in page.all("a") if "aria-current" in link]
    assert here == ["/console", view.path]


def test_no_page_holds_a_secret(box: Box) -> None:
    client = box.register()
    for view in VIEWS:
        text = box.send("GET", view.path).text
        assert client.client_secret not in text
        for company in box.companies.values():
            assert company["access_key"] not in text


# --- installations


def test_there_are_no_installations_at_first(own_box: Box) -> None:
    answer = own_box.control("GET", "/installations").json
    assert answer["installations"] == []
    assert abs(seconds(answer["now"]) - seconds(own_box.control("GET", "/clock").json["now"])) < 60
    refused = own_box.control("GET", "/installations?company=northwind")
    assert refused.status == 400


def test_an_installation_is_followed_from_its_approval_to_its_end(own_box: Box) -> None:
    client = pulse(own_box)
    tokens = own_box.install(client)
    (first,) = installations(own_box)
    assert first["client_id"] == client.client_id
    assert (first["integration"], first["company"]) == ("Deal Pulse", "northwind")
    assert (first["status"], first["refreshes"], first["last_refresh"]) == ("active", 0, None)
    assert first["scopes"] == tokens["scope"].split()
    assert first["app_sees"].startswith("Calls succeed")
    assert first["token_issued"] == first["installed"]
    assert seconds(first["token_ends"]) - seconds(first["token_issued"]) == DAY
    assert (first["reused"], first["ended"], first["ended_because"]) == (None, None, None)

    own_box.advance(DAY)
    (expired,) = installations(own_box)
    assert (expired["status"], expired["token_ends"]) == ("expired", first["token_ends"])
    assert "401" in expired["app_sees"]

    renewed = own_box.refresh(client, tokens["refresh_token"], validity_duration="60").json
    (fresh,) = installations(own_box)
    assert (fresh["status"], fresh["refreshes"]) == ("active", 1)
    assert fresh["last_refresh"] == fresh["token_issued"]
    assert seconds(fresh["token_ends"]) - seconds(fresh["token_issued"]) == 60

    assert own_box.refresh(client, tokens["refresh_token"]).status == 400
    (reused,) = installations(own_box)
    assert (reused["status"], reused["refreshes"]) == ("active", 1)
    assert reused["reused"] is not None
    assert "sent again after it was spent" in reused["app_sees"]

    own_box.control("PUT", "/oauth", {"refresh": "revoke_family"})
    assert own_box.refresh(client, tokens["refresh_token"]).status == 400
    (ended,) = installations(own_box)
    assert ended["status"] == "ended"
    assert ended["ended"] is not None
    assert ended["ended_because"] in ended["app_sees"]
    assert own_box.refresh(client, renewed["refresh_token"]).status == 400


@pytest.mark.parametrize("refresh", ["reuse", "grace"])
def test_refreshes_are_counted_however_tokens_live(own_box: Box, refresh: str) -> None:
    own_box.control("PUT", "/oauth", {"refresh": refresh})
    client = pulse(own_box)
    token = own_box.install(client)["refresh_token"]
    for count in (1, 2):
        assert own_box.refresh(client, token).status == 200
        (found,) = installations(own_box)
        assert (found["refreshes"], found["reused"]) == (count, None)


def test_installations_are_listed_the_latest_first_and_without_a_secret(own_box: Box) -> None:
    client = pulse(own_box)
    tokens = [own_box.install(client, company) for company in ("northwind", "globex", "kestrel")]
    answer = own_box.control("GET", "/installations")
    found = [each["company"] for each in answer.json["installations"]]
    assert found == ["kestrel", "globex", "northwind"]
    for each in tokens:
        assert each["access_token"] not in answer.text
        assert each["refresh_token"] not in answer.text
    assert client.client_secret not in answer.text


def test_an_installation_tells_what_its_company_has_yet_to_approve(own_box: Box) -> None:
    client = own_box.register(published=True)
    own_box.install(client, "kestrel")
    (found,) = installations(own_box)
    assert (found["region"], found["missing_scopes"]) == ("eu", [])
    more = {"integration": {**MANIFEST["integration"], "scopes": [*SCOPES, "api:logs:read"]}}
    assert own_box.control("PUT", f"/integrations/{client.client_id}", more).status == 200
    (found,) = installations(own_box)
    assert (found["scopes"], found["missing_scopes"]) == (list(SCOPES), ["api:logs:read"])


def test_an_installation_ends_as_when_its_company_disconnects_the_app(own_box: Box) -> None:
    client, since = pulse(own_box), own_box.control("GET", "/clock").json["now"]
    earlier, kestrel = own_box.install(client), own_box.install(client, "kestrel")
    latest = own_box.install(client)
    found = installations(own_box)[0]
    assert found["company"] == "northwind"
    assert own_box.api("northwind", "GET", "/v2/users", token=latest["access_token"]).status == 200

    assert own_box.control("DELETE", f"/installations/{found['id']}").status == 200

    for tokens in (earlier, latest):
        used = own_box.api("northwind", "GET", "/v2/users", token=tokens["access_token"])
        assert used.status == 401
        refreshed = own_box.refresh(client, tokens["refresh_token"])
        assert (refreshed.status, refreshed.json["error"]) == (400, "invalid_grant")
    assert own_box.api("kestrel", "GET", "/v2/users", token=kestrel["access_token"]).status == 200
    statuses = [each["status"] for each in installations(own_box)]
    assert statuses == ["ended", "active", "ended"]
    assert "tech admin of Northwind" in installations(own_box)[0]["ended_because"]
    (*_, event) = activities(own_box, since)
    assert event["logRecord"]["action"] == "IntegrationDisconnected"
    assert event["userEmailAddress"] == own_box.person("northwind", "tech_admin")["email"]


def test_only_an_installation_that_lives_can_be_ended(own_box: Box) -> None:
    own_box.install(pulse(own_box))
    (found,) = installations(own_box)
    path = f"/installations/{found['id']}"
    assert own_box.control("DELETE", path, {"company": "northwind"}).status == 400
    assert own_box.control("DELETE", path).status == 200
    for gone in (path, "/installations/0", "/installations/northwind"):
        refused = own_box.control("DELETE", gone)
        assert refused.status == 404
        assert "ended already" in refused.json["errors"][0]
    assert own_box.control("GET", path).status == 405


def installations(box: Box) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = box.control("GET", "/installations").json["installations"]
    return found


# --- what is spent of the limits


def spending(box: Box, company: str = "northwind") -> dict[str, Any]:
    limits = box.control("GET", "/limits").json["limits"]
    found: dict[str, Any] = next(each for each in limits if each["company"] == company)
    return found


def test_what_is_spent_stands_beside_the_limits(own_box: Box) -> None:
    own_box.control("PUT", "/clock", {"now": "2099-05-05T12:00:00Z"})
    answers = [own_box.api("northwind", "GET", "/v2/users").status for _ in range(4)]
    made = answers.count(200)
    found = spending(own_box)
    assert (found["spent_today"], found["last_hour"]) == (made, made)
    assert found["spent_last_second"] <= 3
    assert found["runs_out"] is None
    assert spending(own_box, "kestrel")["spent_today"] == 0

    own_box.advance(1)
    found = spending(own_box)
    assert (found["spent_last_second"], found["spent_today"]) == (0, made)
    own_box.advance(3600)
    found = spending(own_box)
    assert (found["last_hour"], found["spent_today"]) == (0, made)
    own_box.control("PUT", "/clock", {"now": "2099-05-06T00:00:00Z"})
    assert spending(own_box)["spent_today"] == 0


def test_calls_without_a_limit_count_too(box: Box) -> None:
    before = spending(box, "globex")
    for _ in range(5):
        box.api("globex", "GET", "/v2/users")
    after = spending(box, "globex")
    assert (after["per_second"], after["runs_out"]) == (None, None)
    assert after["spent_today"] - before["spent_today"] == 5
    assert after["last_hour"] - before["last_hour"] == 5


def test_time_that_goes_back_forgets_the_hour(own_box: Box) -> None:
    own_box.control("PUT", "/clock", {"now": "2099-05-05T12:00:00Z"})
    own_box.api("northwind", "GET", "/v2/users")
    own_box.control("PUT", "/clock", {"now": "2099-05-05T11:30:00Z"})
    found = spending(own_box)
    assert (found["spent_last_second"], found["last_hour"], found["spent_today"]) == (0, 0, 1)


@pytest.mark.parametrize(
    ("spent", "per_day", "end"),
    [
        (Spending(1_000, 0, 1_000), 10_000, NOON + 9 * 3600),
        (Spending(9_999, 0, 3_600), 10_000, NOON + 1),
        (Spending(10_000, 0, 0), 10_000, NOON),
        (Spending(10_001, 3, 500), 10_000, NOON),
        (Spending(1_000, 0, 750), 10_000, None),  # exactly at midnight
        (Spending(1_000, 0, 0), 10_000, None),
        (Spending(1_000, 3, 9_000), None, None),
    ],
)
def test_the_end_of_the_days_calls_is_forecast(
    spent: Spending, per_day: int | None, end: float | None
) -> None:
    assert runs_out(spent, per_day, NOON) == end


def test_a_forecast_is_a_moment_of_today(own_box: Box) -> None:
    own_box.control("PUT", "/clock", {"now": "2099-05-05T12:00:00Z"})
    own_box.control("PUT", "/limits", {"company": "northwind", "per_second": None, "per_day": 50})
    for _ in range(10):
        own_box.api("northwind", "GET", "/v2/users")
    assert spending(own_box)["runs_out"].startswith("2099-05-05T16:00")


# --- the log, read as it grows


def test_the_log_is_read_on_from_where_it_was(own_box: Box) -> None:
    own_box.lift_limits()
    empty = own_box.control("GET", "/requests").json
    assert empty["requests"] == []
    assert empty["first"] == empty["last"] + 1
    for path in ("/v2/users", "/v2/users/1", "/v2/workspaces"):
        own_box.api("northwind", "GET", path)
    answer = own_box.control("GET", f"/requests?after={empty['last']}").json
    numbers = [entry["number"] for entry in answer["requests"]]
    assert numbers == [empty["last"] + each for each in (1, 2, 3)]
    assert (answer["first"], answer["last"]) == (numbers[0], numbers[-1])
    later = own_box.control("GET", f"/requests?after={numbers[1]}").json["requests"]
    assert [entry["path"] for entry in later] == ["/v2/workspaces"]
    query = f"?after={numbers[0]}&operation=listUsers"
    assert own_box.control("GET", f"/requests{query}").json["requests"] == []
    assert own_box.control("GET", f"/requests?after={numbers[2]}").json["requests"] == []
    for wrong in ("x", "-1", "1.5", "9" * 30):
        refused = own_box.control("GET", f"/requests?after={wrong}")
        assert (refused.status, "after" in refused.json["errors"][0]) == (400, True)

    own_box.control("DELETE", "/requests")
    cleared = own_box.control("GET", "/requests").json
    assert (cleared["first"], cleared["last"]) == (numbers[2] + 1, numbers[2])


def test_an_entry_says_on_what_basis_it_was_answered(box: Box) -> None:
    answer = box.api("northwind", "GET", "/v2/flows?flowOwnerEmail=nobody@b.example")
    (*_, entry) = box.requests(operation="listFlows")
    assert entry["basis"] == answer.headers["x-gongkit-basis"]


def test_numbers_outlast_the_entries() -> None:
    log = RequestLog(begin=7)
    assert (log.first, log.last, log.read()) == (7, 6, [])
    for number in range(KEPT_ENTRIES + 5):
        add_entry(log, f"/v2/{number}")
    assert (log.first, log.last) == (12, KEPT_ENTRIES + 11)
    assert [entry["number"] for entry in log.read(after=log.last - 2)] == [log.last - 1, log.last]
    oldest = log.read(after=3)[0]
    assert (oldest["number"], oldest["path"]) == (12, "/v2/5")


def test_what_is_explained_later_is_read_again() -> None:
    log = RequestLog(begin=7)
    for path in ("/v2/a", "/v2/b", "/v2/c"):
        add_entry(log, path)
    count = log.explained
    log.hint("/v2/a", Hint("url", "It was not there."))
    assert [entry["path"] for entry in log.read(after=8)] == ["/v2/c"]
    again, new = log.read(after=8, explained=count)
    assert (again["number"], again["hints"][0]["message"]) == (7, "It was not there.")
    assert new["path"] == "/v2/c"
    assert log.read(after=9, explained=log.explained) == []
    assert [entry["number"] for entry in log.read(after=9, explained=0)] == [7]
    assert log.read(after=9, explained=log.explained + 5) == []
    log.clear()
    assert log.read(after=9, explained=count) == []


def test_the_control_api_counts_what_was_explained_later(own_box: Box) -> None:
    said = own_box.control("GET", "/requests").json
    assert said["explained"] == said["last"]
    refused = own_box.control("GET", "/requests?explained=-1")
    assert (refused.status, "explained" in refused.json["errors"][0]) == (400, True)


def test_a_log_of_another_run_has_other_numbers(own_box: Box) -> None:
    last = own_box.control("GET", "/requests").json["last"]
    now = seconds(own_box.control("GET", "/clock").json["now"])
    assert now - 600 < last / 1000 < now


def add_entry(log: RequestLog, path: str) -> None:
    log.add(
        at=NOON,
        method="GET",
        path=path,
        query="",
        body=b"",
        status=200,
        company="northwind",
        client="access-key",
        operation="listUsers",
        seconds=0.001,
        request_id=path,
        hints=(),
    )


# --- what becomes due when the clock moves


def test_the_clock_tells_which_jobs_wait_and_which_were_done(own_box: Box) -> None:
    assert own_box.control("GET", "/clock").json["jobs_waiting"] == 0
    address = "emailAddress=nobody@nowhere.example"
    path = f"/v2/data-privacy/erase-data-for-email-address?{address}"
    assert own_box.api("northwind", "POST", path).status == 200
    assert own_box.control("GET", "/clock").json["jobs_waiting"] == 1
    soon = own_box.control("PUT", "/clock", {"advance": 60}).json
    assert (soon["jobs_done"], soon["jobs_waiting"]) == (0, 1)
    later = own_box.control("PUT", "/clock", {"advance": 7200}).json
    assert (later["jobs_done"], later["jobs_waiting"]) == (1, 0)


# --- who may call


def test_the_consoles_own_calls_are_let_in_and_foreign_ones_are_not(box: Box) -> None:
    url = f"{box.url}/_sandbox/installations"
    assert send("GET", url, headers={"Sec-Fetch-Site": "same-origin"}).status == 200
    assert send("GET", url, headers={"Sec-Fetch-Site": "cross-site"}).status == 403
    assert send("GET", url, headers={"Origin": "https://evil.example"}).status == 403
