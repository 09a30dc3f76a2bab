"""A sandbox in a process of its own, and its control API, spoken to in plain HTTP."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

from gongkit.auth.oauth import OAuthClient, parse_callback
from gongkit.client._sync.driver import run
from gongkit.clock import ManualClock
from gongkit.engine.effects import Steps
from gongkit.http import HttpTransport
from gongkit.installations.installation import TokenGrant
from gongkit.redact import Secret
from gongkit.wire import Request, Response

T = TypeVar("T")

REDIRECT_URI = "http://localhost:8000/callback"
SCOPES = ("api:calls:read:basic", "api:users:read")
STATE = Secret("planted-state")

_SERVE = """
import json, sys
from gongkit.sandbox.server.serving import Options, serve
options = Options(port=0, while_stdin_open=True)  # however the tests end, it ends with them
serve(options, lambda found: print(json.dumps(found), flush=True))
"""


class LocalGong:
    """A running sandbox, with an integration of ours registered in it."""

    def __init__(self, url: str) -> None:
        self.url = url
        registered = self.control("POST", "integrations", **_MANIFEST)
        self.oauth = OAuthClient(
            client_id=registered["client_id"],
            client_secret=Secret(registered["client_secret"]),
            redirect_uri=REDIRECT_URI,
            scopes=SCOPES,
            app_url=url,
        )
        for company in ("northwind", "kestrel"):
            self.control("PUT", "limits", company=company, per_second=None, per_day=None)

    def control(self, method: str, path: str, **body: Any) -> Any:
        """Make one call to the control API."""
        request = urllib.request.Request(
            f"{self.url}/_sandbox/{path}".rstrip("/"),
            method=method,
            data=json.dumps(body).encode() if body else None,
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def code(self, company: str = "northwind", oauth: OAuthClient | None = None) -> Secret:
        """Let a company's tech admin approve, and take the code out of the callback."""
        client = oauth or self.oauth
        consent = {
            "client_id": client.client_id,
            "company": company,
            "redirect_uri": client.redirect_uri,
            "scope": " ".join(client.scopes),
            "state": STATE.reveal(),
            "approve": True,
        }
        return parse_callback(self.control("POST", "consent", **consent)["redirect_to"], STATE)

    def grant(self, company: str = "northwind", **client: Any) -> TokenGrant:
        """Install at a company, and give the tokens."""
        oauth = replace(self.oauth, **client)
        return self.run(oauth.exchange(self.code(company, oauth)))

    def run(self, steps: Steps[T]) -> T:
        """Run decisions over real connections."""
        transport = HttpTransport()
        try:
            return run(steps, transport)
        finally:
            transport.close()

    def requests(self, operation: str) -> list[dict[str, Any]]:
        """Read what was asked of this operation since the log was emptied."""
        found: list[dict[str, Any]] = self.control("GET", f"requests?operation={operation}")[
            "requests"
        ]
        return found

    def forget_requests(self) -> None:
        self.control("DELETE", "requests")

    def advance(self, seconds: float) -> None:
        self.control("PUT", "clock", advance=seconds)


class SandboxTime(ManualClock):
    """A clock that the sandbox's follows."""

    def __init__(self, gong: LocalGong) -> None:
        super().__init__(time.time())
        self._gong, self._ahead = gong, 0.0

    def advance(self, seconds: float) -> None:
        super().advance(seconds)
        self._ahead += seconds

    def tell(self) -> None:
        """Let the sandbox catch up."""
        if self._ahead:
            self._gong.advance(self._ahead)
            self._ahead = 0.0


class InTime(HttpTransport):
    """Lets the sandbox know what time it is before it is asked anything."""

    def __init__(self, clock: SandboxTime) -> None:
        super().__init__()
        self._clock = clock

    def send(self, request: Request) -> Response:
        self._clock.tell()
        return super().send(request)


_MANIFEST: dict[str, Any] = {
    "published": True,
    "integration": {
        "name": "Hello",
        "description": "Says hello to calls.",
        "short_description": "Says hello.",
        "scopes": list(SCOPES),
        "redirect_uris": [REDIRECT_URI],
    },
}


@contextmanager
def running() -> Iterator[LocalGong]:
    """Start a sandbox on free ports, and stop it."""
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", _SERVE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield LocalGong(json.loads(process.stdout.readline())["url"])
    finally:
        process.terminate()
        process.communicate(timeout=30)
