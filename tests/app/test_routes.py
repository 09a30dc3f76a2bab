"""What the routes answer besides failures: cookies, headers, methods, tabs, health, readiness."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import RedirectResponse
from tests.app.installing import Registered, Visit, query_of, register
from tests.app.serving import Browser, serving
from tests.auth.local_gong import LocalGong

from gongkit.app.gong_app import GongApp
from gongkit.errors import StoreError
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.sqlite import SqliteStore

Serve = Callable[[GongApp], GongApp]


@pytest.fixture
def app(registered: Registered, serve: Serve) -> GongApp:
    return serve(registered.app())


@pytest.mark.usefixtures("app")
def test_install_asks_for_what_the_manifest_says(visit: Visit) -> None:
    given = query_of(visit.begin())
    assert given["scope"] == [" ".join(visit.registered.manifest.integration.scopes)]
    assert given["response_type"] == ["code"]
    assert len(given["state"][0]) >= 43


@pytest.mark.usefixtures("app")
def test_a_cookie_at_localhost(visit: Visit) -> None:
    visit.begin()
    name, _, rest = visit.browser.set_cookie.partition("=")
    attributes = {each.strip().lower() for each in rest.split(";")[1:]}
    assert name == "gongkit"
    assert attributes == {"httponly", "max-age=600", "path=/", "samesite=lax"}


def test_a_cookie_over_https(gong: LocalGong, port: int) -> None:
    registered = register(gong, "https://app.example.com/callback")
    with serving(registered.app(), port):
        visit = Visit(registered, Browser(port), "https://app.example.com")
        visit.begin()
        name, _, rest = visit.browser.set_cookie.partition("=")
        attributes = {each.strip().lower() for each in rest.split(";")[1:]}
        assert name == "__Host-gongkit"
        assert attributes == {"httponly", "max-age=600", "path=/", "samesite=lax", "secure"}
        assert visit.install().status == 200


def test_two_tabs_both_install(app: GongApp, visit: Visit) -> None:
    first, second = visit.approve(company="northwind"), visit.approve(company="kestrel")
    assert visit.browser.get(second).status == 200
    assert visit.browser.get(first).status == 200
    assert len(app.installations.list()) == 2


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("cookie", ["", "short", "x" * 44, "ü" * 43, "a b" * 20])
def test_a_cookie_that_is_not_ours_is_replaced(visit: Visit, cookie: str) -> None:
    visit.browser.cookies["localhost"] = {"gongkit": cookie.encode().decode("latin-1")}
    visit.begin()
    assert re.fullmatch(r"gongkit=[\w-]{43};.*", visit.browser.set_cookie)


def test_nobody_knows_state_or_cookie_from_the_store(
    registered: Registered, serve: Serve, visit: Visit, tmp_path: Path
) -> None:
    path = tmp_path / "installations.db"
    keyring = Keyring.parse(generate_key())
    serve(registered.app(SqliteStore(path, keyring, client_id=registered.oauth.client_id)))
    state = query_of(visit.begin())["state"][0]
    cookie = visit.browser.cookies["localhost"]["gongkit"]
    content = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert state.encode() not in content
    assert cookie.encode() not in content


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("path", ["/install", "/callback", "/health", "/ready", "/nowhere"])
def test_every_answer_keeps_to_itself(visit: Visit, path: str) -> None:
    headers = visit.browser.get(f"{visit.url}{path}").headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.usefixtures("app")
def test_the_policy_allows_the_pages_own_style_only(visit: Visit) -> None:
    answer = visit.browser.get(f"{visit.url}/callback")
    (style,) = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}';" in answer.headers["content-security-policy"]
    assert not re.search(r"<script|<img|<link|style=|https?://", answer.text)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/install", "/callback", "/health"])
def test_other_methods(visit: Visit, method: str, path: str) -> None:
    answer = visit.browser.get(f"{visit.url}{path}", method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("path", ["", "/", "/installs", "/callback/", "/install/x", "/webhooks/k"])
def test_everything_else(visit: Visit, path: str) -> None:
    assert visit.browser.follow(f"{visit.url}{path}").status == 404


@pytest.mark.usefixtures("app")
def test_head_does_nothing(visit: Visit) -> None:
    begun = visit.browser.get(f"{visit.url}/install", method="HEAD")
    assert (begun.status, "location" in begun.headers, visit.browser.set_cookie) == (200, False, "")
    callback = visit.approve()
    assert visit.browser.get(callback, method="HEAD").status == 200
    assert visit.browser.get(callback).status == 200, "the state was not spent"


def test_a_tenant_is_kept_and_a_later_none_leaves_it(
    registered: Registered, serve: Serve, visit: Visit
) -> None:
    signed_in = ["acme"]
    app = serve(registered.app(tenant=lambda _: signed_in[0] if signed_in else None))
    visit.install()
    signed_in.clear()
    visit.install()
    (installation,) = app.installations.of_tenant("acme")
    assert installation.version == 2


def test_a_tenant_may_be_sent_elsewhere(registered: Registered, serve: Serve, visit: Visit) -> None:
    serve(registered.app(tenant=lambda _: RedirectResponse("/sign-in", 303)))
    answer = visit.browser.get(f"{visit.url}/install")
    assert (answer.status, answer.location) == (303, "/sign-in")


def test_a_company_keeps_its_key(registered: Registered, serve: Serve, visit: Visit) -> None:
    app = serve(registered.app())
    visit.install()
    (found,) = app.installations.list()
    app.remove(found)
    app.installations.install("acme", found.grant)

    visit.install()

    assert {each.company: each.status for each in app.installations.list()} == {
        "acme": "active",
        found.company: "removed",
    }


def test_a_host_that_changed_hands(registered: Registered, serve: Serve, visit: Visit) -> None:
    """A company that has moved keeps its key, also from the next one at its old host."""
    from dataclasses import replace

    app = serve(registered.app())
    visit.install()
    (moved,) = app.installations.list()
    app.installations.commit_refresh(
        moved.company, moved.version, replace(moved.grant, base_url="https://eu-7.api.gong.io")
    )

    visit.install()

    here = app.installations.at_base_url(moved.base_url)
    assert len(here) == 1
    assert here[0].company.startswith(f"{moved.company}#")
    assert app.installations.get(moved.company) is not None


@pytest.mark.usefixtures("app")
def test_health_and_readiness(visit: Visit) -> None:
    assert visit.browser.get(f"{visit.url}/health").status == 200
    visit.install()
    answer = visit.browser.get(f"{visit.url}/ready")
    assert answer.status == 200
    assert json.loads(answer.text) == {"store": "ok", "keyring": "ok", "keeper": "ok"}


def test_not_ready_without_a_store(
    app: GongApp, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check() -> None:
        raise StoreError("planted-reason")

    monkeypatch.setattr(app.installations, "check", check)
    answer = visit.browser.get(f"{visit.url}/ready")
    assert answer.status == 503
    assert json.loads(answer.text) == {"store": "failed", "keyring": "unknown", "keeper": "ok"}
    assert visit.browser.get(f"{visit.url}/health").status == 200


def test_not_ready_without_the_key(
    registered: Registered, serve: Serve, visit: Visit, tmp_path: Path
) -> None:
    path, client_id = tmp_path / "installations.db", registered.oauth.client_id
    before = SqliteStore(path, Keyring.parse(generate_key()), client_id=client_id)
    before.install("acme", registered.grant())
    serve(registered.app(SqliteStore(path, Keyring.parse(generate_key()), client_id=client_id)))
    answer = visit.browser.get(f"{visit.url}/ready")
    assert answer.status == 503
    assert json.loads(answer.text) == {"store": "ok", "keyring": "failed", "keeper": "ok"}


def test_not_ready_where_nobody_runs_the_lifespan(registered: Registered, port: int) -> None:
    with serving(registered.app(), port, lifespan="off"):
        answer = Browser(port).get(f"http://localhost:{port}/nowhere")
        assert answer.status == 404
    with serving(_mounted(registered.app()), port):
        answer = Browser(port).get(f"http://localhost:{port}/gong/ready")
        assert (answer.status, json.loads(answer.text)["keeper"]) == (503, "failed")


def _mounted(app: GongApp) -> Any:
    from starlette.applications import Starlette
    from starlette.routing import Mount

    return Starlette(routes=[Mount("/gong", app=app)])
