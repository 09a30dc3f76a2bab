"""The OAuth server over raw HTTP, a test or more for each promise that it makes."""

from __future__ import annotations

import base64
import hashlib
import re
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from tests.sandbox.box import REDIRECT_URI, SCOPES, Box, Client, Reply, basic, send

OTHER_URI = "https://pulse.example/callback"
YEAR = 365 * 86_400


def authorize(box: Box, client: Client, *, cookie: str = "", **changes: str | None) -> Reply:
    """Open the authorize URL; a change to None leaves that parameter out."""
    parameters = {
        "client_id": client.client_id,
        "response_type": "code",
        "scope": " ".join(SCOPES),
        "redirect_uri": REDIRECT_URI,
        "state": "s t&a=te/ü",
        **changes,
    }
    query = urlencode({name: value for name, value in parameters.items() if value is not None})
    headers = {"Cookie": cookie} if cookie else {}
    return box.send("GET", f"/oauth2/authorize?{query}", headers=headers)


def sent_back(answer: Reply, uri: str = REDIRECT_URI) -> dict[str, str]:
    """Read the parameters of a redirect to the client, which must go where it was registered."""
    assert answer.status == 303
    location = answer.headers["location"]
    assert location.startswith(uri)
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def refused(answer: Reply, error: str, status: int = 400) -> str:
    """Check an error of the token endpoint; give its description."""
    assert (answer.status, answer.json["error"]) == (status, error)
    assert answer.headers["cache-control"] == "no-store"
    description: str = answer.json["error_description"]
    return description


@contextmanager
def behaving(box: Box, **settings: Any) -> Iterator[None]:
    """Let the OAuth server behave in another way for a while."""
    before = box.control("GET", "/oauth").json
    assert box.control("PUT", "/oauth", settings).status == 200
    try:
        yield
    finally:
        assert box.control("PUT", "/oauth", before).status == 200


def works(box: Box, token: str, company: str = "northwind") -> bool:
    """Tell whether a token opens a company's API."""
    status = box.api(company, "GET", "/v2/users/1", token=token).status
    assert status in {401, 404}
    return status == 404


# --- redirect match


@pytest.mark.parametrize(
    "uri",
    [
        REDIRECT_URI + "/",
        REDIRECT_URI.replace("localhost", "LOCALHOST"),
        REDIRECT_URI.partition("?")[0],
        REDIRECT_URI + "&more=1",
        REDIRECT_URI.replace("8000", "8001"),
        "https://evil.example/callback",
        "javascript:alert(1)",
        None,
        "",
    ],
)
def test_a_redirect_uri_that_is_not_registered_gets_a_page(box: Box, uri: str | None) -> None:
    answer = authorize(box, box.register(), redirect_uri=uri)
    assert answer.status == 400
    assert "location" not in answer.headers
    assert "redirect_uri" in answer.text


@pytest.mark.parametrize("client_id", [None, "", "nobody", "' OR 1=1 --"])
def test_an_unknown_client_gets_a_page(box: Box, client_id: str | None) -> None:
    answer = authorize(box, box.register(), client_id=client_id)
    assert answer.status == 400
    assert "location" not in answer.headers
    assert "client_id" in answer.text


def test_a_page_shows_nothing_of_the_request_as_markup(box: Box) -> None:
    answer = authorize(box, box.register(), client_id="<script>alert(1)</script>")
    assert "<script" not in answer.text


def test_the_redirect_uri_is_compared_again_at_the_token_endpoint(box: Box) -> None:
    client = box.register()
    code = box.code(client)
    assert "redirect_uri" in refused(
        box.exchange(client, code, redirect_uri=OTHER_URI), "invalid_grant"
    )
    parameters = {"grant_type": "authorization_code", "code": code}
    assert "redirect_uri" in refused(box.token(client, **parameters), "invalid_request")
    assert box.exchange(client, code).status == 200


# --- response_type, scope


def test_an_error_is_sent_back_with_the_state(box: Box) -> None:
    found = sent_back(authorize(box, box.register(), response_type="token"))
    assert found["error"] == "unsupported_response_type"
    assert found["state"] == "s t&a=te/ü"
    assert found["from"] == "gong"


