"""Faults: what goes wrong with requests because a test asked for it."""

from __future__ import annotations

import http.client
import json
import select
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from tests.sandbox.box import REDIRECT_URI, Box, Client, Reply, basic, running
from tests.sandbox.test_control import complains

from gongkit.sandbox.server.serving import Options

Gone = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)
USERS = "/v2/users"


@pytest.fixture
def own(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def fault(box: Box, operation: str, effect: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Add a fault, and give what is answered."""
    answer = box.control("POST", "/faults", {"operation": operation, "effect": effect, **more})
    assert answer.status == 201, answer.content
    added: dict[str, Any] = answer.json
    return added


def faults(box: Box) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = box.control("GET", "/faults").json["faults"]
    return listed


def users(box: Box, company: str = "northwind") -> Reply:
    return box.api(company, "GET", USERS)


def hints(box: Box) -> list[str]:
    """Give the hints of the latest request."""
    return [hint["message"] for hint in box.requests()[-1]["hints"]]


# --- a status in place of the answer


def test_a_status_is_answered_once_in_gongs_shape(own: Box) -> None:
    added = fault(own, "listUsers", {"status": 503, "retry_after": 7})
    refused = users(own)
    assert (refused.status, refused.headers["retry-after"]) == (503, "7")
    assert refused.errors
    assert own.requests()[-1]["status"] == 503
    assert f"fault {added['id']} " in hints(own)[0]
    assert users(own).status == 200
    assert hints(own) == []


def test_without_retry_after_there_is_no_such_header(own: Box) -> None:
    fault(own, "listUsers", {"status": 429})
    refused = users(own)
    assert refused.status == 429
    assert "retry-after" not in refused.headers


def test_nothing_is_done_where_a_status_is_answered(own: Box) -> None:
    call = new_call(own)
    fault(own, "addCall", {"status": 500})
    assert own.api("northwind", "POST", "/v2/calls", body=call).status == 500
    assert own.api("northwind", "POST", "/v2/calls", body=call).status == 200
    assert own.api("northwind", "POST", "/v2/calls", body=call).status == 409


def new_call(box: Box) -> dict[str, Any]:
    user = next(u for u in users(box).json["users"] if u["active"])
    return {
        "clientUniqueId": "of this test",
        "actualStart": "2026-01-31T10:00:00Z",
        "direction": "Outbound",
        "primaryUser": user["id"],
        "parties": [{"userId": user["id"]}],
    }


# --- which requests, and how often


def test_a_fault_happens_as_often_as_it_says(own: Box) -> None:
    fault(own, "listUsers", {"status": 500}, times=2)
    assert users(own).status == 500
    assert [one["times"] for one in faults(own)] == [1]
    assert [users(own).status for _ in range(2)] == [500, 200]
    assert faults(own) == []


def test_without_times_it_happens_until_it_is_deleted(own: Box) -> None:
    added = fault(own, "listUsers", {"status": 500}, times=None)
    assert [users(own).status for _ in range(5)] == [500] * 5
    assert faults(own) == [added]
    assert own.control("DELETE", f"/faults/{added['id']}").status == 200
    assert users(own).status == 200


def test_the_oldest_fault_that_hits_comes_first(own: Box) -> None:
    for status in (500, 502):
        fault(own, "listUsers", {"status": status})
    fault(own, "*", {"status": 503})
    assert [users(own).status for _ in range(4)] == [500, 502, 503, 200]


def test_it_hits_its_operation_only(own: Box) -> None:
    fault(own, "listUsers", {"status": 500})
    assert own.api("northwind", "GET", "/v2/workspaces").status == 200
    assert users(own).status == 500


def test_it_hits_its_company_only(own: Box) -> None:
    added = fault(own, "listUsers", {"status": 500}, company="globex")
    assert added["company"] == "globex"
    own.control("POST", "/companies", {"name": "initech"})
    with_initech = Box(own.control("GET", "").json)
    for name in ("northwind", "initech"):
        assert users(with_initech, name).status == 200
    assert users(with_initech, "globex").status == 500


def test_the_control_api_is_never_hit(own: Box) -> None:
    fault(own, "*", {"status": 500}, times=None)
    for path in ("", "/faults", "/clock", "/requests"):
        assert own.control("GET", path).status == 200
    client = own.register()
    assert own.code(client)


def test_a_star_hits_what_has_no_operation_too(own: Box) -> None:
    fault(own, "*", {"status": 503})
    assert own.api("northwind", "GET", "/v2/nothing").status == 503
    assert own.api("northwind", "GET", "/v2/nothing").status == 404


def test_a_request_that_is_refused_anyway_uses_no_fault_up(own_box: Box) -> None:
    fault(own_box, "listUsers", {"status": 500})
    assert own_box.api("northwind", "GET", USERS, token="unknown").status == 401
    limit = {"company": "northwind", "per_second": None, "per_day": 1}
    assert own_box.control("PUT", "/limits", limit).status == 200
    assert own_box.api("northwind", "GET", "/v2/workspaces").status == 200
    assert users(own_box).status == 429
    own_box.lift_limits()
    assert users(own_box).status == 500


def test_an_answer_that_was_given_before_is_hit_too(own: Box) -> None:
    good = users(own)
    assert users(own).json["users"] == good.json["users"]
    fault(own, "listUsers", {"status": 500})
    assert [users(own).status for _ in range(2)] == [500, 200]
    fault(own, "listUsers", {"body": "malformed"}, times=None)
    for _ in range(2):
        assert users(own).text.startswith("<!doctype html>")
        assert len(hints(own)) == 1
    own.control("DELETE", "/faults")
    assert users(own).json["users"] == good.json["users"]
    assert hints(own) == []


def test_of_many_at_once_just_so_many_are_hit(own: Box) -> None:
    fault(own, "listUsers", {"status": 500}, times=7)
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: users(own).status, range(24)))
    assert statuses.count(500) == 7
    assert faults(own) == []


# --- slow answers


@contextmanager
def held_back(box: Box, method: str, url: str, headers: dict[str, str]) -> Iterator[None]:
    """Send a request whose answer is delayed; no answer comes while the block runs."""
    parts = urlsplit(url)
    before = len(box.requests())
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port)) as connection:
        connection.request(method, url.removeprefix(f"http://{parts.netloc}"), headers=headers)
        assert any(len(box.requests()) > before for _ in range(1000))
        yield
        assert select.select([connection.sock], [], [], 0)[0] == []


def test_a_delay_holds_back_its_answer_and_no_other(own: Box) -> None:
    fault(own, "listUsers", {"delay": 600})
    url = own.companies["northwind"]["api_base_url"] + USERS
    with held_back(own, "GET", url, own_headers(own, "northwind")):
        entry = own.requests()[-1]
        assert (entry["operation"], entry["status"]) == ("listUsers", 200)
        assert "held back for 600 s" in entry["hints"][0]["message"]
        assert own.api("northwind", "GET", "/v2/workspaces").status == 200
        assert users(own).status == 200


def test_a_delayed_answer_comes_in_the_end(own: Box) -> None:
    fault(own, "listUsers", {"delay": 0.3})
    began = time.perf_counter()
    assert users(own).json["users"]
    assert time.perf_counter() - began >= 0.3


# --- connections that die


def test_dropped_before_nothing_was_done(own: Box) -> None:
    call = new_call(own)
    fault(own, "addCall", {"drop": "before"})
    with pytest.raises(Gone):
        own.api("northwind", "POST", "/v2/calls", body=call)
    entry = own.requests()[-1]
    assert (entry["operation"], entry["status"]) == ("addCall", 0)
    assert "before anything was done" in hints(own)[0]
    assert own.api("northwind", "POST", "/v2/calls", body=call).status == 200


def test_dropped_after_all_was_done(own: Box) -> None:
    call = new_call(own)
    fault(own, "addCall", {"drop": "after"})
    with pytest.raises(Gone):
        own.api("northwind", "POST", "/v2/calls", body=call)
    assert own.requests()[-1]["status"] == 200
    assert "after all was done" in hints(own)[0]
    assert own.api("northwind", "POST", "/v2/calls", body=call).status == 409


@pytest.mark.parametrize("when", ["before", "after"])
def test_only_the_connection_of_the_request_dies(own: Box, when: str) -> None:
    parts = urlsplit(own.companies["kestrel"]["api_base_url"])
    kept, dropped = (http.client.HTTPConnection(parts.hostname or "", parts.port) for _ in "ab")
    headers = own_headers(own, "kestrel")

    def ask(connection: http.client.HTTPConnection) -> int:
        connection.request("GET", USERS, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status

    assert (ask(kept), ask(dropped)) == (200, 200)
    fault(own, "listUsers", {"drop": when}, company="kestrel")
    with pytest.raises(Gone):
        ask(dropped)
    assert ask(kept) == 200
    kept.close()
    dropped.close()


def own_headers(box: Box, company: str) -> dict[str, str]:
    found = box.companies[company]
    return {"Authorization": basic(found["access_key"], found["access_key_secret"])}


def test_a_large_body_that_nobody_reads_is_dropped_too(own: Box, capfd: Any) -> None:
    fault(own, "listCallsExtensive", {"drop": "before"})
    body = json.dumps({"filter": {}, "more": "x" * 5_000_000}).encode()
    with pytest.raises(Gone):
        own.api("northwind", "POST", "/v2/calls/extensive", body=body)
    assert own.api("northwind", "POST", "/v2/calls/extensive", body={"filter": {}}).status == 200
    assert capfd.readouterr().err == ""


# --- bodies that are no JSON


def test_a_malformed_body_has_the_right_status(own: Box) -> None:
    call = new_call(own)
    fault(own, "addCall", {"body": "malformed"}, times=2)
    first = own.api("northwind", "POST", "/v2/calls", body=call)
    again = own.api("northwind", "POST", "/v2/calls", body=call)
    assert (first.status, again.status) == (200, 409)
    for answer in (first, again):
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.text.startswith("<!doctype html>")


# --- the token endpoint


def test_the_token_endpoint_answers_a_status_and_spends_nothing(own: Box) -> None:
    client = own.register()
    tokens = own.install(client)
    fault(own, "token", {"status": 503, "retry_after": 2})
    refused = own.refresh(client, tokens["refresh_token"])
    assert (refused.status, refused.headers["retry-after"]) == (503, "2")
    assert refused.json["error"] == "temporarily_unavailable"
    entry = own.requests()[-1]
    assert (entry["operation"], entry["status"], entry["company"]) == ("token", 503, "northwind")
    assert "nothing was done" in hints(own)[0]
    assert own.refresh(client, tokens["refresh_token"]).status == 200


@pytest.mark.parametrize(
    ("status", "error"), [(400, "invalid_request"), (401, "invalid_client"), (429, None)]
)
def test_the_token_endpoint_says_what_fits_the_status(
    own: Box, status: int, error: str | None
) -> None:
    client = own.register()
    code = own.code(client)
    fault(own, "token", {"status": status})
    refused = own.exchange(client, code)
    assert (refused.status, refused.json["error"]) == (status, error or "temporarily_unavailable")
    assert own.exchange(client, code).status == 200


def test_a_refresh_dropped_before_spends_nothing(own: Box) -> None:
    client, token = installed(own)
    fault(own, "token", {"drop": "before"})
    with pytest.raises(Gone):
        own.refresh(client, token)
    assert own.requests()[-1]["status"] == 0
    assert own.refresh(client, token).status == 200


def test_a_refresh_dropped_after_has_spent_the_token(own: Box) -> None:
    client, token = installed(own)
    fault(own, "token", {"drop": "after"})
    with pytest.raises(Gone):
        own.refresh(client, token)
    assert own.requests()[-1]["status"] == 200
    lost = own.refresh(client, token)
    assert (lost.status, lost.json["error"]) == (400, "invalid_grant")


def installed(box: Box) -> tuple[Client, str]:
    client = box.register()
    return client, box.install(client)["refresh_token"]


def test_a_delayed_refresh_is_done_at_once(own: Box) -> None:
    client, token = installed(own)
    fault(own, "token", {"delay": 600})
    query = urlencode({"grant_type": "refresh_token", "refresh_token": token})
    url = f"{own.url}/oauth2/generate-customer-token?{query}"
    with held_back(own, "POST", url, own_basic(client)):
        assert own.refresh(client, token).json["error"] == "invalid_grant"


def own_basic(client: Client) -> dict[str, str]:
    return {"Authorization": basic(client.client_id, client.client_secret)}


def test_a_malformed_token_answer_has_spent_the_code(own: Box) -> None:
    client = own.register()
    code = own.code(client)
    fault(own, "token", {"body": "malformed"})
    answer = own.exchange(client, code)
    assert (answer.status, answer.text[:15]) == (200, "<!doctype html>")
    assert own.exchange(client, code).status == 400


@pytest.mark.parametrize(
    "change",
    [
        {"refresh_token": None},
        {"scope": "api:users:read"},
        {"api_base_url_for_customer": "https://evil.example"},
        {"expires_in": "soon"},
        {"access_token": None, "error": "server_error", "more": [1, {"a": None}]},
    ],
)
def test_fields_of_the_token_answer_are_replaced(own: Box, change: dict[str, Any]) -> None:
    client, token = installed(own)
    fault(own, "token", {"answer": change})
    answer = own.refresh(client, token)
    assert answer.status == 200
    everything = {
        "access_token",
        "refresh_token",
        "expires_in",
        "token_type",
        "scope",
        "api_base_url_for_customer",
    }
    taken = {name for name, value in change.items() if value is None}
    assert set(answer.json) == (everything | set(change)) - taken
    for name in set(change) - taken:
        assert answer.json[name] == change[name]
    for name in change:
        assert name in hints(own)[0]
    assert own.refresh(client, token).status == 400


def test_a_token_fault_hits_its_company_only(own: Box) -> None:
    client = own.register(published=True)
    tokens = {name: own.install(client, name) for name in ("northwind", "kestrel")}
    code = own.code(client, "kestrel")
    fault(own, "token", {"status": 500}, company="kestrel", times=2)
    assert own.refresh(client, tokens["northwind"]["refresh_token"]).status == 200
    assert own.refresh(client, "nobody's").status == 400
    assert own.refresh(client, tokens["kestrel"]["refresh_token"]).status == 500
    assert own.exchange(client, code).status == 500
    assert own.exchange(client, code).status == 200


def test_a_client_that_is_refused_uses_no_fault_up(own: Box) -> None:
    client, token = installed(own)
    fault(own, "token", {"status": 500})
    assert own.refresh(Client(client.client_id, "wrong"), token).status == 401
    assert own.refresh(client, token).status == 500


# --- the authorization endpoint


def authorize(box: Box, client: Client, method: str = "GET", **more: Any) -> Reply:
    """Ask for authorization, signed in as northwind's tech admin."""
    admin = box.person("northwind", "tech_admin")
    form = urlencode({"email": admin["email"], "password": admin["password"], "next": "/"})
    cookie = box.send("POST", "/sign-in", body=form).headers["set-cookie"].partition(";")[0]
    query = urlencode(
        {"client_id": client.client_id, "redirect_uri": REDIRECT_URI, "response_type": "code"}
    )
    path = f"/oauth2/authorize?{query}"
    return box.send(method, path, headers={"Cookie": cookie}, **more)


def test_the_consent_page_answers_a_status(own: Box) -> None:
    client = own.register()
    fault(own, "authorize", {"status": 503, "retry_after": 2}, company="northwind")
    answer = authorize(own, client)
    assert (answer.status, answer.headers["retry-after"]) == (503, "2")
    entry = own.requests(operation="authorize")[-1]
    assert entry["status"] == 503
    assert "nothing was done" in entry["hints"][0]["message"]
    assert authorize(own, client).status == 200


def test_an_approval_is_dropped_before_or_after_it_is_given(own: Box) -> None:
    client = own.register()
    for when, status in (("before", 0), ("after", 303)):
        fault(own, "authorize", {"drop": when})
        with pytest.raises(Gone):
            authorize(own, client, "POST", body="decision=approve")
        assert own.requests(operation="authorize")[-1]["status"] == status
    location = authorize(own, client, "POST", body="decision=approve").headers["location"]
    assert own.exchange(client, parse_qs(urlsplit(location).query)["code"][0]).status == 200


def test_the_consent_page_is_late_or_malformed(own: Box) -> None:
    client = own.register()
    fault(own, "authorize", {"delay": 0.3})
    began = time.perf_counter()
    assert "Deal Pulse" in authorize(own, client).text
    assert time.perf_counter() - began >= 0.3
    fault(own, "authorize", {"body": "malformed"})
    answer = authorize(own, client)
    assert answer.status == 200
    assert "Deal Pulse" not in answer.text


# --- the calls themselves


def test_faults_are_listed_as_they_were_added(own: Box) -> None:
    given: list[dict[str, Any]] = [
        {"operation": "listUsers", "company": "kestrel", "times": 3, "effect": {"status": 500}},
        {"operation": "*", "company": None, "times": None, "effect": {"drop": "after"}},
        {"operation": "token", "company": None, "times": 1, "effect": {"answer": {"a": None}}},
    ]
    added = [own.control("POST", "/faults", body).json for body in given]
    assert [{**one, "id": None} for one in added] == [{**one, "id": None} for one in given]
    assert faults(own) == added
    assert own.control("DELETE", f"/faults/{added[1]['id']}").json == {}
    assert faults(own) == [added[0], added[2]]
    assert own.control("DELETE", "/faults").json == {}
    assert faults(own) == []
    complains(own, "DELETE", f"/faults/{added[0]['id']}", None, "no fault", status=404)
    complains(own, "DELETE", "/faults/x", None, "no fault", status=404)


def test_an_id_is_never_given_again(own: Box) -> None:
    first = fault(own, "*", {"status": 500})
    own.control("DELETE", "/faults")
    assert fault(own, "*", {"status": 500})["id"] != first["id"]


def test_faults_are_kept_with_the_data(data: Path) -> None:
    with running(Options(data=data, port=0)) as box:
        added = fault(box, "listUsers", {"status": 500, "retry_after": 1})
    with running(Options(data=data, port=0)) as box:
        assert faults(box) == [added]
        snapshot = box.control("GET", "/snapshot").json
        assert users(box).status == 500
        assert faults(box) == []
        assert box.control("PUT", "/snapshot", snapshot).status == 200
        assert users(box).status == 500
        fault(box, "*", {"status": 500})
        assert box.control("POST", "/reset").status == 200
        assert faults(box) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"effect": {"status": 500}}, "operation"),
        ({"operation": "listUser", "effect": {"status": 500}}, "'listUsers'"),
        ({"operation": "*"}, "effect"),
        ({"operation": "*", "effect": []}, "effect"),
        ({"operation": "*", "effect": {}}, "status, delay, drop, body and answer"),
        ({"operation": "*", "effect": {"delay": 1, "drop": "after"}}, "one of"),
        ({"operation": "*", "effect": {"retry_after": 1}}, "one of"),
        ({"operation": "*", "effect": {"status": 200}}, "effect.status"),
        ({"operation": "*", "effect": {"status": 600}}, "effect.status"),
        ({"operation": "*", "effect": {"status": "500"}}, "effect.status"),
        ({"operation": "*", "effect": {"status": 500, "retry_after": -1}}, "effect.retry_after"),
        ({"operation": "*", "effect": {"status": 500, "retry": 1}}, "'retry_after'"),
        ({"operation": "*", "effect": {"delay": 1, "retry_after": 1}}, "retry_after"),
        ({"operation": "*", "effect": {"delay": -1}}, "effect.delay"),
        ({"operation": "*", "effect": {"delay": 601}}, "effect.delay"),
        ({"operation": "*", "effect": {"drop": "now"}}, "after or before"),
        ({"operation": "*", "effect": {"body": "html"}}, "malformed"),
        ({"operation": "token", "effect": {"answer": {}}}, "effect.answer"),
        ({"operation": "token", "effect": {"answer": "x"}}, "effect.answer"),
        ({"operation": "*", "effect": {"answer": {"a": 1}}}, "token"),
        ({"operation": "*", "company": "globx", "effect": {"status": 500}}, "'globex'"),
        ({"operation": "*", "times": 0, "effect": {"status": 500}}, "times"),
        ({"operation": "*", "times": 1.5, "effect": {"status": 500}}, "times"),
        ({"operation": "*", "tims": 1, "effect": {"status": 500}}, "'times'"),
    ],
)
def test_what_cannot_be_a_fault_is_refused(box: Box, body: dict[str, Any], words: str) -> None:
    complains(box, "POST", "/faults", body, words)
    assert faults(box) == []
