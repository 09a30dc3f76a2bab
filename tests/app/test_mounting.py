"""Where an app is mounted: at the root, in frameworks, behind proxies; and where it cannot be."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.routing import Mount
from tests.app.installing import Registered, Visit, query_of, register
from tests.app.serving import Browser, serving
from tests.auth.local_gong import LocalGong
from tests.ports import free_port

from gongkit.app.gong_app import GongApp
from gongkit.errors import UsageError


@contextmanager
def visiting(
    gong: LocalGong, redirect_path: str, outer: Any, *, at: str, **server: Any
) -> Iterator[Visit]:
    """Serve what `outer` makes of an app with this redirect path; visit it under `at`.

    What a browser calls `/prefix` is not seen by a server that is told its root_path.
    """
    port = free_port()
    registered = register(gong, f"http://localhost:{port}{redirect_path}")
    app = registered.app()
    with serving(outer(app), port, **server):
        browser = _StrippingBrowser(port, server.get("root_path", ""))
        yield Visit(registered, browser, f"http://localhost:{port}{at}")


class _StrippingBrowser(Browser):
    """Goes through a proxy that takes a prefix off."""

    def __init__(self, port: int, prefix: str) -> None:
        super().__init__(port)
        self._prefix = prefix

    def get(self, url: str, **request: Any) -> Any:
        return super().get(url.replace(self._prefix, "", 1) if self._prefix else url, **request)


def starlette(app: GongApp) -> Any:
    return Starlette(routes=[Mount("/gong", app=app)], lifespan=app.lifespan)


def nested(app: GongApp) -> Any:
    inner = Starlette(routes=[Mount("/gong", app=app)])
    return Starlette(routes=[Mount("/api", app=inner)], lifespan=app.lifespan)


def fastapi(app: GongApp) -> Any:
    outer = FastAPI(lifespan=app.lifespan)
    outer.mount("/gong", app)
    return outer


def fastapi_with_root_path(app: GongApp) -> Any:
    with warnings.catch_warnings(action="ignore"):  # newer ones leave it to the server
        outer = FastAPI(lifespan=app.lifespan, root_path="/proxy")
    outer.mount("/gong", app)
    return outer


def beside(app: GongApp) -> Any:
    async def other(scope: Any, *_: Any) -> None:
        raise AssertionError(f"not for the other application: {scope['path']}")

    return app.beside(other, at="/gong")


FITTING: dict[str, tuple[str, Any, str, dict[str, Any]]] = {
    "at the root": ("/callback", lambda app: app, "", {}),
    "deeper at the root": ("/a/b/callback", lambda app: app, "/a/b", {"root_path": "/a/b"}),
    "Starlette": ("/gong/callback", starlette, "/gong", {}),
    "Starlette in Starlette": ("/api/gong/callback", nested, "/api/gong", {}),
    "FastAPI": ("/gong/callback", fastapi, "/gong", {}),
    "beside another": ("/gong/callback", beside, "/gong", {}),
    "Starlette behind a proxy": (
        "/proxy/gong/callback",
        starlette,
        "/proxy/gong",
        {"root_path": "/proxy"},
    ),
    "beside, behind a proxy": (
        "/proxy/gong/callback",
        beside,
        "/proxy/gong",
        {"root_path": "/proxy"},
    ),
}


@pytest.mark.parametrize("case", FITTING.values(), ids=FITTING)
def test_where_mount_and_redirect_uri_fit(gong: LocalGong, case: Any) -> None:
    redirect_path, outer, at, server = case
    with visiting(gong, redirect_path, outer, at=at, **server) as visit:
        failed = visit.browser.get(f"{visit.url}/callback")
        assert (failed.status, "state_missing" in failed.text) == (400, True)
        assert f'href="{at}/install"' in failed.text
        assert visit.install().status == 200


@pytest.mark.parametrize("case", FITTING.values(), ids=FITTING)
def test_the_server_logs_no_code(
    gong: LocalGong, case: Any, caplog: pytest.LogCaptureFixture
) -> None:
    redirect_path, outer, at, server = case
    caplog.set_level(logging.INFO, logger="uvicorn.access")
    with visiting(gong, redirect_path, outer, at=at, **server) as visit:
        callback = visit.approve()
        for url, method, status in (
            (callback, "HEAD", 200),
            (callback, "POST", 405),
            (callback.replace("/callback?", "/callback/?"), "GET", 404),
            (callback, "GET", 200),
        ):
            assert visit.browser.get(url, method=method).status == status
    logged = [message for message in caplog.messages if "/callback" in message]
    assert len(logged) == 4
    assert not re.search(r"[?&](code|state)=", caplog.text)


def test_fastapi_that_adds_a_prefix_itself(gong: LocalGong) -> None:
    """FastAPI's `root_path` goes into the scope's root_path, and not into its path."""
    port = free_port()
    registered = register(gong, f"http://localhost:{port}/proxy/gong/callback")
    with serving(fastapi_with_root_path(registered.app()), port):
        browser = _StrippingBrowser(port, "/proxy")
        visit = Visit(registered, browser, f"http://localhost:{port}/proxy/gong")
        assert visit.install().status == 200


MISFITS = {
    "mounted elsewhere": ("/callback", starlette, "/gong", {}),
    "a proxy strips, and nobody says so": ("/proxy/callback", lambda app: app, "", {}),
    "a prefix too many": ("/gong/callback", starlette, "/gong", {"root_path": "/proxy"}),
}


@pytest.mark.parametrize("case", MISFITS.values(), ids=MISFITS)
def test_where_they_do_not_fit_install_says_so(
    gong: LocalGong, case: Any, caplog: pytest.LogCaptureFixture
) -> None:
    redirect_path, outer, at, server = case
    with visiting(gong, redirect_path, outer, at=at, **server) as visit:
        answer = Browser.get(visit.browser, f"{visit.url}/install")
        assert answer.status == 500
        assert "mount_mismatch" in answer.text
        assert redirect_path in answer.text
        assert "Mount it at" in answer.text
    (line,) = [each.getMessage() for each in caplog.records if each.name == "gongkit.app"]
    assert "code=mount_mismatch" in line
    assert "\n" not in line


def test_url_says_where_the_mount_is(gong: LocalGong, port: int) -> None:
    registered = register(gong, f"http://localhost:{port}/gong/oauth/callback")
    app = registered.app(url=f"http://localhost:{port}/gong")
    with serving(starlette(app), port):
        visit = Visit(registered, Browser(port), f"http://localhost:{port}/gong")
        assert visit.install().status == 200
    (installation,) = app.installations.list()
    assert app.webhook_url(installation).startswith(f"http://localhost:{port}/gong/webhooks/")


@pytest.mark.parametrize("redirect_path", ["/install", "/ready", "/webhooks/callback"])
def test_a_redirect_uri_that_takes_a_routes_place(gong: LocalGong, redirect_path: str) -> None:
    registered = register(gong, f"http://localhost:8000{redirect_path}")
    with pytest.raises(UsageError, match="place of another route"):
        registered.app(url="http://localhost:8000")


def test_a_redirect_uri_outside_the_mount(gong: LocalGong) -> None:
    registered = register(gong, "http://localhost:8000/callback")
    with pytest.raises(UsageError, match="is not under the app's URL"):
        registered.app(url="http://localhost:8000/gong")


@pytest.mark.parametrize("at", ["gong", "/gong/", "/"])
def test_beside_wants_a_path(registered: Registered, at: str) -> None:
    with pytest.raises(UsageError):
        registered.app().beside(lambda *_: None, at=at)  # type: ignore[arg-type]


# Hosts

HTTPS = "https://app.example.com/gong/callback"
LOCAL = "http://localhost:{port}/gong/callback"


def test_the_redirect_uri_is_the_one_at_this_host(gong: LocalGong, port: int) -> None:
    registered = register(gong, HTTPS, LOCAL.format(port=port))
    with serving(starlette(registered.app()), port):
        local = Visit(registered, Browser(port), f"http://localhost:{port}/gong")
        assert query_of(local.begin())["redirect_uri"] == [LOCAL.format(port=port)]
        assert local.install("northwind").status == 200
        remote = Visit(registered, Browser(port), "https://app.example.com/gong")
        assert query_of(remote.begin())["redirect_uri"] == [HTTPS]
        assert remote.install("kestrel").status == 200


def test_another_name_of_this_host_is_led_home(gong: LocalGong, port: int) -> None:
    """A cookie of 127.0.0.1 would not come back to localhost."""
    registered = register(gong, LOCAL.format(port=port))
    with serving(starlette(registered.app()), port):
        browser = Browser(port)
        answer = browser.get(f"http://127.0.0.1:{port}/gong/install?plan=a%26b")
        home = f"http://localhost:{port}/gong/install?plan=a%26b&at_home=1"
        assert (answer.status, answer.location, browser.set_cookie) == (303, home, "")
        authorize_url = browser.get(answer.location).location
        assert browser.get(registered.decide(authorize_url)).status == 200


def test_a_proxy_that_hides_the_host(gong: LocalGong, port: int) -> None:
    registered = register(gong, HTTPS)
    with serving(starlette(registered.app()), port):
        browser = Browser(port)
        inside = {"host": f"10.0.0.7:{port}"}
        answer = browser.get("https://app.example.com/gong/install", **inside)
        authorize_url = browser.get(answer.location, **inside).location
        assert authorize_url.startswith(gong.url)
        assert browser.get(registered.decide(authorize_url), **inside).status == 200