def test_response_type_must_be_there(box: Box) -> None:
    found = sent_back(authorize(box, box.register(), response_type=None, state=None))
    assert found["error"] == "invalid_request"
    assert "state" not in found


def test_scopes_must_be_registered(box: Box) -> None:
    client = box.register()
    for scope in ("api:calls:create", "api:users:read,api:calls:read:basic", "ü", 'a"b'):
        found = sent_back(authorize(box, client, scope=f"api:users:read {scope}"))
        assert found["error"] == "invalid_scope"
        assert re.fullmatch(r"[\x20-\x21\x23-\x5b\x5d-\x7e]+", found["error_description"])


def test_a_parameter_that_comes_twice_is_refused(box: Box) -> None:
    client = box.register()
    query = urlencode(
        [
            ("client_id", client.client_id),
            ("redirect_uri", REDIRECT_URI),
            ("response_type", "code"),
            ("response_type", "code"),
        ]
    )
    assert sent_back(box.send("GET", f"/oauth2/authorize?{query}"))["error"] == "invalid_request"
    twice = f"{query}&client_id={client.client_id}"
    assert box.send("GET", f"/oauth2/authorize?{twice}").status == 400


def test_fewer_scopes_may_be_asked_for_and_are_what_is_granted(box: Box) -> None:
    client = box.register()
    tokens = box.install(client, scope="api:users:read")
    assert tokens["scope"] == "api:users:read"
    answer = box.api("northwind", "GET", "/v2/calls/1", token=tokens["access_token"])
    assert (answer.status, "api:calls:read:basic" in answer.errors[0]) == (403, True)


def test_without_scope_all_registered_scopes_are_meant(box: Box) -> None:
    assert box.install(box.register())["scope"].split() == list(SCOPES)


# --- consent: tech admin only, private integrations for their own company only


def signed_in(box: Box, company: str, role: str) -> str:
    """Sign in through the form; give the cookie to send."""
    person = box.person(company, role)
    form = urlencode({"email": person["email"], "password": person["password"], "next": "/"})
    answer = box.send("POST", "/sign-in", body=form)
    assert answer.status == 303
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    return cookie.partition(";")[0]


def decide(box: Box, client: Client, cookie: str, decision: str, **headers: str) -> Reply:
    """Press a button of the consent page."""
    query = urlencode(
        {
            "client_id": client.client_id,
            "response_type": "code",
            "redirect_uri": REDIRECT_URI,
            "state": "x",
        }
    )
    return box.send(
        "POST",
        f"/oauth2/authorize?{query}",
        headers={"Cookie": cookie, **headers},
        body=urlencode({"decision": decision}),
    )


def test_who_is_not_signed_in_is_asked_to(box: Box) -> None:
    answer = authorize(box, box.register())
    assert answer.status == 200
    assert 'type="password"' in answer.text
    assert "Deal Pulse" in answer.text


def test_a_tech_admin_sees_what_is_asked_for_and_approves(box: Box) -> None:
    client = box.register()
    cookie = signed_in(box, "northwind", "tech_admin")
    page = authorize(box, client, cookie=cookie)
    assert page.status == 200
    assert "Deal Pulse" in page.text
    assert "see the company&#39;s users and their settings" in page.text
    assert "localhost:8000" in page.text
    found = sent_back(decide(box, client, cookie, "approve"))
    assert found["state"] == "x"
    assert box.exchange(client, found["code"]).status == 200


def test_denial_is_told_to_the_client(box: Box) -> None:
    client, cookie = box.register(), signed_in(box, "northwind", "tech_admin")
    found = sent_back(decide(box, client, cookie, "deny"))
    assert (found["error"], found["state"]) == ("access_denied", "x")
    assert "code" not in found


def test_what_an_app_asked_for_is_in_the_request_log(box: Box) -> None:
    client, cookie = box.register(), signed_in(box, "kestrel", "rep")
    authorize(box, client, cookie=cookie)
    entry = box.requests(operation="authorize", company="kestrel")[-1]
    assert (entry["method"], entry["client"], entry["status"]) == ("GET", client.client_id, 403)
    assert entry["query"]["scope"] == " ".join(SCOPES)
    assert entry["query"]["redirect_uri"] == REDIRECT_URI


