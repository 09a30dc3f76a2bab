"""Apps' frames: the rule of each origin, what pages hold, the bridge, and what is reported."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.sandbox.box import Box, Client, Reply
from tests.sandbox.framed_apps import SCOPES, allow, frame_reports, register_frames, shown
from tests.sandbox.test_pages import Page
from tests.sandbox.test_timeline import cookie

from gongkit.manifest import from_json
from gongkit.sandbox.core.frames.frames import Frame, Kind, frame_of, origin_in, with_parameters
from gongkit.sandbox.core.frames.reports import REASONS
from gongkit.sandbox.core.frames.rules import RULES, Rule, refusal_of
from gongkit.sandbox.core.oauth.integrations import Integration
from gongkit.sandbox.ui.frames import Embedding
from gongkit.sandbox.ui.frontend_sdk import app_origins

DOMAINS = ("pulse.example", "acme.test")
COMPOSER = "https://app.pulse.example/composer"


@pytest.fixture
def own(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


# --- origins: each rule


@pytest.mark.parametrize(
    ("origin", "rule"),
    [
        ("https://pulse.example", None),
        ("https://app.pulse.example", None),
        ("https://deep.er.pulse.example:8443", None),
        ("https://acme.test", None),
        ("http://localhost:8000", None),
        ("http://127.0.0.1:8000", None),
        ("http://tenant.localhost:8000", None),
        ("https://localhost:8443", None),
        ("*", "origin-wildcard"),
        ("null", "origin-wildcard"),
        ("https://*.pulse.example", "origin-wildcard"),
        ("http://app.pulse.example", "origin-not-https"),
        ("ftp://app.pulse.example", "origin-not-https"),
        ("https://evil.example", "origin-outside-domains"),
        ("https://evilpulse.example", "origin-outside-domains"),
        ("https://pulse.example.evil.test", "origin-outside-domains"),
        ("https://203.0.113.7", "origin-outside-domains"),
        ("http://[::1]:8000", "origin-ipv6"),
        ("https://app.pulse.example/", "origin-malformed"),
        ("https://app.pulse.example/path", "origin-malformed"),
        ("https://APP.pulse.example", "origin-malformed"),
        ("https://app.pulse.example:443", "origin-malformed"),
        ("https://me@app.pulse.example", "origin-malformed"),
        ("https://app.pulse.example; script-src data:", "origin-malformed"),
        ("app.pulse.example", "origin-malformed"),
        ("data", "origin-malformed"),
        ("", "origin-malformed"),
    ],
)
def test_each_rule_refuses_what_it_is_for(origin: str, rule: str | None) -> None:
    refusal = refusal_of(origin, DOMAINS)
    assert (refusal and refusal.rule) == rule
    if refusal is not None:
        assert (refusal.origin, Rule(refusal.text, refusal.fix)) == (origin, RULES[refusal.rule])


def test_an_origin_that_is_right_must_be_listed_all_the_same() -> None:
    listed = ("https://app.pulse.example",)
    assert refusal_of("https://app.pulse.example", DOMAINS, listed) is None
    refusal = refusal_of("https://other.pulse.example", DOMAINS, listed)
    assert refusal is not None
    assert refusal.rule == "origin-not-listed"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://app.pulse.example/a?b#c", "https://app.pulse.example"),
        ("HTTPS://App.Pulse.example:443/a", "https://app.pulse.example"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("ftp://pulse.example/a?b", "ftp://pulse.example"),
        ("data", "data"),
        ("http://[", "http://["),
    ],
)
def test_the_origin_of_a_url(url: str, origin: str) -> None:
    assert origin_in(url) == origin


# --- frames of one integration


def integration(iframe: dict[str, Any] | None = None) -> Integration:
    tables = {
        "integration": {
            "name": "Deal Pulse",
            "scopes": SCOPES,
            "redirect_uris": ["https://app.pulse.example/callback"],
            "domains": list(DOMAINS),
        },
        "iframe": iframe
        or {
            "allowed_origins": ["https://app.pulse.example"],
            "email_composer": {"url": COMPOSER, "label": "Insert pulse"},
        },
    }
    manifest = from_json({name: table for name, table in tables.items() if table})
    return Integration(
        client_id="c", company_id="1", name="Deal Pulse", manifest=manifest, published=True
    )


def frame(kind: Kind, *added: str, iframe: dict[str, Any] | None = None) -> Frame | None:
    return frame_of(integration(iframe), kind, added)


def test_the_manifest_s_origins_and_the_company_s() -> None:
    found = frame("EMAIL_COMPOSER", "https://acme.pulse.example", "https://app.pulse.example")
    assert found is not None
    assert found.refusal is None
    assert (found.url, found.label) == (COMPOSER, "Insert pulse")
    assert found.origins == ("https://app.pulse.example", "https://acme.pulse.example")
    assert found.tenant_origins == ("https://acme.pulse.example",)


def test_what_the_company_allowed_once_may_be_outside_the_domains_now() -> None:
    found = frame("EMAIL_COMPOSER", "https://acme.pulse.example", "https://sold.example")
    assert found is not None
    assert found.tenant_origins == ("https://acme.pulse.example",)
    (ignored,) = found.ignored
    assert (ignored.origin, ignored.rule) == ("https://sold.example", "origin-outside-domains")


def test_a_page_whose_origin_counts_for_nothing_is_refused() -> None:
    iframe = {
        "allowed_origins": ["http://[::1]:8000"],
        "account_information": {"url": "http://[::1]:8000/account"},
    }
    found = frame("ACCOUNT_PAGES", iframe=iframe)
    assert found is not None
    assert found.refusal is not None
    assert found.refusal.rule == "origin-ipv6"
    assert found.origins == ()


def test_an_integration_has_the_kinds_that_it_has() -> None:
    assert frame("ACCOUNT_PAGES") is None
    assert frame("DIALER") is None
    dialer = frame("DIALER", "https://dial.pulse.example")
    assert dialer is not None
    assert (dialer.url, dialer.label) == ("https://dial.pulse.example/", "Deal Pulse")


def test_parameters_are_added_to_those_there_are() -> None:
    url = with_parameters("https://app.pulse.example/a?b=1#c", {"accountId": "a&b"})
    assert url == "https://app.pulse.example/a?b=1&accountId=a%26b#c"


# --- the pages


def get(box: Box, path: str, company: str = "northwind", role: str = "rep") -> Reply:
    return box.send("GET", path, headers=cookie(box, company, role))


def configs(page: Reply) -> list[dict[str, Any]]:
    return [
        json.loads(unescape(str(attributes["data-frame"])))
        for _, attributes in Page(page.text).tags
        if "data-frame" in attributes
    ]


def policy_of(page: Reply) -> dict[str, str]:
    parts = page.headers["content-security-policy"].split("; ")
    return {name: values for name, _, values in (part.partition(" ") for part in parts)}


def installed(box: Box, client: Client, company: str = "northwind") -> Client:
    box.install(client, company, scope=" ".join(SCOPES))
    return client


def test_a_frame_is_shown_where_its_app_is_installed(own: Box) -> None:
    client = register_frames(own, "http://localhost:9")
    assert policy_of(get(own, "/engage/frames"))["frame-src"] == "'none'"
    installed(own, client)
    page = get(own, "/engage/frames")
    assert [each["clientId"] for each in configs(page)] == [client.client_id]
    assert policy_of(page)["frame-src"] == "http://localhost:9"
    assert "Insert pulse" in page.text
    other = get(own, "/engage/frames", "kestrel")
    assert configs(other) == []
    assert policy_of(other)["frame-src"] == "'none'"


def test_a_frame_is_gone_with_the_last_grant(own: Box) -> None:
    client = register_frames(own, "http://localhost:9")
    tokens = own.install(client, scope=" ".join(SCOPES))
    own.control("PUT", "/oauth", {"refresh": "revoke_family"})
    own.refresh(client, tokens["refresh_token"])
    own.refresh(client, tokens["refresh_token"])
    assert configs(get(own, "/engage/frames")) == []


def test_an_origin_of_one_company_s_own(own: Box) -> None:
    client = register_frames(own, "http://localhost:9")
    installed(own, client, "kestrel")
    allow(own, client, "http://acme.localhost:9", "EMAIL_COMPOSER", "northwind")
    (here,) = configs(get(own, "/engage/frames", "northwind"))
    (there,) = configs(get(own, "/engage/frames", "kestrel"))
    assert here["origins"] == ["http://localhost:9", "http://acme.localhost:9"]
    assert here["tenantOrigins"] == ["http://acme.localhost:9"]
    assert (there["origins"], there["tenantOrigins"]) == (["http://localhost:9"], [])


def test_a_domain_that_is_no_longer_registered(own: Box) -> None:
    client = register_frames(own, "http://localhost:9")
    allow(own, client, "https://acme.pulse.example", "EMAIL_COMPOSER")
    assert "https://acme.pulse.example" in policy_of(get(own, "/engage/frames"))["frame-src"]
    tables = {
        "integration": {
            "name": "Deal Pulse",
            "scopes": SCOPES,
            "redirect_uris": ["http://localhost:9/callback"],
        },
        "iframe": {
            "allowed_origins": ["http://localhost:9"],
            "email_composer": {"url": "http://localhost:9/composer", "label": "Insert"},
        },
    }
    assert own.control("PUT", f"/integrations/{client.client_id}", tables).status == 200
    page = get(own, "/engage/frames")
    assert policy_of(page)["frame-src"] == "http://localhost:9"
    assert "origin-outside-domains" in page.text


def an_account(box: Box) -> str:
    page = Page(get(box, "/accounts").text)
    links = [str(link["href"]) for link in page.all("a")]
    return next(link for link in links if link.startswith("/accounts/"))


def test_the_account_page_has_the_app_s_page_and_adds_nothing_to_its_url(own: Box) -> None:
    installed(own, register_frames(own, "http://localhost:9", account="/account?plan=a"))
    page = get(own, an_account(own))
    (config,) = configs(page)
    assert config["url"] == "http://localhost:9/account?plan=a"
    assert policy_of(page)["frame-src"] == "http://localhost:9"


def test_with_the_setting_the_account_and_the_user_are_named(own: Box) -> None:
    installed(own, register_frames(own, "http://localhost:9", account="/account?plan=a"))
    change = {"company": "northwind", "account_frame_parameters": "account"}
    assert own.control("PUT", "/settings", change).status == 200
    path = an_account(own)
    (config,) = configs(get(own, path))
    account_id = path.rpartition("/")[2]
    email = own.person("northwind", "rep")["email"].replace("@", "%40")
    assert urlsplit(config["url"]).query == f"plan=a&accountId={account_id}&userEmail={email}"
    wrong = {**change, "account_frame_parameters": "everything"}
    assert own.control("PUT", "/settings", wrong).status == 400


def test_without_an_app_the_account_page_is_as_it_was(box: Box) -> None:
    page = get(box, an_account(box))
    assert policy_of(page)["frame-src"] == "'none'"
    assert not Page(page.text).all("aside")


def test_the_dialer_says_how_an_app_becomes_one(own: Box) -> None:
    client = register_frames(own, "http://localhost:9")
    installed(own, client)
    page = get(own, "/dialer")
    assert "No app is a dialer here" in page.text
    assert policy_of(page)["frame-src"] == "'none'"
    allow(own, client, "http://dial.localhost:9", "DIALER")
    page = get(own, "/dialer")
    (config,) = configs(page)
    assert (config["url"], config["kind"]) == ("http://dial.localhost:9/", "DIALER")
    assert "http://dial.localhost:9" in policy_of(page)["frame-src"]


@pytest.mark.parametrize("path", ["/pipeline", "/dialer", "/engage/frames"])
def test_nobody_is_signed_in(box: Box, path: str) -> None:
    answer = box.send("GET", path)
    assert (answer.status, answer.headers["location"].partition("?")[0]) == (303, "/sign-in")


def test_an_app_s_words_are_text(own: Box) -> None:
    hostile = '"><script>alert(1)</script>'
    installed(own, register_frames(own, "http://localhost:9", account="/a", name=hostile))
    for path in ("/engage/frames", an_account(own)):
        page = get(own, path)
        assert "<script>alert" not in page.text
        assert configs(page)[0]["name"] == hostile


# --- the bridge


def test_the_bridge_is_for_every_page_and_knows_the_origins_of_gong(box: Box) -> None:
    answer = box.send("GET", "/frontend-sdk.js", headers={"Origin": "https://app.pulse.example"})
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "set-cookie" not in answer.headers
    port = urlsplit(box.url).port
    names = (f"http://{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))
    assert f"const GONG_ORIGINS = {json.dumps(list(names)).replace(', ', ',')};" in answer.text
    assert '"*"' not in answer.text


@pytest.mark.parametrize(
    ("app_url", "origins"),
    [
        ("http://127.0.0.1:80", ["http://127.0.0.1", "http://localhost", "http://[::1]"]),
        ("http://[::1]:9", ["http://[::1]:9", "http://127.0.0.1:9", "http://localhost:9"]),
        ("http://sandbox.test:9", ["http://sandbox.test:9"]),
    ],
)
def test_the_names_of_the_pages(app_url: str, origins: list[str]) -> None:
    assert app_origins(app_url) == origins


def test_a_page_may_have_frames_of_its_own_too() -> None:
    headers = Embedding((), "{}").headers_with("'self'")
    assert "frame-src 'self'; " in headers["Content-Security-Policy"]


def test_a_refused_frame_lets_no_origin_into_the_policy() -> None:
    found = frame("EMAIL_COMPOSER")
    assert found is not None
    refused = replace(found, refusal=refusal_of("https://elsewhere.example", DOMAINS))
    for each, sources in ((found, "https://app.pulse.example"), (refused, "'none'")):
        policy = Embedding((each,), "{}").headers["Content-Security-Policy"]
        assert f"frame-src {sources}; " in policy


# --- reports


def report(client: Client, **changes: Any) -> dict[str, Any]:
    return {
        "client_id": client.client_id,
        "kind": "EMAIL_COMPOSER",
        "said": "ready",
        "origin": "http://localhost:9",
        "verdict": "believed",
        **changes,
    }


def send_report(box: Box, body: Any, company: str = "northwind", **headers: str) -> Reply:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {**cookie(box, company), **headers}
    return box.send("POST", "/engage/frame-reports", headers=given, body=raw)


def test_a_report_is_in_the_request_log(own: Box) -> None:
    client = installed(own, register_frames(own, "http://localhost:9"))
    assert send_report(own, report(client)).json == {}
    late = report(client, said="close", verdict="ignored", reason="late")
    assert send_report(own, late).json["text"] == REASONS["late"].text
    away = report(client, said="navigation", verdict="ignored", origin="https://evil.example/x?y")
    assert send_report(own, away).json["rule"] == "origin-outside-domains"
    assert [shown(each) for each in frame_reports(own)] == [
        ("ready", "believed", None),
        ("close", "ignored", "late"),
        ("navigation", "ignored", "origin-outside-domains"),
    ]
    entry = own.requests(operation="frame", company="northwind")[0]
    assert (entry["client"], entry["method"], entry["status"]) == (client.client_id, "POST", 200)
    assert own.requests(operation="token")


@pytest.mark.parametrize(
    ("uri", "rule"),
    [
        ("http://app.pulse.example/a", "origin-not-https"),
        ("https://other.pulse.example/a", "origin-not-listed"),
        ("http://elsewhere.localhost:9/a", "origin-not-listed"),
        ("data", "origin-malformed"),
        ("https://evil.example", "origin-outside-domains"),
    ],
)
def test_a_navigation_is_refused_by_a_rule(own: Box, uri: str, rule: str) -> None:
    client = installed(own, register_frames(own, "http://localhost:9"))
    body = report(client, said="navigation", verdict="ignored", origin=uri)
    assert send_report(own, body).json["rule"] == rule


def test_what_is_no_report_is_refused(own: Box) -> None:
    client = installed(own, register_frames(own, "http://localhost:9"))
    for wrong in (b"", b"{}", b"\xff", b"[]", report(client, said="boo"), report(client, more=1)):
        assert send_report(own, wrong).status == 400
    assert send_report(own, b" " * 5_000).status == 413
    assert send_report(own, report(client, client_id="nobody")).status == 404
    assert send_report(own, report(client, kind="DIALER")).status == 404
    assert send_report(own, report(client), company="kestrel").status == 404
    assert send_report(own, report(client), Origin="https://evil.example").status == 403
    assert own.send("POST", "/engage/frame-reports", body=b"{}").status == 303
    assert frame_reports(own) == []
