"""A running sandbox as tests see it: raw HTTP only, so that client and sandbox share no mistake."""

from __future__ import annotations

import asyncio
import base64
import http.client
import json
import queue
import threading
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from gongkit.sandbox.server.serving import Options, RunningSandbox

EXAMPLE = Path(__file__).parents[2] / "examples/hello-gong"
REDIRECT_URI = "http://localhost:8000/oauth/callback?from=gong"
SCOPES = ("api:calls:read:basic", "api:users:read")
MANIFEST: dict[str, Any] = {
    "integration": {
        "name": "Deal Pulse",
        "short_description": "Shows how deals feel.",
        "scopes": list(SCOPES),
        "redirect_uris": [REDIRECT_URI, "https://pulse.example/callback"],
        "contacts": ["apps@pulse.example"],
        "domains": ["pulse.example"],
    }
}


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer; header names are lower case, a repeated one is joined."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        """The body, which must be JSON."""
        return json.loads(self.content)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode()

    @property
    def errors(self) -> list[str]:
        """The sentences of an error in Gong's shape, which is checked."""
        body = self.json
        assert set(body) == {"requestId", "errors"}
        assert body["requestId"]
        errors: list[str] = body["errors"]
        assert errors
        return errors


@dataclass(frozen=True, slots=True)
class Client:
    """A registered integration's credentials."""

    client_id: str
    client_secret: str


def basic(name: str, secret: str) -> str:
    """Write an Authorization header."""
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


def send(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | str | None = None,
    timeout: float = 20,
    source: str = "",
) -> Reply:
    """Send one request on a connection of its own; redirects are not followed.

    `source` is the address that it comes from, one of this machine's.
    """
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(
        parts.hostname or "", parts.port, timeout=timeout, source_address=(source, 0)
    )
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, body, dict(headers or {}))
        answer = connection.getresponse()
        names = {name.lower() for name, _ in answer.getheaders()}
        found = {name: answer.headers.get_all(name) or [] for name in names}
        joined = {name: ", ".join(values) for name, values in found.items()}
        return Reply(answer.status, joined, answer.read())
    finally:
        connection.close()


