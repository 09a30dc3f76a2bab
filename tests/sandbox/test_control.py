"""The control API: a promise to everybody's tests."""

from __future__ import annotations

import base64
import copy
import dataclasses
import json
import zlib
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from tests.sandbox.box import MANIFEST, REDIRECT_URI, Box, running, send

from gongkit.redact import Secret
from gongkit.sandbox.core.companies import insert_company, load_companies
from gongkit.sandbox.core.state import state_of_image
from gongkit.sandbox.server.serving import Options


def complains(box: Box, method: str, path: str, body: Any, *words: str, status: int = 400) -> None:
    """Check that a call is refused in the control API's own shape, with these words."""
    answer = box.control(method, path, body)
    assert answer.status == status, answer.content
    assert set(answer.json) == {"errors"}
    text = " ".join(answer.json["errors"])
    for word in words:
        assert word in text, text


def test_the_description_says_everything_a_test_needs(box: Box) -> None:
    found = box.control("GET", "").json
    assert found["url"] == box.url
    assert datetime.fromisoformat(found["now"]).utcoffset() is not None
    assert [(c["name"], c["region"]) for c in found["companies"]] == [
        ("northwind", "us"),
        ("kestrel", "eu"),
        ("globex", "us"),
    ]
    for company in found["companies"]:
        assert company["id"].isdigit()
        assert company["access_key"]
        assert company["access_key_secret"]
        roles = {user["role"] for user in company["users"]}
        assert roles == {"tech_admin", "business_admin", "rep"}
        assert all(user["email"] and user["password"] for user in company["users"])
        zones = {user["time_zone"] for user in company["users"]}
        assert company["time_zone"] in zones
    assert any(
        user["time_zone"] != company["time_zone"]
        for company in found["companies"]
        for user in company["users"]
    )


def test_registered_integrations_are_listed_with_status(box: Box) -> None:
    private, published = box.register(), box.register("kestrel", published=True)
    listed = {i["client_id"]: i for i in box.control("GET", "").json["integrations"]}
    assert listed[private.client_id]["status"] == "private"
    assert listed[private.client_id]["company"] == "northwind"
    assert listed[published.client_id]["status"] == "published"
    assert listed[published.client_id]["client_secret"] == published.client_secret
    assert listed[published.client_id]["name"] == "Deal Pulse"


def test_a_manifest_is_checked_and_its_places_are_named(box: Box) -> None:
    integration = MANIFEST["integration"]
    bad = {"integration": {**integration, "scopes": ["api:call:read:basic"]}}
    complains(box, "POST", "/integrations", bad, "integration.scopes[0]", "api:calls:read:basic")
    bad = {"integration": {**integration, "redirect_uri": []}}
    complains(box, "POST", "/integrations", bad, "redirect_uris")
    bad = {"integration": {**integration, "redirect_uris": ["http://pulse.example/cb"]}}
    complains(box, "POST", "/integrations", bad, "integration.redirect_uris[0]")
    bad = {"integration": {**integration, "redirect_uris": ["https://pulse.example/cb#x"]}}
    complains(box, "POST", "/integrations", bad, "fragment")
    complains(box, "POST", "/integrations", {}, "integration")
    complains(box, "POST", "/integrations", {**MANIFEST, "company": "northwynd"}, "'northwind'")
    complains(box, "POST", "/integrations", {**MANIFEST, "published": "yes"}, "published")
    for wrong, right in (("publised", "published"), ("compnay", "company"), ("ifram", "iframe")):
        complains(box, "POST", "/integrations", {**MANIFEST, wrong: 1}, f"{wrong}:", f"'{right}'")


def test_the_first_company_owns_an_integration_without_owner(box: Box) -> None:
    client_id = box.control("POST", "/integrations", MANIFEST).json["client_id"]
    listed = {i["client_id"]: i for i in box.control("GET", "").json["integrations"]}
    assert listed[client_id]["company"] == "northwind"