@pytest.mark.parametrize("decision", ["", "Approve", "maybe"])
def test_what_is_neither_approval_nor_denial_is_refused(box: Box, decision: str) -> None:
    client, cookie = box.register(), signed_in(box, "northwind", "tech_admin")
    answer = decide(box, client, cookie, decision)
    assert answer.status == 400
    assert "neither approve nor deny" in answer.text
    assert "location" not in answer.headers


@pytest.mark.parametrize("role", ["rep", "business_admin"])
def test_only_a_tech_admin_may_approve(box: Box, role: str) -> None:
    client, cookie = box.register(), signed_in(box, "northwind", role)
    for answer in (authorize(box, client, cookie=cookie), decide(box, client, cookie, "approve")):
        assert answer.status == 403
        assert "Insufficient permissions" in answer.text
        assert "location" not in answer.headers


@pytest.mark.parametrize("role", ["tech_admin", "rep"])
def test_a_private_integration_is_for_its_own_company(box: Box, role: str) -> None:
    client, cookie = box.register(), signed_in(box, "kestrel", role)
    for answer in (authorize(box, client, cookie=cookie), decide(box, client, cookie, "approve")):
        assert answer.status == 403
        assert "private" in answer.text
        assert "location" not in answer.headers
    body = {"client_id": client.client_id, "company": "kestrel", "redirect_uri": REDIRECT_URI}
    assert box.control("POST", "/consent", body).status == 403


def test_a_published_integration_is_for_every_company(box: Box) -> None:
    client, cookie = box.register(published=True), signed_in(box, "kestrel", "tech_admin")
    code = sent_back(decide(box, client, cookie, "approve"))["code"]
    tokens = box.exchange(client, code).json
    assert tokens["api_base_url_for_customer"] == box.companies["kestrel"]["api_base_url"]
    assert works(box, tokens["access_token"], "kestrel")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "SELF"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_forms_of_other_origins_are_refused(box: Box, headers: dict[str, str]) -> None:
    client, cookie = box.register(), signed_in(box, "northwind", "tech_admin")
    given = {name: value.replace("SELF", box.url) for name, value in headers.items()}
    answer = decide(box, client, cookie, "approve", **given)
    assert answer.status == 403
    assert "location" not in answer.headers
    own = {"Origin": box.url, "Sec-Fetch-Site": "same-origin"}
    assert decide(box, client, cookie, "approve", **own).status == 303


# --- code


def test_a_code_lives_ten_minutes(own_box: Box) -> None:
    client = own_box.register()
    young, old = own_box.code(client), own_box.code(client)
    own_box.advance(590)
    assert own_box.exchange(client, young).status == 200
    own_box.advance(10)
    refused(own_box.exchange(client, old), "invalid_grant")


def test_a_code_is_bound_to_its_client(box: Box) -> None:
    client, other = box.register(), box.register()
    code = box.code(client)
    refused(box.exchange(other, code), "invalid_grant")
    assert box.exchange(client, code).status == 200


def test_a_replayed_code_ends_what_came_from_it(own_box: Box) -> None:
    own_box.lift_limits()
    client = own_box.register()
    code = own_box.code(client)
    tokens = own_box.exchange(client, code).json
    refreshed = own_box.refresh(client, tokens["refresh_token"]).json
    assert works(own_box, refreshed["access_token"])
    refused(own_box.exchange(client, code), "invalid_grant")
    assert not works(own_box, tokens["access_token"])
    assert not works(own_box, refreshed["access_token"])
    refused(own_box.refresh(client, refreshed["refresh_token"]), "invalid_grant")
    hints = [hint for entry in own_box.requests(operation="token") for hint in entry["hints"]]
    assert any("exchanged already" in hint["message"] for hint in hints)


