"""An app's pages inside Gong: their handlers, and who may embed what they answer."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from tests.app.installing import SCOPES, Registered
from tests.app.serving import Browser, serving
from tests.app.test_mounting import FITTING, _StrippingBrowser
from tests.auth.local_gong import LocalGong
from tests.ports import free_port

from gongkit.app.frames import ARGUMENTS, Host
from gongkit.app.gong_app import GongApp
from gongkit.auth.oauth import OAuthClient
from gongkit.clock import SYSTEM_CLOCK, Clock
from gongkit.errors import UnknownName, UsageError
from gongkit.installations.keyring import Keyring
from gongkit.installations.sqlite import MemoryStore
from gongkit.installations.store import InstallationStore
from gongkit.manifest import from_json
from gongkit.redact import Secret

COMPOSER = "email_composer"


def framed(
    app_url: str,
    callback: str = "http://localhost:8000/gong/callback",
    *,
    composer: str | None = "composer",
    account: str | None = "account",
    clock: Clock = SYSTEM_CLOCK,
    store: InstallationStore | None = None,
    keyring: Keyring | None = None,
    client_id: str = "planted-id",
) -> GongApp:
    """Make an app whose manifest has pages beside its callback."""
    base, origin = callback.rpartition("/")[0], "/".join(callback.split("/")[:3])
    iframe: dict[str, Any] = {"allowed_origins": [origin]}
    if composer is not None:
        url = composer if "://" in composer else f"{base}/{composer}"
        iframe["email_composer"] = {"url": url, "label": "Insert"}
    if account is not None:
        iframe["account_information"] = {"url": f"{base}/{account}"}
    integration = {
        "name": "Deal Notes",
        "scopes": SCOPES,
        "redirect_uris": [callback],
        "domains": ["example.com"],
    }
    oauth = OAuthClient(
        client_id=client_id,
        client_secret=Secret("planted-secret"),
        redirect_uri=callback,
        scopes=tuple(SCOPES),
        app_url=app_url,
        clock=clock,
    )
    manifest = from_json({"integration": integration, "iframe": iframe})
    store = store or MemoryStore(clock=clock)
    return GongApp(manifest, store=store, oauth=oauth, keyring=keyring)


def policies(answer: Any) -> list[str]:
    joined: str = answer.headers["content-security-policy"]
    return [part.strip() for part in joined.split(",")]


# --- who may embed


def test_in_production_gong_alone_may_embed() -> None:
    host = Host(app_url="https://app.gong.io")
    assert (host.ancestors, host.sdk_url) == ("frame-ancestors https://*.gong.io", None)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_in_development_the_sandbox_may_embed_too(name: str) -> None:
    host = Host(app_url=f"http://{name}:4664")
    ours = "http://127.0.0.1:4664 http://localhost:4664"
    assert host.ancestors == f"frame-ancestors https://*.gong.io {ours}"
    assert host.sdk_url == f"http://{name}:4664/frontend-sdk.js"


@pytest.mark.parametrize("case", FITTING.values(), ids=FITTING)
def test_pages_under_mounts_and_proxies(gong: LocalGong, case: Any) -> None:
    redirect_path, outer, at, server = case
    port = free_port()
    app = framed(gong.url, f"http://localhost:{port}{redirect_path}")

    @app.email_composer
    def composer(request: Request, identity_url: str) -> str:
        return f"<p>{request.url.path} {identity_url}</p>"

    @app.account_information
    async def account(sdk_url: str) -> Response:
        return HTMLResponse(sdk_url)

    browser = _StrippingBrowser(port, server.get("root_path", ""))
    with serving(outer(app), port, **server):
        page = browser.get(f"http://localhost:{port}{at}/composer")
        other = browser.get(f"http://localhost:{port}{at}/account")
        none = browser.get(f"http://localhost:{port}{at}/elsewhere")
    assert (page.status, other.status, none.status) == (200, 200, 404)
    assert page.text == f"<p>{at}/composer {at}/frame-identity.js</p>"
    assert other.text == f"{gong.url}/frontend-sdk.js"
    for answer in (page, other):
        assert policies(answer) == [Host(app_url=gong.url).ancestors]
        assert "x-frame-options" not in answer.headers
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


def test_a_sandbox_on_the_usual_port() -> None:
    ours = "http://127.0.0.1 http://localhost"
    assert Host(app_url="http://localhost").ancestors == f"frame-ancestors https://*.gong.io {ours}"


# --- handlers


def serve_one(handler: Any, app_url: str = "https://app.gong.io") -> Any:
    port = free_port()
    app = framed(app_url, f"http://localhost:{port}/callback")
    app.email_composer(handler)
    with serving(app, port):
        return Browser(port).get(f"http://localhost:{port}/composer")


def test_a_handler_takes_what_it_names() -> None:
    seen: dict[str, Any] = {}

    async def composer(
        app: Any, identity_url: str, manifest: Any, request: Request, sdk_url: str | None
    ) -> str:
        seen.update(app=app, identity_url=identity_url, manifest=manifest)
        seen.update(request=request, sdk_url=sdk_url)
        return "fine"

    assert serve_one(composer).text == "fine"
    assert set(seen) == set(ARGUMENTS)
    assert isinstance(seen["app"], GongApp)
    assert seen["manifest"].integration.name == "Deal Notes"
    assert seen["identity_url"] == "/frame-identity.js"
    assert seen["sdk_url"] is None


def test_what_a_handler_forbids_stays_forbidden() -> None:
    strict = {
        "Content-Security-Policy": "default-src 'none'; frame-ancestors https://eu.app.gong.io",
        "Cache-Control": "private",
    }
    answer = serve_one(lambda: HTMLResponse("fine", headers=strict))
    assert policies(answer) == [
        strict["Content-Security-Policy"],
        "frame-ancestors https://*.gong.io",
    ]
    assert answer.headers["cache-control"] == "private"


def test_an_answer_may_be_given_again() -> None:
    port = free_port()
    app = framed("https://app.gong.io", f"http://localhost:{port}/callback")
    kept = HTMLResponse("fine", headers={"Content-Security-Policy": "default-src 'none'"})
    app.email_composer(lambda: kept)
    with serving(app, port):
        browser = Browser(port)
        answers = [browser.get(f"http://localhost:{port}/composer") for _ in range(2)]
    both = ["default-src 'none'", "frame-ancestors https://*.gong.io"]
    assert [policies(answer) for answer in answers] == [both, both]


def test_a_handler_may_send_elsewhere() -> None:
    answer = serve_one(lambda: RedirectResponse("https://acme.example.com/composer"))
    assert (answer.status, answer.location) == (307, "https://acme.example.com/composer")


def failing() -> str:
    raise RuntimeError("planted-detail")


@pytest.mark.parametrize("handler", [failing, lambda: 17, lambda: None])
def test_what_fails_is_logged_and_says_so_inside_gong(
    handler: Any, caplog: pytest.LogCaptureFixture
) -> None:
    answer = serve_one(handler)
    assert answer.status == 500
    assert "Deal Notes cannot show this page" in answer.text
    assert "planted-detail" not in answer.text
    own, ancestors = policies(answer)
    assert "frame-ancestors" not in own
    assert ancestors == "frame-ancestors https://*.gong.io"
    assert "A page inside Gong failed: path=/composer" in caplog.text


def test_pages_are_read_not_written() -> None:
    port = free_port()
    app = framed("https://app.gong.io", f"http://localhost:{port}/callback")
    app.email_composer(lambda: "fine")
    with serving(app, port):
        browser = Browser(port)
        answer = browser.get(f"http://localhost:{port}/composer", method="POST")
        assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
        assert browser.get(f"http://localhost:{port}/composer", method="HEAD").status == 200


# --- registration


def test_a_page_that_the_manifest_does_not_have() -> None:
    app = framed("https://app.gong.io", account=None)
    with pytest.raises(UsageError, match="no page for @account_information"):
        app.account_information(lambda: "")


def test_a_page_that_is_not_under_the_app() -> None:
    app = framed("https://app.gong.io", composer="http://localhost:8000/elsewhere")
    with pytest.raises(UsageError, match="is not under the app's URL"):
        app.email_composer(lambda: "")


@pytest.mark.parametrize(
    "taken",
    ["install", "health", "callback", "webhooks/x", "frame-identity", "frame-identity.js"],
)
def test_a_page_in_another_route_s_place(taken: str) -> None:
    app = framed("https://app.gong.io", composer=taken)
    with pytest.raises(UsageError, match="takes the place of another route"):
        app.email_composer(lambda: "")


def test_one_handler_for_each_page() -> None:
    app = framed("https://app.gong.io")
    app.email_composer(lambda: "")
    with pytest.raises(UsageError, match="has a handler already"):
        app.email_composer(lambda: "")
    same = framed("https://app.gong.io", account="composer")
    same.email_composer(lambda: "")
    with pytest.raises(UsageError, match="has a handler already"):
        same.account_information(lambda: "")


def test_a_parameter_that_there_is_not() -> None:
    app = framed("https://app.gong.io")
    with pytest.raises(UnknownName, match="sdk_url"):
        app.email_composer(lambda sdk: sdk)
    with pytest.raises(UsageError, match="cannot be given by name"):
        app.email_composer(lambda *args: args)


def test_the_decorators_give_the_handler_back(registered: Registered) -> None:
    def handler() -> str:
        return ""

    app = framed(registered.gong.url)
    assert app.email_composer(handler) is handler
    assert app.account_information(handler) is handler
