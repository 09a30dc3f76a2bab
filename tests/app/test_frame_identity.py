"""Who looks at a page inside Gong: the pop-up, the ticket, the token; over raw HTTP."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from tests.app.serving import serving
from tests.app.test_frames import framed
from tests.ports import free_port

from gongkit.app.frame_identity import TICKET_SECONDS, TOKEN_SECONDS, FrameUser
from gongkit.app.gong_app import GongApp
from gongkit.clock import ManualClock
from gongkit.errors import UsageError
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.sqlite import SqliteStore
from gongkit.installations.store import InstallationStore

ADA = {"Cookie": "who=ada"}


@dataclass
class Site:
    """A served app with its clock, and what a browser can ask of it."""

    port: int
    clock: ManualClock

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def send(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, Mapping[str, str], str]:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode() if body else b""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            given = {"Host": f"localhost:{self.port}", **headers}
            given = {name.replace("_", "-"): value for name, value in given.items()}
            connection.request(method, path, raw, given)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read().decode()

    def ticket(self, **headers: str) -> str:
        given = {"Origin": self.origin, **ADA, **headers}
        status, _, text = self.send("POST", "/gong/frame-identity/ticket", **given)
        assert status == 200, text
        ticket: str = json.loads(text)["ticket"]
        return ticket

    def trade(self, ticket: str, **headers: str) -> tuple[int, Any]:
        given = {"Origin": self.origin, **headers}
        status, _, text = self.send(
            "POST", "/gong/frame-identity/token", {"ticket": ticket}, **given
        )
        return status, json.loads(text)

    def token(self) -> str:
        status, found = self.trade(self.ticket())
        assert (status, found["expires_in"]) == (200, TOKEN_SECONDS)
        token: str = found["token"]
        return token

    def who(self, authorization: str, **headers: str) -> Any:
        status, _, text = self.send("GET", "/me", Authorization=authorization, **headers)
        assert status == 200
        return json.loads(text)


def whose(request: Request) -> FrameUser | Response | None:
    match request.cookies.get("who"):
        case "ada":
            return FrameUser(user="ada@acme.example", tenant="acme")
        case "nobody":
            return None
        case "broken":
            raise RuntimeError("planted-detail")
        case "wrong":
            return "ada"  # type: ignore[return-value]
        case _:
            return RedirectResponse(f"/sign-in?next={request.url.path}", 303)


@contextmanager
def site(
    store: InstallationStore | None = None,
    keyring: Keyring | None = None,
    client_id: str = "planted-id",
) -> Iterator[Site]:
    port, clock = free_port(), ManualClock(time.time())
    app = framed(
        "https://app.gong.io",
        f"http://localhost:{port}/gong/callback",
        clock=clock,
        store=store,
        keyring=keyring or Keyring.parse(generate_key()),
        client_id=client_id,
    )
    app.frame_identity(whose)

    async def me(request: Request) -> Response:
        found = await app.frame_user(request)
        return JSONResponse(found and {"user": found.user, "tenant": found.tenant})

    outer = Starlette(routes=[Route("/me", me), Mount("/gong", app=app)], lifespan=app.lifespan)
    with serving(outer, port):
        yield Site(port, clock)


@pytest.fixture(scope="module")
def found() -> Iterator[Site]:
    with site() as running:
        yield running


def test_from_pop_up_to_token(found: Site) -> None:
    status, headers, text = found.send("GET", "/gong/frame-identity", **ADA)
    assert status == 200
    assert 'src="./frame-identity/pop-up.js"' in text
    policy = headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["cache-control"] == "no-store"
    assert "cross-origin-opener-policy" not in headers
    me = {"user": "ada@acme.example", "tenant": "acme"}
    token = found.token()
    assert found.who(f"Bearer {token}") == me
    assert found.who(f"bearer {token}", Origin=found.origin) == me
    assert found.who(f"Bearer {token}", Origin="https://evil.example") is None


def test_the_scripts(found: Site) -> None:
    for path, part in (
        ("/gong/frame-identity.js", "export async function identify()"),
        ("/gong/frame-identity/pop-up.js", "window.opener.postMessage"),
    ):
        status, headers, text = found.send("GET", path)
        assert status == 200
        assert headers["content-type"].startswith("text/javascript")
        assert part in text
        assert '"*"' not in text


def test_whoever_is_not_signed_in_is_sent_to_do_so(found: Site) -> None:
    status, headers, _ = found.send("GET", "/gong/frame-identity")
    assert (status, headers["location"]) == (303, "/sign-in?next=/gong/frame-identity")
    status, _, text = found.send("GET", "/gong/frame-identity", Cookie="who=nobody")
    assert (status, "You are not signed in" in text) == (403, True)
    for cookie in ("", "who=nobody", "who=broken", "who=wrong"):
        given = {"Origin": found.origin, "Cookie": cookie}
        assert found.send("POST", "/gong/frame-identity/ticket", **given)[0] == 401


@pytest.mark.parametrize("cookie", ["who=broken", "who=wrong"])
def test_what_the_app_does_wrong_is_logged(
    found: Site, cookie: str, caplog: pytest.LogCaptureFixture
) -> None:
    status, _, text = found.send("GET", "/gong/frame-identity", Cookie=cookie)
    assert (status, "planted-detail" in text) == (500, False)
    assert "frame_identity failed" in caplog.text


def test_no_cache_on_the_way_keeps_ticket_or_token(found: Site) -> None:
    given = {"Origin": found.origin, **ADA}
    ticket = found.send("POST", "/gong/frame-identity/ticket", **given)
    body = json.loads(ticket[2])
    token = found.send("POST", "/gong/frame-identity/token", body, Origin=found.origin)
    refused = found.send("POST", "/gong/frame-identity/token", body, Origin=found.origin)
    assert (ticket[0], token[0], refused[0]) == (200, 200, 401)
    assert {each[1]["cache-control"] for each in (ticket, token, refused)} == {"no-store"}


def test_a_ticket_counts_once(found: Site) -> None:
    ticket = found.ticket()
    assert found.trade(ticket)[0] == 200
    assert found.trade(ticket)[0] == 401


def test_a_ticket_counts_at_its_own_origin(found: Site) -> None:
    ticket = found.ticket()
    other = f"http://acme.localhost:{found.port}"
    host = {"Host": f"acme.localhost:{found.port}"}
    assert found.trade(ticket, Origin=other, **host)[0] == 401
    assert found.trade(ticket, Origin="https://evil.example")[0] == 401
    assert found.trade(ticket)[0] == 200, "the attempts from elsewhere used nothing up"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "https://evil.example", "Sec_Fetch_Site": "cross-site"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_a_ticket_is_given_to_the_app_s_own_page_only(found: Site, headers: dict[str, str]) -> None:
    given = {"Origin": found.origin, **ADA, **headers}
    assert found.send("POST", "/gong/frame-identity/ticket", **given)[0] == 401
    assert found.send("POST", "/gong/frame-identity/ticket", **ADA)[0] == 401


def test_behind_a_proxy_that_hides_the_host_the_browser_s_word_counts(found: Site) -> None:
    hidden = {
        "Host": "10.0.0.7:80",
        "Origin": "https://app.example.com",
        "Sec_Fetch_Site": "same-origin",
    }
    status, answer = found.trade(found.ticket(**hidden), **hidden)
    assert status == 200
    assert found.who(f"Bearer {answer['token']}")["tenant"] == "acme"


def test_tickets_and_tokens_end() -> None:
    with site() as found:
        ticket, token = found.ticket(), found.token()
        found.clock.advance(TICKET_SECONDS)
        assert found.trade(ticket)[0] == 401
        assert found.who(f"Bearer {token}") is not None
        found.clock.advance(TOKEN_SECONDS - TICKET_SECONDS)
        assert found.who(f"Bearer {token}") is None


def test_what_is_no_token_is_nobody(found: Site) -> None:
    token, ticket = found.token(), found.ticket()
    changed = token[:-6] + ("AAAA" if token[-6:-2] != "AAAA" else "BBBB") + token[-2:]
    for wrong in ("", "x", "é", changed, ticket, token[:20], "A" * 4000):
        assert found.who(f"Bearer {wrong}".encode().decode("latin-1")) is None
    assert found.who(f"Basic {token}") is None
    assert found.trade(token)[0] == 401, "nor is a token a ticket"


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b'{"ticket": 1}', b" " * 20_000])
def test_what_is_no_ticket_is_refused(found: Site, body: bytes) -> None:
    path = "/gong/frame-identity/token"
    assert found.send("POST", path, body, Origin=found.origin)[0] == 401


def test_a_body_that_is_too_large_is_refused_and_uses_nothing_up(found: Site) -> None:
    ticket = found.ticket()
    body = json.dumps({"ticket": ticket}).encode() + b" " * 20_000
    assert found.send("POST", "/gong/frame-identity/token", body, Origin=found.origin)[0] == 401
    assert found.trade(ticket)[0] == 200


def test_a_token_of_another_app_with_the_same_key_is_nobody_s() -> None:
    keyring = Keyring.parse(generate_key())
    with site(keyring=keyring) as ours, site(keyring=keyring, client_id="another-id") as theirs:
        token = theirs.token()
        assert theirs.who(f"Bearer {token}") is not None
        assert ours.who(f"Bearer {token}") is None


def test_methods(found: Site) -> None:
    status, headers, _ = found.send("POST", "/gong/frame-identity", **ADA)
    assert (status, headers["allow"]) == (405, "GET, HEAD")
    status, headers, _ = found.send("GET", "/gong/frame-identity/token")
    assert (status, headers["allow"]) == (405, "POST")


def test_nobody_knows_ticket_or_token_from_the_store(tmp_path: Path) -> None:
    keyring = Keyring.parse(generate_key())
    path = tmp_path / "installations.db"
    with site(SqliteStore(path, keyring, client_id="planted-id"), keyring) as found:
        ticket, token = found.ticket(), found.token()
    kept = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert b"gongkit_states" in kept
    for secret in (ticket, token, "ada@acme.example"):
        assert secret.encode() not in kept


def test_it_needs_a_keyring() -> None:
    app: GongApp = framed("https://app.gong.io")
    with pytest.raises(UsageError, match="needs a keyring"):
        app.frame_identity(whose)


def test_without_it_there_are_no_such_routes() -> None:
    port = free_port()
    app = framed("https://app.gong.io", f"http://localhost:{port}/gong/callback")
    outer = Starlette(routes=[Mount("/gong", app=app)], lifespan=app.lifespan)
    with serving(outer, port):
        found = Site(port, ManualClock(0))
        for path in ("/gong/frame-identity", "/gong/frame-identity.js"):
            assert found.send("GET", path)[0] == 404