# --- client authentication


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Basic",
        "Basic %%%",
        "Basic " + base64.b64encode(b"nocolon").decode(),
        "Basic " + base64.b64encode(b"\xff:\xff").decode(),
        "Basic " + base64.b64encode(b":").decode(),
        "Bearer abc",
        "Digest abc",
        "Basic " + "A" * 20_000,
        basic("nobody", "nothing"),
    ],
)
def test_client_authentication_fails_with_401(box: Box, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = box.send(
        "POST", "/oauth2/generate-customer-token?grant_type=refresh_token", headers=headers
    )
    refused(answer, "invalid_client", 401)
    assert answer.headers["www-authenticate"].startswith("Basic ")


def test_a_wrong_secret_fails_and_spends_nothing(box: Box) -> None:
    client = box.register()
    code = box.code(client)
    refused(box.exchange(Client(client.client_id, "wrong"), code), "invalid_client", 401)
    secret = client.client_secret
    for near in (secret[:-1], secret + "x", secret.upper(), ""):
        refused(box.exchange(Client(client.client_id, near), code), "invalid_client", 401)
    assert box.exchange(client, code).status == 200


def test_another_client_id_in_the_query_is_refused(box: Box) -> None:
    client, other = box.register(), box.register()
    answer = box.exchange(client, box.code(client), client_id=other.client_id)
    assert "client_id" in refused(answer, "invalid_request")


def test_the_token_endpoint_takes_post_only(box: Box) -> None:
    answer = box.send("GET", "/oauth2/generate-customer-token?grant_type=refresh_token")
    assert answer.status == 405
    assert answer.headers["allow"] == "POST"


# --- secret rotation


def rotate(box: Box, client: Client, **body: Any) -> Client:
    answer = box.control("POST", f"/integrations/{client.client_id}/rotate-secret", body)
    assert answer.status == 200, answer.content
    return Client(**answer.json)


def test_two_secrets_live_in_the_grace_and_tokens_survive(own_box: Box) -> None:
    own_box.lift_limits()
    old = own_box.register()
    tokens = own_box.install(old)
    new = rotate(own_box, old)
    assert new.client_secret != old.client_secret
    for client in (old, new):
        assert own_box.exchange(client, own_box.code(client)).status == 200
    own_box.advance(24 * 3600)
    refused(own_box.exchange(old, own_box.code(old)), "invalid_client", 401)
    assert own_box.refresh(new, tokens["refresh_token"]).status == 200


def test_a_grace_of_nothing_ends_the_old_secret_at_once(box: Box) -> None:
    old = box.register()
    new = rotate(box, old, grace_hours=0)
    refused(box.exchange(old, box.code(old)), "invalid_client", 401)
    assert box.exchange(new, box.code(new)).status == 200
    listed = {i["client_id"]: i for i in box.control("GET", "").json["integrations"]}
    assert listed[new.client_id]["client_secret"] == new.client_secret


def test_at_most_two_secrets_are_alive(box: Box) -> None:
    first = box.register()
    second = rotate(box, first, grace_hours=168)
    third = rotate(box, second, grace_hours=168)
    refused(box.exchange(first, box.code(first)), "invalid_client", 401)
    for client in (second, third):
        assert box.exchange(client, box.code(client)).status == 200


@pytest.mark.parametrize("hours", [-1, 168.1, 1e9])
def test_a_grace_outside_its_bounds_is_refused(box: Box, hours: float) -> None:
    client = box.register()
    path = f"/integrations/{client.client_id}/rotate-secret"
    answer = box.control("POST", path, {"grace_hours": hours})
    assert answer.status == 400
    assert "168" in answer.json["errors"][0]


# --- parameters


def in_body(box: Box, client: Client, query: str = "", **parameters: str) -> Reply:
    return box.send(
        "POST",
        f"/oauth2/generate-customer-token{query}",
        headers={
            "Authorization": basic(client.client_id, client.client_secret),
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        },
        body=urlencode(parameters),
    )


def test_parameters_in_the_body_work_with_a_warning(box: Box) -> None:
    client = box.register()
    token = box.install(client)["refresh_token"]
    assert in_body(box, client, grant_type="refresh_token", refresh_token=token).status == 200
    entry = [e for e in box.requests(operation="token") if e["client"] == client.client_id][-1]
    assert entry["hints"][0]["field"] == "body"


def test_parameters_in_the_body_can_be_ignored(own_box: Box) -> None:
    client = own_box.register()
    token = own_box.install(client)["refresh_token"]
    with behaving(own_box, body_parameters="refuse"):
        answer = in_body(own_box, client, grant_type="refresh_token", refresh_token=token)
        assert "grant_type" in refused(answer, "invalid_request")
        assert own_box.refresh(client, token).status == 200


def test_query_and_body_must_not_disagree(box: Box) -> None:
    client = box.register()
    token = box.install(client)["refresh_token"]
    answer = in_body(
        box,
        client,
        "?grant_type=authorization_code",
        grant_type="refresh_token",
        refresh_token=token,
    )
    assert "more than once" in refused(answer, "invalid_request")


@pytest.mark.parametrize(
    ("query", "error", "names"),
    [
        ("", "invalid_request", "grant_type"),
        ("?grant_type=", "invalid_request", "grant_type"),
        ("?grant_type=password", "unsupported_grant_type", "grant_type"),
        ("?grant_type=client_credentials", "unsupported_grant_type", "grant_type"),
        ("?grant_type=refresh_token", "invalid_request", "refresh_token"),
        ("?grant_type=authorization_code", "invalid_request", "code"),
        ("?grant_type=refresh_token&grant_type=refresh_token", "invalid_request", "grant_type"),
        ("?grant_type=refresh_token&refresh_token=%FF%00", "invalid_grant", "refresh token"),
        ("?grant_type=authorization_code&code=x&redirect_uri=x", "invalid_grant", "code"),
    ],
)
def test_wrong_parameters_are_named(box: Box, query: str, error: str, names: str) -> None:
    client = box.register()
    answer = box.send(
        "POST",
        f"/oauth2/generate-customer-token{query}",
        headers={"Authorization": basic(client.client_id, client.client_secret)},
    )
    assert names in refused(answer, error)


# --- validity_duration


def test_expires_in_follows_validity_duration(own_box: Box) -> None:
    own_box.lift_limits()
    client = own_box.register()
    tokens = own_box.exchange(client, own_box.code(client), validity_duration="60").json
    assert tokens["expires_in"] == 60
    own_box.advance(59)
    assert works(own_box, tokens["access_token"])
    own_box.advance(1)
    assert not works(own_box, tokens["access_token"])
    again = own_box.refresh(client, tokens["refresh_token"], validity_duration="525600").json
    assert again["expires_in"] == 525_600
    assert own_box.refresh(client, again["refresh_token"]).json["expires_in"] == 86_400


@pytest.mark.parametrize(
    "value", ["0", "-1", "-86400", "soon", "1.5", "1e3", "٣", str(YEAR), "9" * 30]
)
def test_a_validity_that_cannot_be_is_refused_and_spends_nothing(box: Box, value: str) -> None:
    client = box.register()
    code = box.code(client)
    answer = box.exchange(client, code, validity_duration=value)
    assert "validity_duration" in refused(answer, "invalid_request")
    tokens = box.exchange(client, code).json
    answer = box.refresh(client, tokens["refresh_token"], validity_duration=value)
    assert "validity_duration" in refused(answer, "invalid_request")
    assert box.refresh(client, tokens["refresh_token"]).status == 200


# --- answer


def test_the_answer_has_gongs_fields_and_no_other(box: Box) -> None:
    client = box.register()
    answer = box.exchange(client, box.code(client))
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"].startswith("application/json")
    tokens = answer.json
    assert set(tokens) == {
        "access_token",
        "refresh_token",
        "expires_in",
        "token_type",
        "scope",
        "api_base_url_for_customer",
    }
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 86_400
    assert tokens["api_base_url_for_customer"] == box.companies["northwind"]["api_base_url"]


# --- refresh


def test_a_refresh_token_is_used_once(own_box: Box) -> None:
    own_box.lift_limits()
    client = own_box.register()
    first = own_box.install(client)
    second = own_box.refresh(client, first["refresh_token"]).json
    assert second["refresh_token"] != first["refresh_token"]
    refused(own_box.refresh(client, first["refresh_token"]), "invalid_grant")
    assert works(own_box, second["access_token"])
    assert own_box.refresh(client, second["refresh_token"]).status == 200
    hints = [e["hints"] for e in own_box.requests(operation="token") if e["status"] == 400]
    assert hints[0][0]["field"] == "refresh_token"


def test_mode_reuse_keeps_the_refresh_token(own_box: Box) -> None:
    client = own_box.register()
    token = own_box.install(client)["refresh_token"]
    with behaving(own_box, refresh="reuse"):
        answers = [own_box.refresh(client, token).json for _ in range(3)]
    assert {answer["refresh_token"] for answer in answers} == {token}
    assert len({answer["access_token"] for answer in answers}) == 3


def test_mode_grace_takes_a_spent_token_for_a_while(own_box: Box) -> None:
    client = own_box.register()
    token = own_box.install(client)["refresh_token"]
    with behaving(own_box, refresh="grace", grace_seconds=30):
        first = own_box.refresh(client, token).json["refresh_token"]
        own_box.advance(29)
        second = own_box.refresh(client, token).json["refresh_token"]
        assert len({token, first, second}) == 3
        own_box.advance(2)
        refused(own_box.refresh(client, token), "invalid_grant")
        assert own_box.refresh(client, first).status == 200
        assert own_box.refresh(client, second).status == 200


def test_mode_revoke_family_ends_everything_on_reuse(own_box: Box) -> None:
    own_box.lift_limits()
    client = own_box.register()
    bystander = own_box.install(client)
    first = own_box.install(client)
    with behaving(own_box, refresh="revoke_family"):
        second = own_box.refresh(client, first["refresh_token"]).json
        assert works(own_box, second["access_token"])
        refused(own_box.refresh(client, first["refresh_token"]), "invalid_grant")
        refused(own_box.refresh(client, second["refresh_token"]), "invalid_grant")
        assert not works(own_box, second["access_token"])
        assert works(own_box, bystander["access_token"])


def test_a_refresh_token_is_bound_to_its_client(box: Box) -> None:
    client, other = box.register(), box.register()
    token = box.install(client)["refresh_token"]
    refused(box.refresh(other, token), "invalid_grant")
    assert box.refresh(client, token).status == 200


def test_a_second_installation_leaves_the_first_alone(box: Box) -> None:
    client = box.register()
    first, second = box.install(client), box.install(client)
    assert works(box, first["access_token"])
    assert works(box, second["access_token"])
    assert box.refresh(client, first["refresh_token"]).status == 200


# --- bearer errors


def test_a_token_at_another_companys_host_is_called_revoked(box: Box) -> None:
    client = box.register(published=True)
    token = box.install(client, "kestrel")["access_token"]
    for name in ("northwind", "globex"):
        answer = box.api(name, "GET", "/v2/users", token=token)
        assert answer.status == 401
        assert "revoked" in answer.errors[0]
        assert 'error="invalid_token"' in answer.headers["www-authenticate"]
        entry = next(e for e in box.requests() if e["request_id"] == answer.json["requestId"])
        assert "kestrel's" in entry["hints"][0]["message"]
        assert "api_base_url_for_customer" in entry["hints"][0]["message"]
    assert works(box, token, "kestrel")


# --- PKCE, metadata, iss


def test_pkce_metadata_and_iss_are_off(box: Box) -> None:
    assert box.send("GET", "/.well-known/oauth-authorization-server").status == 404
    client = box.register()
    location = consent(box, client, code_challenge="x", code_challenge_method="plain")
    assert "iss" not in location
    assert box.exchange(client, location["code"]).status == 200


def consent(box: Box, client: Client, **more: Any) -> dict[str, str]:
    body = {"client_id": client.client_id, "company": "northwind", "redirect_uri": REDIRECT_URI}
    answer = box.control("POST", "/consent", {**body, **more})
    assert answer.status == 200, answer.content
    query = urlsplit(answer.json["redirect_to"]).query
    return {name: values[0] for name, values in parse_qs(query).items()}


VERIFIER = "v" * 43
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
)