def test_an_integration_is_changed_and_stays_the_same(box: Box) -> None:
    client, renamed = box.register(), copy.deepcopy(MANIFEST)
    renamed["integration"]["name"] = "Deal Tide"
    reply = box.control("PUT", f"/integrations/{client.client_id}", {**renamed, "published": True})
    assert (reply.status, reply.json) == (200, {"client_id": client.client_id})
    listed = {i["client_id"]: i for i in box.control("GET", "").json["integrations"]}
    found = listed[client.client_id]
    assert (found["name"], found["status"]) == ("Deal Tide", "published")
    assert found["client_secret"] == client.client_secret
    box.control("PUT", f"/integrations/{client.client_id}", MANIFEST)
    listed = {i["client_id"]: i for i in box.control("GET", "").json["integrations"]}
    assert listed[client.client_id]["status"] == "published", "what is not said stays"
    path = f"/integrations/{client.client_id}"
    complains(box, "PUT", path, {**MANIFEST, "company": "kestrel"}, "company")
    complains(box, "PUT", "/integrations/x", MANIFEST, "client_id", status=404)


PNG = b"\x89PNG\r\n\x1a\n and more"


def test_its_pictures_are_kept_and_served_harmlessly(box: Box) -> None:
    images = {"small": PNG, "large": b"<svg xmlns='http://www.w3.org/2000/svg'></svg>"}
    encoded = {kind: base64.b64encode(content).decode() for kind, content in images.items()}
    client_id = box.control("POST", "/integrations", {**MANIFEST, "images": encoded}).json[
        "client_id"
    ]
    small = box.send("GET", f"/integrations/{client_id}/small")
    assert (small.status, small.content) == (200, PNG)
    assert small.headers["content-type"] == "image/png"
    large = box.send("GET", f"/integrations/{client_id}/large")
    assert large.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in large.headers["content-security-policy"]
    box.control("PUT", f"/integrations/{client_id}", {**MANIFEST, "images": {"small": None}})
    assert box.send("GET", f"/integrations/{client_id}/small").status == 404
    assert box.send("GET", f"/integrations/{client_id}/large").status == 200


@pytest.mark.parametrize(
    ("images", "said"),
    [
        ({"small": "%%%"}, "base64"),
        ({"small": base64.b64encode(b"%PDF-1.7").decode()}, "not a PNG"),
        ({"small": base64.b64encode(PNG + b"x" * 1_000_000).decode()}, "1,000 KB"),
        ({"medium": ""}, "small, large, composer"),
        (["small"], "small, large, composer"),
    ],
)
def test_what_is_no_picture_is_refused(box: Box, images: Any, said: str) -> None:
    complains(box, "POST", "/integrations", {**MANIFEST, "images": images}, "images", said)


def test_consent_does_what_a_click_does(box: Box) -> None:
    client = box.register()
    body: dict[str, Any] = {
        "client_id": client.client_id,
        "company": "northwind",
        "redirect_uri": REDIRECT_URI,
        "scope": "api:users:read",
        "state": "abc",
    }
    approved = box.control("POST", "/consent", {**body, "approve": True}).json["redirect_to"]
    assert approved.startswith(f"{REDIRECT_URI}&code=")
    assert approved.endswith("&state=abc")
    denied = box.control("POST", "/consent", {**body, "approve": False}).json["redirect_to"]
    assert "error=access_denied" in denied
    wrong = box.control("POST", "/consent", {**body, "scope": "api:nope"}).json["redirect_to"]
    assert "error=invalid_scope" in wrong
    complains(
        box, "POST", "/consent", {**body, "redirect_uri": "https://x.example"}, "redirect_uri"
    )
    complains(box, "POST", "/consent", {**body, "client_id": "x"}, "client_id")
    complains(box, "POST", "/consent", {**body, "company": "x"}, "northwind")
    complains(box, "POST", "/consent", {**body, "aprove": True}, "aprove", "'approve'")
    complains(box, "POST", "/consent", {"company": "northwind"}, "client_id")