class Box:
    """What can be done to a running sandbox from outside."""

    def __init__(self, description: dict[str, Any]) -> None:
        self.url: str = description["url"]
        self.companies: dict[str, dict[str, Any]] = {c["name"]: c for c in description["companies"]}

    def send(self, method: str, path: str, **more: Any) -> Reply:
        """Send a request to the main port."""
        return send(method, self.url + path, **more)

    def control(self, method: str, path: str, body: Any = None) -> Reply:
        """Call the control API."""
        raw = None if body is None else json.dumps(body)
        return self.send(method, f"/_sandbox{path}", body=raw)

    def api(
        self,
        company: str,
        method: str,
        path: str,
        *,
        body: Any = None,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Call an operation at a company's own host, with its access key unless a token is given.

        A `body` of bytes is sent as it is, anything else as JSON.
        """
        found = self.companies[company]
        key = basic(found["access_key"], found["access_key_secret"])
        sent = {"Authorization": key if token is None else f"Bearer {token}"}
        if body is not None:
            sent["Content-Type"] = "application/json"
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body)
        return send(
            method, found["api_base_url"] + path, headers={**sent, **(headers or {})}, body=raw
        )

    def person(self, company: str, role: str) -> dict[str, str]:
        """Find somebody of a company by role."""
        found: dict[str, str] = next(
            user for user in self.companies[company]["users"] if user["role"] == role
        )
        return found

    def register(
        self, company: str = "northwind", *, published: bool = False, scopes: Any = SCOPES
    ) -> Client:
        """Register an integration."""
        integration = {**MANIFEST["integration"], "scopes": list(scopes)}
        body = {"integration": integration, "company": company, "published": published}
        answer = self.control("POST", "/integrations", body)
        assert answer.status == 201, answer.content
        return Client(**answer.json)

    def register_example(self, company: str = "northwind", *, published: bool = True) -> Client:
        """Register the example app, with its pictures."""
        kinds = {"small": "logo-small", "large": "logo-large", "composer": "logo-small"}
        images = {
            kind: base64.b64encode((EXAMPLE / f"{name}.png").read_bytes()).decode()
            for kind, name in kinds.items()
        }
        tables = tomllib.loads((EXAMPLE / "gong.app.toml").read_text())
        tables["integration"]["redirect_uris"].append(REDIRECT_URI)
        body = {**tables, "company": company, "published": published, "images": images}
        answer = self.control("POST", "/integrations", body)
        assert answer.status == 201, answer.content
        return Client(**answer.json)

    def code(self, client: Client, company: str = "northwind", **more: Any) -> str:
        """Let a company's tech admin approve, and take the code."""
        body = {
            "client_id": client.client_id,
            "company": company,
            "redirect_uri": REDIRECT_URI,
            **more,
        }
        answer = self.control("POST", "/consent", body)
        assert answer.status == 200, answer.content
        redirect_to: str = answer.json["redirect_to"]
        return parse_qs(urlsplit(redirect_to).query)["code"][0]

    def token(self, client: Client, **parameters: str) -> Reply:
        """Call the token endpoint as Gong documents it: Basic, parameters in the query."""
        return self.send(
            "POST",
            f"/oauth2/generate-customer-token?{urlencode(parameters)}",
            headers={"Authorization": basic(client.client_id, client.client_secret)},
        )

    def exchange(self, client: Client, code: str, **more: str) -> Reply:
        """Exchange a code."""
        parameters = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": client.client_id,
            "redirect_uri": REDIRECT_URI,
        }
        return self.token(client, **{**parameters, **more})

    def refresh(self, client: Client, refresh_token: str, **more: str) -> Reply:
        """Refresh."""
        return self.token(client, grant_type="refresh_token", refresh_token=refresh_token, **more)

    def install(self, client: Client, company: str = "northwind", **more: Any) -> dict[str, Any]:
        """Approve and exchange; give what the token endpoint answers."""
        answer = self.exchange(client, self.code(client, company, **more))
        assert answer.status == 200, answer.content
        tokens: dict[str, Any] = answer.json
        return tokens

    def advance(self, seconds: float) -> None:
        """Move the sandbox's time forward."""
        assert self.control("PUT", "/clock", {"advance": seconds}).status == 200

    def lift_limits(self) -> None:
        """Let every company be called as often as a test likes."""
        for name in self.companies:
            body = {"company": name, "per_second": None, "per_day": None}
            assert self.control("PUT", "/limits", body).status == 200

    def requests(self, **filters: str) -> list[dict[str, Any]]:
        """Read the request log."""
        query = f"?{urlencode(filters)}" if filters else ""
        entries: list[dict[str, Any]] = self.control("GET", f"/requests{query}").json["requests"]
        return entries


class Serving:
    """A sandbox that a thread of this process serves, until it is told to stop."""

    def __init__(self, options: Options) -> None:
        self._sandbox = RunningSandbox(options)
        self._descriptions: queue.Queue[dict[str, Any]] = queue.Queue()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        self.box = Box(self._descriptions.get(timeout=60))

    def _serve(self) -> None:
        with asyncio.Runner() as runner:
            runner.run(self._sandbox.run(self._descriptions.put))

    def stop(self) -> None:
        """Tell it to stop, which takes it a moment."""
        self._sandbox.stop()

    def join(self) -> None:
        """Wait until it has stopped."""
        self._thread.join(60)
        assert not self._thread.is_alive()


@contextmanager
def running(options: Options) -> Iterator[Box]:
    """Serve a sandbox from a thread of this process."""
    serving = Serving(options)
    try:
        yield serving.box
    finally:
        serving.stop()
        serving.join()