def test_pkce_can_be_switched_on(own_box: Box) -> None:
    client = own_box.register()
    s256 = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    with behaving(own_box, pkce="required"):
        assert consent(own_box, client)["error"] == "invalid_request"
        plain = {"code_challenge": VERIFIER, "code_challenge_method": "plain"}
        assert consent(own_box, client, **plain)["error"] == "invalid_request"
        code = consent(own_box, client, **s256)["code"]
        refused(own_box.exchange(client, code), "invalid_grant")
        refused(own_box.exchange(client, code, code_verifier="w" * 43), "invalid_grant")
        assert own_box.exchange(client, code, code_verifier=VERIFIER).status == 200
    with behaving(own_box, pkce="optional"):
        assert own_box.exchange(client, consent(own_box, client)["code"]).status == 200


def test_metadata_can_be_switched_on(own_box: Box) -> None:
    with behaving(own_box, metadata=True, pkce="required"):
        document = own_box.send("GET", "/.well-known/oauth-authorization-server").json
    assert document["issuer"] == own_box.url
    assert document["token_endpoint"] == own_box.url + "/oauth2/generate-customer-token"
    assert document["code_challenge_methods_supported"] == ["S256"]


def test_iss_can_be_switched_on(own_box: Box) -> None:
    client = own_box.register()
    with behaving(own_box, iss=True):
        assert consent(own_box, client)["iss"] == own_box.url
        assert consent(own_box, client, approve=False)["iss"] == own_box.url