def test_the_clock_can_be_moved(own_box: Box) -> None:
    before = datetime.fromisoformat(own_box.control("GET", "/clock").json["now"])
    moved = own_box.control("PUT", "/clock", {"advance": 3600.5}).json["now"]
    assert 3600.5 <= (datetime.fromisoformat(moved) - before).total_seconds() < 3700
    far = own_box.control("PUT", "/clock", {"now": "2100-01-01T00:00:00+01:00"}).json["now"]
    assert far.startswith("2099-12-31T23:00:0")
    assert own_box.control("GET", "").json["now"].startswith("2099-12-31T23:00:")
    complains(own_box, "PUT", "/clock", {"advance": -1}, "advance", "negative", "now")
    back = own_box.control("PUT", "/clock", {"now": "2026-01-01T00:00:00Z"}).json["now"]
    assert back.startswith("2026-01-01T00:00:0")
    complains(own_box, "PUT", "/clock", {"now": "1999-01-01T00:00:00Z"}, "2000")
    complains(own_box, "PUT", "/clock", {"now": "2100-01-02T00:00:00"}, "offset")
    complains(own_box, "PUT", "/clock", {"now": "tomorrow"}, "ISO-8601")
    complains(own_box, "PUT", "/clock", {}, "advance")
    complains(own_box, "PUT", "/clock", {"advance": 1, "now": "2100-01-02T00:00:00Z"}, "either")
    complains(own_box, "PUT", "/clock", {"advnce": 1}, "'advance'")
    complains(own_box, "PUT", "/clock", {"advance": "1"}, "advance", "number")
    complains(own_box, "PUT", "/clock", {"advance": 1e300}, "9000")


def test_the_log_tells_what_was_asked_and_by_whom(own_box: Box) -> None:
    own_box.lift_limits()
    token = own_box.install(own_box.register())["access_token"]
    since = own_box.control("GET", "/clock").json["now"]
    own_box.api("northwind", "POST", "/v2/users/extensive?x=1&x=2", body={"filter": {}})
    own_box.api("northwind", "GET", "/v2/users", token=token)
    own_box.api("kestrel", "GET", "/v2/nothing")
    first, second, third = own_box.requests(since=since)
    assert first["method"] == "POST"
    assert first["path"] == "/v2/users/extensive"
    assert first["query"] == {"x": ["1", "2"]}
    assert first["body"] == {"filter": {}}
    assert (first["status"], first["company"], first["client"]) == (200, "northwind", "access-key")
    assert first["operation"] == "listMultipleUsers"
    assert first["duration_ms"] > 0
    assert second["client"] not in {None, "access-key"}
    assert second["body"] is None
    assert (third["operation"], third["status"]) == (None, 404)
    assert [e["operation"] for e in own_box.requests(operation="listUsers")] == ["listUsers"]
    assert [e["path"] for e in own_box.requests(company="kestrel")] == ["/v2/nothing"]
    complains(own_box, "GET", "/requests?operaton=x", None, "'operation'")
    complains(own_box, "GET", "/requests?since=yesterday", None, "ISO-8601")
    complains(own_box, "GET", "/requests?company=nobody", None, "northwind")
    complains(own_box, "GET", "/requests?operation=lstUsers", None, "operation", "'listUsers'")
    complains(own_box, "GET", "/requests?operation=tokn", None, "'token'")
    assert {entry["status"] for entry in own_box.requests(operation="token")} == {200}
    assert own_box.control("DELETE", "/requests").status == 200
    assert own_box.requests() == []


