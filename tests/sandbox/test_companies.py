"""Companies added by the control API: empty, in the default cell, and whole in every other way."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from tests.sandbox.box import REDIRECT_URI, Box, basic, running
from tests.sandbox.test_control import complains

from gongkit.sandbox.server.serving import Options

NOBODY = {"email": "admin@initech.example", "password": "demo", "role": "tech_admin"}


def added(box: Box, name: str = "initech", **more: Any) -> Box:
    """Add a company, and give the sandbox as its description shows it then."""
    answer = box.control("POST", "/companies", {"name": name, **more})
    assert answer.status == 201, answer.content
    return Box(box.control("GET", "").json)


@pytest.fixture
def with_initech(own_box: Box) -> Box:
    return added(own_box)


def test_the_answer_is_what_the_description_says(own_box: Box) -> None:
    body = {"name": "initech", "title": "Initech Ltd.", "region": "eu", "time_zone": "Asia/Tokyo"}
    answer = own_box.control("POST", "/companies", body)
    assert answer.status == 201
    company = answer.json
    assert own_box.control("GET", "").json["companies"][-1] == company
    assert company["api_base_url"] == own_box.url
    assert {key: company[key] for key in body} == body
    assert company["limits"] == {"per_second": 3, "per_day": 10_000}
    (admin,) = company["users"]
    assert {**admin, **NOBODY, "time_zone": "Asia/Tokyo"} == admin


def test_only_the_name_is_needed(with_initech: Box) -> None:
    company = with_initech.companies["initech"]
    assert (company["title"], company["region"], company["time_zone"]) == ("Initech", "us", "UTC")


def test_it_has_its_admin_and_one_workspace_and_no_calls(with_initech: Box) -> None:
    (user,) = with_initech.api("initech", "GET", "/v2/users").json["users"]
    assert (user["emailAddress"], user["active"]) == ("admin@initech.example", True)
    (workspace,) = with_initech.api("initech", "GET", "/v2/workspaces").json["workspaces"]
    assert workspace["name"] == "Initech"
    period = {"fromDateTime": "2000-01-01T00:00:00Z", "toDateTime": "2100-01-01T00:00:00Z"}
    assert with_initech.api("initech", "GET", f"/v2/calls?{urlencode(period)}").status == 404


def test_companies_of_the_default_cell_are_told_apart_by_their_credentials(own_box: Box) -> None:
    own = added(added(own_box), "hooli")
    seen = {
        name: own.api(name, "GET", "/v2/users").json["users"][0]["emailAddress"].partition("@")[2]
        for name in ("initech", "hooli", "globex")
    }
    assert seen == {name: f"{name}.example" for name in seen}
    assert [entry["company"] for entry in own.requests(operation="listUsers")] == list(seen)


def test_their_keys_and_tokens_count_at_the_default_cell_only(own_box: Box) -> None:
    own = added(own_box)
    client = own.register("initech")
    token = own.install(client, "initech")["access_token"]
    for name, status in (("initech", 200), ("globex", 200), ("kestrel", 401)):
        assert own.api(name, "GET", "/v2/users", token=token).status == status
    (user,) = own.api("globex", "GET", "/v2/users", token=token).json["users"]
    assert user["emailAddress"] == "admin@initech.example"
    key = basic(own.companies["initech"]["access_key"], "not its secret")
    refused = own.api("initech", "GET", "/v2/users", headers={"Authorization": key})
    assert refused.status == 401
    entry = own.requests()[-1]
    assert entry["company"] == "initech"
    assert entry["hints"][0]["message"] == "The access key is right, its secret is not."


def test_a_refused_token_is_logged_as_its_companys(with_initech: Box) -> None:
    client = with_initech.register("initech")
    token = with_initech.install(client, "initech")["access_token"]
    with_initech.advance(2 * 86_400)
    assert with_initech.api("initech", "GET", "/v2/users", token=token).status == 401
    (entry,) = with_initech.requests(company="initech", operation="listUsers")
    assert "expired" in entry["hints"][0]["message"]


def test_its_tech_admin_signs_in_and_approves(with_initech: Box) -> None:
    client = with_initech.register("globex", published=True)
    (admin,) = with_initech.companies["initech"]["users"]
    form = {"email": admin["email"], "password": admin["password"], "next": "/"}
    signed_in = with_initech.send("POST", "/sign-in", body=urlencode(form))
    cookie = {"Cookie": signed_in.headers["set-cookie"].partition(";")[0]}
    query = {
        "client_id": client.client_id,
        "redirect_uri": REDIRECT_URI,
        "response_type": "code",
    }
    path = f"/oauth2/authorize?{urlencode(query)}"
    assert "Initech" in with_initech.send("GET", path, headers=cookie).text
    approved = with_initech.send("POST", path, headers=cookie, body="decision=approve")
    code = parse_qs(urlsplit(approved.headers["location"]).query)["code"][0]
    tokens = with_initech.exchange(client, code).json
    assert tokens["api_base_url_for_customer"] == with_initech.url
    refreshed = with_initech.refresh(client, tokens["refresh_token"]).json
    token = refreshed["access_token"]
    assert with_initech.api("initech", "GET", "/v2/users", token=token).status == 200


def test_each_has_limits_of_its_own(own_box: Box) -> None:
    own = added(own_box)
    statuses = [own.api("initech", "GET", "/v2/users").status for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert own.api("globex", "GET", "/v2/users").status == 200
    body = {"company": "initech", "per_second": None, "per_day": 4}
    assert own.control("PUT", "/limits", body).status == 200
    assert own.api("initech", "GET", "/v2/users").status == 200
    assert own.api("initech", "GET", "/v2/users").status == 429


def test_each_has_settings_and_can_be_filled(with_initech: Box) -> None:
    settings = {"company": "initech", "call_visible_after": 60}
    assert with_initech.control("PUT", "/settings", settings).status == 200
    (user,) = with_initech.api("initech", "GET", "/v2/users").json["users"]
    call = {
        "clientUniqueId": "1",
        "actualStart": "2026-01-31T10:00:00Z",
        "direction": "Outbound",
        "primaryUser": user["id"],
        "parties": [{"userId": user["id"]}],
    }
    made = with_initech.api("initech", "POST", "/v2/calls", body=call)
    assert made.status == 200, made.content
    path = f"/v2/calls/{made.json['callId']}"
    assert with_initech.api("initech", "GET", path).status == 404
    with_initech.advance(61)
    assert with_initech.api("initech", "GET", path).status == 200
    assert with_initech.api("globex", "GET", path).status == 404


def test_it_survives_a_restart_and_goes_with_a_reset(data: Path) -> None:
    with running(Options(data=data, port=0)) as first:
        before = added(first).companies["initech"]
    with running(Options(data=data, port=0)) as second:
        after = second.companies["initech"]
        assert {**before, "api_base_url": second.url} == after
        assert second.api("initech", "GET", "/v2/users").status == 200
        assert second.control("POST", "/reset").status == 200
        assert "initech" not in Box(second.control("GET", "").json).companies


def test_it_is_in_a_snapshot(own_box: Box) -> None:
    own = added(own_box)
    snapshot = own.control("GET", "/snapshot").json
    assert own.control("POST", "/reset").status == 200
    assert own.api("initech", "GET", "/v2/users").status == 401
    assert own.control("PUT", "/snapshot", snapshot).status == 200
    assert own.api("initech", "GET", "/v2/users").status == 200


def test_a_thousand_are_added_at_once(own_box: Box) -> None:
    # The processor's time, in which the sandbox's thread counts, and other tests do not.
    began = time.process_time()
    answer = own_box.control("POST", "/companies", {"name": "acme", "count": 1000})
    assert time.process_time() - began < 2
    assert answer.status == 201
    companies = answer.json["companies"]
    assert [company["name"] for company in companies] == [f"acme-{n}" for n in range(1, 1001)]
    for key in ("id", "access_key", "access_key_secret", "title"):
        assert len({company[key] for company in companies}) == 1000
    began = time.process_time()
    described = own_box.control("GET", "").json
    assert time.process_time() - began < 1
    assert described["companies"][3:] == companies
    own = Box(described)
    assert own.api("acme-1000", "GET", "/v2/users").status == 200
    assert "Acme 1000" in own.send("GET", "/sign-in").text


def test_many_at_once_get_their_own_tokens(own_box: Box) -> None:
    assert own_box.control("POST", "/companies", {"name": "acme", "count": 40}).status == 201
    own = Box(own_box.control("GET", "").json)
    client = own.register(published=True)
    names = [f"acme-{number}" for number in range(1, 41)]

    def email_of(name: str) -> str:
        token = own.install(client, name)["access_token"]
        (user,) = own.api(name, "GET", "/v2/users", token=token).json["users"]
        email: str = user["emailAddress"]
        return email

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(email_of, names)) == [f"admin@{name}.example" for name in names]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "name"),
        ({"name": ""}, "acme-2"),
        ({"name": "Initech"}, "lower-case"),
        ({"name": "in itech"}, "lower-case"),
        ({"name": "42"}, "lower-case"),
        ({"name": "in--itech"}, "hyphens"),
        ({"name": "initech-"}, "hyphens"),
        ({"name": "é"}, "lower-case"),
        ({"name": "a" * 51}, "50"),
        ({"name": "initech", "title": " "}, "title"),
        ({"name": "initech", "title": "two\nlines"}, "title"),
        ({"name": "initech", "region": "US"}, "region"),
        ({"name": "initech", "time_zone": "Europe"}, "Europe/Berlin"),
        ({"name": "initech", "time_zone": "Europe/Berlinn"}, "Europe/Berlin"),
        ({"name": "initech", "time_zone": "../zone"}, "Europe/Berlin"),
        ({"name": "initech", "time_zone": ""}, "Europe/Berlin"),
        ({"name": "initech", "count": 0}, "count"),
        ({"name": "initech", "count": 10_001}, "count"),
        ({"name": "initech", "count": True}, "count"),
        ({"name": "initech", "titel": "x"}, "'title'"),
    ],
)
def test_what_cannot_be_a_company_is_refused(box: Box, body: dict[str, Any], words: str) -> None:
    complains(box, "POST", "/companies", body, words)
    assert len(box.control("GET", "").json["companies"]) == 3


def test_a_name_is_given_once(own_box: Box) -> None:
    complains(own_box, "POST", "/companies", {"name": "globex"}, "globex", status=409)
    own = added(own_box, "acme-3")
    again = {"name": "acme", "count": 5}
    complains(own, "POST", "/companies", again, "acme-3", status=409)
    assert list(Box(own.control("GET", "").json).companies)[3:] == ["acme-3"]


def test_the_same_seed_and_name_give_the_same_company(own_box: Box) -> None:
    first = added(own_box).companies["initech"]
    assert own_box.control("POST", "/reset").status == 200
    assert added(own_box).companies["initech"] == first