# --- concurrency


def at_once(count: int, act: Any) -> list[Reply]:
    """Let many threads do the same thing in the same moment."""
    gate = threading.Barrier(count)

    def one(_: int) -> Reply:
        gate.wait(20)
        answer: Reply = act()
        return answer

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def test_of_fifty_that_redeem_a_code_at_once_one_succeeds(box: Box) -> None:
    client = box.register()
    code = box.code(client)
    answers = at_once(50, lambda: box.exchange(client, code))
    assert sorted(answer.status for answer in answers) == [200] + [400] * 49


def test_of_fifty_that_refresh_at_once_one_succeeds(box: Box) -> None:
    client = box.register()
    token = box.install(client)["refresh_token"]
    answers = at_once(50, lambda: box.refresh(client, token))
    assert sorted(answer.status for answer in answers) == [200] + [400] * 49
    (winner,) = (answer.json for answer in answers if answer.status == 200)
    assert box.refresh(client, winner["refresh_token"]).status == 200


# --- secrets


def test_no_secret_is_in_the_request_log(own_box: Box) -> None:
    own_box.lift_limits()
    client = own_box.register()
    code = own_box.code(client)
    tokens = own_box.exchange(client, code).json
    in_body(own_box, client, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    own_box.api("northwind", "GET", "/v2/users", token=tokens["access_token"])
    own_box.api("northwind", "GET", f"/v2/users?access_token={tokens['access_token']}")
    own_box.api("northwind", "GET", f"/v2/users?%61ccess_token={tokens['access_token']}")
    planted = {"filter": {"note": f"Bearer {tokens['access_token']}"}, "password": "hunter2hunter2"}
    own_box.api("northwind", "POST", "/v2/users/extensive", body=planted)
    own_box.send("POST", f"/oauth2/generate-customer-token?client_secret={client.client_secret}")
    log = own_box.control("GET", "/requests").text
    company = own_box.companies["northwind"]
    secrets = [
        code,
        tokens["access_token"],
        tokens["refresh_token"],
        client.client_secret,
        company["access_key"],
        company["access_key_secret"],
        "hunter2hunter2",
    ]
    for secret in secrets:
        assert secret not in log
        assert quote(secret) not in log
        assert base64.b64encode(secret.encode()).decode().rstrip("=") not in log
    entries = own_box.requests(operation="token")
    assert entries[0]["query"]["grant_type"] == "authorization_code"
    assert entries[0]["company"] == "northwind"
    assert len(entries) == 3


def test_the_state_keeps_no_token_that_could_be_used(own_box: Box) -> None:
    client = own_box.register()
    tokens = own_box.install(client)
    image = zlib.decompress(base64.b64decode(own_box.control("GET", "/snapshot").json["database"]))
    assert client.client_id.encode() in image
    assert tokens["access_token"].encode() not in image
    assert tokens["refresh_token"].encode() not in image


def test_every_host_answers_the_tokens_errors_in_gongs_shape(box: Box) -> None:
    for company in box.companies.values():
        answer = send(
            "GET", company["api_base_url"] + "/v2/users", headers={"Authorization": "Bearer x"}
        )
        assert (answer.status, len(answer.errors)) == (401, 1)