def test_the_log_names_the_operation_of_a_refused_call_too(own_box: Box) -> None:
    client = own_box.register()
    token = own_box.install(client)["access_token"]
    own_box.advance(30 * 86_400)
    assert own_box.api("northwind", "GET", "/v2/users", token=token).status == 401
    assert own_box.api("kestrel", "GET", "/v2/users", token=token).status == 401
    assert own_box.api("northwind", "GET", "/v2/users", token="unknown").status == 401
    body = {"company": "northwind", "per_second": None, "per_day": 1}
    assert own_box.control("PUT", "/limits", body).status == 200
    assert own_box.api("northwind", "GET", "/v2/users").status == 200
    assert own_box.api("northwind", "GET", "/v2/users").status == 429
    assert own_box.api("northwind", "GET", "/v2/nothing").status == 429
    entries = own_box.requests(operation="listUsers")
    assert [(entry["status"], entry["client"]) for entry in entries] == [
        (401, client.client_id),
        (401, client.client_id),
        (401, None),
        (200, "access-key"),
        (429, "access-key"),
    ]
    assert own_box.requests()[-1]["operation"] is None


def test_a_long_body_is_cut_in_the_log(box: Box) -> None:
    body = {"filter": {"userIds": ["1"] * 5_000}}
    answer = box.api("northwind", "POST", "/v2/users/extensive", body=body)
    (entry,) = [e for e in box.requests() if e["request_id"] == answer.json["requestId"]]
    assert entry["body"].startswith('{"filter"')
    assert entry["body"].endswith(f"({len(json.dumps(body))} bytes)")
    assert len(entry["body"]) < 10_000


def test_a_snapshot_restores_everything_and_the_time(own_box: Box) -> None:
    own_box.lift_limits()
    client = own_box.register()
    tokens = own_box.install(client)
    snapshot = own_box.control("GET", "/snapshot").json
    assert own_box.refresh(client, tokens["refresh_token"]).status == 200
    own_box.advance(30 * 86_400)
    later = own_box.register("kestrel")
    assert own_box.control("PUT", "/snapshot", snapshot).status == 200
    found = own_box.control("GET", "").json
    assert found["now"][:13] == snapshot["now"][:13]
    assert [i["client_id"] for i in found["integrations"]] == [client.client_id]
    assert own_box.api("northwind", "GET", "/v2/users", token=tokens["access_token"]).status == 200
    assert own_box.refresh(client, tokens["refresh_token"]).status == 200
    assert own_box.token(later, grant_type="refresh_token", refresh_token="x").status == 401


def test_a_snapshot_of_another_sandbox_brings_its_companies(own_box: Box) -> None:
    with running(Options(port=0, seed="2")) as other:
        snapshot = other.control("GET", "/snapshot").json
    assert own_box.control("PUT", "/snapshot", snapshot).status == 200
    restored = Box(own_box.control("GET", "").json)
    assert restored.companies["northwind"]["id"] == other.companies["northwind"]["id"]
    base_urls = {name: c["api_base_url"] for name, c in own_box.companies.items()}
    assert {name: c["api_base_url"] for name, c in restored.companies.items()} == base_urls
    assert restored.api("kestrel", "GET", "/v2/users").status == 200
    assert own_box.api("kestrel", "GET", "/v2/users").status == 401


def broken_snapshots(good: dict[str, Any]) -> dict[str, Any]:
    """Damage a snapshot in many ways."""
    image = zlib.decompress(base64.b64decode(good["database"]))

    def packed(raw: bytes) -> str:
        return base64.b64encode(zlib.compress(raw)).decode()

    def changed(at: int, raw: bytes) -> str:
        return packed(image[:at] + raw + image[at + len(raw) :])

    database = good["database"]
    return {
        "no JSON object": [],
        "nothing": {},
        "no time": {**good, "now": "noon"},
        "another format": {**good, "format": "tar"},
        "another version": {**good, "version": 2},
        "an unknown key": {**good, "more": 1},
        "no base64": {**good, "database": "%%%"},
        "no zlib": {**good, "database": base64.b64encode(b"nothing").decode()},
        "cut off": {**good, "database": database[: len(database) // 8 * 4]},
        "no database": {**good, "database": packed(b"hello" * 100)},
        "an empty database": {**good, "database": packed(b"")},
        "half a database": {**good, "database": packed(image[: len(image) // 2])},
        "not ours": {**good, "database": changed(68, b"\0\0\0\0")},
        "of other tables": {**good, "database": changed(60, b"\0\0\0\x63")},
        "damaged": {**good, "database": changed(4096, b"\xff" * 8192)},
    }


def test_a_broken_snapshot_is_refused_and_changes_nothing(own_box: Box) -> None:
    client = own_box.register()
    tokens = own_box.install(client)
    good = own_box.control("GET", "/snapshot").json
    for how, snapshot in broken_snapshots(good).items():
        answer = own_box.control("PUT", "/snapshot", snapshot)
        assert (how, answer.status) == (how, 400)
        assert answer.json["errors"]
    assert own_box.refresh(client, tokens["refresh_token"]).status == 200
    assert own_box.control("PUT", "/snapshot", good).status == 200


def test_reset_starts_over_with_the_same_data_and_ports(own_box: Box) -> None:
    own_box.register()
    own_box.lift_limits()
    own_box.advance(86_400 * 365)
    assert own_box.control("POST", "/reset").status == 200
    found = own_box.control("GET", "").json
    assert found["integrations"] == []
    assert Box(found).companies == {
        name: {**company, "limits": {"per_second": 3, "per_day": 10_000}}
        for name, company in own_box.companies.items()
    }
    assert own_box.requests() == []
    assert own_box.api("kestrel", "GET", "/v2/users").status == 200
    seconds = abs(
        (datetime.fromisoformat(found["now"]) - datetime.now().astimezone()).total_seconds()
    )
    assert seconds < 60


def test_oauth_settings_are_checked(own_box: Box) -> None:
    changed = own_box.control("PUT", "/oauth", {"refresh": "grace", "grace_seconds": 5}).json
    assert changed["refresh"] == "grace"
    assert own_box.control("PUT", "/oauth", {"iss": True}).json == {**changed, "iss": True}
    every_way = "refresh: must be grace or reuse or revoke_family or rotate"
    complains(own_box, "PUT", "/oauth", {"refresh": "sometimes"}, every_way)
    complains(own_box, "PUT", "/oauth", {"refresh": 1}, every_way)
    taken = own_box.control("GET", "/snapshot").json
    complains(own_box, "PUT", "/snapshot", {**taken, "version": 2}, "version: must be 1")
    complains(own_box, "PUT", "/snapshot", {**taken, "version": "1"}, "version: must be 1")
    complains(own_box, "PUT", "/oauth", {"refesh": "grace"}, "'refresh'")
    complains(own_box, "PUT", "/oauth", {"grace_seconds": -1}, "grace_seconds")
    complains(own_box, "PUT", "/oauth", {"pkce": True}, "pkce")
    assert own_box.control("GET", "/oauth").json == {**changed, "iss": True}


@pytest.mark.parametrize("seconds", [-1, 315_360_001, 1e300, True, "60", None])
def test_what_takes_seconds_takes_ten_years_at_most(own_box: Box, seconds: Any) -> None:
    before = own_box.control("GET", "/settings").json
    company = {"company": "northwind"}
    complains(own_box, "PUT", "/settings", {**company, "erase_after": seconds}, "erase_after")
    assert own_box.control("GET", "/settings").json == before
    assert (
        own_box.control("PUT", "/settings", {**company, "erase_after": 315_360_000}).status == 200
    )


def test_unknown_calls_name_the_nearest(box: Box) -> None:
    complains(box, "GET", "/clok", None, "'/_sandbox/clock'", status=404)
    complains(box, "DELETE", "/clock", None, "PUT", status=405)
    complains(box, "POST", "/reset", {"all": True}, "all", "It takes none")
    complains(box, "POST", "/integrations/x/rotate-secret", {}, "client_id", status=404)


def test_bodies_that_are_no_json_are_refused(box: Box) -> None:
    for raw in (b"{", b"\xff", b"[" * 100_000, b"[]", b"1"):
        answer = box.send("PUT", "/_sandbox/limits", body=raw)
        assert (answer.status, list(answer.json)) == (400, ["errors"])


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:4664"},
        {"Host": "[oops"},
    ],
)
def test_web_pages_of_others_cannot_use_the_control_api(box: Box, headers: dict[str, str]) -> None:
    for method, path in (("POST", "/_sandbox/reset"), ("GET", "/_sandbox")):
        answer = box.send(method, path, headers=headers)
        assert answer.status in {400, 403}
        assert box.companies["northwind"]["access_key"] not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:4664", "[oops"])
@pytest.mark.parametrize(("method", "path"), [("GET", "/sign-in"), ("POST", "/sign-in")])
def test_a_web_site_whose_name_was_made_to_lead_here_has_no_pages(
    box: Box, host: str, method: str, path: str
) -> None:
    # To the browser its pages and ours have one origin then.
    headers = {"Host": host, "Sec-Fetch-Site": "same-origin"}
    person = box.person("northwind", "tech_admin")
    form = urlencode({"email": person["email"], "password": person["password"]})
    answer = box.send(method, path, headers=headers, body=form if method == "POST" else None)
    assert answer.status == 403
    assert answer.errors == ["Call this machine 127.0.0.1 or localhost to see the pages"]
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/_sandbox", "/sign-in"])
def test_this_machine_may_be_called_localhost(box: Box, path: str) -> None:
    port = urlsplit(box.url).port
    answer = box.send("GET", path, headers={"Host": f"localhost:{port}"})
    assert answer.status == 200


def test_beyond_this_machine_the_control_token_is_needed() -> None:
    with running(Options(host="0.0.0.0", port=0, control_token=Secret("open sesame"))) as wide:
        assert wide.control("GET", "").status == 401
        for given in ({"X-Control-Token": "open"}, {"Authorization": "Bearer open"}, {}):
            answer = wide.send("POST", "/_sandbox/reset", headers=given)
            assert answer.status == 401
            assert "control-token" in answer.json["errors"][0]
        for given in (
            {"X-Control-Token": "open sesame"},
            {"Authorization": "Bearer open sesame"},
        ):
            assert wide.send("GET", "/_sandbox", headers=given).status == 200
        # Its URLs begin with the name by which it was called.
        port = urlsplit(wide.url).port
        headers = {"X-Control-Token": "open sesame", "Host": f"gong.test:{port}"}
        found = send("GET", f"{wide.url}/_sandbox", headers=headers).json
        assert found["url"] == f"http://gong.test:{port}"
        kestrel = next(c for c in found["companies"] if c["name"] == "kestrel")
        assert kestrel["api_base_url"].startswith("http://gong.test:")
        assert wide.send("GET", "/sign-in", headers=headers).status == 200


def test_a_moment_of_the_log_can_be_used_as_it_is(own_box: Box) -> None:
    own_box.api("northwind", "GET", "/v2/users")
    (entry,) = own_box.requests()
    answer = own_box.send("GET", f"/_sandbox/requests?since={entry['time']}")
    assert [e["request_id"] for e in answer.json["requests"]] == [entry["request_id"]]
    assert quote(entry["time"], safe=":") == entry["time"]


def test_a_company_that_a_snapshot_brings_gets_a_port(own_box: Box) -> None:
    snapshot = own_box.control("GET", "/snapshot").json
    state = state_of_image(zlib.decompress(base64.b64decode(snapshot["database"])))
    company = load_companies(state)["kestrel"]
    newcomer = dataclasses.replace(
        company, id="42", name="initech", cell="us-1", access_key="KEY", domain="initech.example"
    )
    with state.write():
        insert_company(state, newcomer)
    snapshot["database"] = base64.b64encode(zlib.compress(state.image())).decode()
    state.close()
    assert own_box.control("PUT", "/snapshot", snapshot).status == 200
    restored = Box(own_box.control("GET", "").json)
    urls = {found["api_base_url"] for found in restored.companies.values()}
    assert len(urls) == 4
    assert restored.api("initech", "GET", "/v2/users/1").status == 404
    assert restored.api("kestrel", "GET", "/v2/users").status == 200
    answer = send("GET", restored.companies["initech"]["api_base_url"])
    assert "initech" in answer.errors[0]
