"""A running sandbox: whether a URL may be one, what it says of itself, and its control API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from gongkit.decoders import decoder_of
from gongkit.errors import AnswerLost, ConnectionFailed, SandboxError
from gongkit.http import HttpTransport
from gongkit.loopback import is_loopback
from gongkit.settings import Settings
from gongkit.wire import Request, Response

MAIN_PORT: Final = 4664
PORTS: Final = 3
"""How many a sandbox takes, unless it is given others: the main port, and those of the two
companies with a cell of their own."""

_HINT = "Start one with `gongkit sandbox`, and set GONGKIT_APP_URL to the URL that it prints."


def is_url(app_url: str) -> bool:
    """Tell whether an app URL is one at all: http or https, with a host and a possible port."""
    try:
        parts = urlsplit(app_url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def is_sandbox(app_url: str) -> bool:
    """Tell whether an app URL is on this machine, where only a sandbox can be."""
    return is_url(app_url) and is_loopback(urlsplit(app_url).hostname or "")


def sandbox_of(settings: Settings) -> dict[str, Any]:
    """Look at the sandbox of the app URL. Raises `ProfileRefused` where the profile forbids it."""
    settings.guard.check("a request", settings.app_url, writes=False)
    return look_at(settings.app_url)


def look_at(app_url: str) -> dict[str, Any]:
    """Ask a sandbox for its companies and integrations (`GET /_sandbox`)."""
    answer = _ask(app_url, control_request("GET", app_url, seconds=10.0))
    found = _decoded(app_url, answer)
    if answer.status != 200 or not found.get("companies"):
        raise _no_sandbox(app_url)
    return found


def tell(app_url: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Make a POST to a sandbox's control API. Raises `SandboxError` with what it refused."""
    return said_by(app_url, _ask(app_url, control_request("POST", app_url, path, body)))


def control_request(
    method: str,
    app_url: str,
    path: str = "",
    body: Mapping[str, Any] | None = None,
    *,
    seconds: float = 30.0,
) -> Request:
    """Make a request to a sandbox's control API."""
    return Request(
        method=method,
        url=f"{app_url.rstrip('/')}/_sandbox/{path}".rstrip("/"),
        headers={} if body is None else {"content-type": "application/json"},
        body=None if body is None else msgspec.json.encode(body),
        timeout=seconds,
    )


def said_by(app_url: str, answer: Response) -> dict[str, Any]:
    """Read what the control API has answered. Raises `SandboxError` with what it refused."""
    found = _decoded(app_url, answer)
    if answer.status >= 400:
        reasons = " ".join(map(str, found.get("errors", ())))
        raise SandboxError(f"The sandbox refused it: {reasons or answer.status}")
    return found


def no_answer(app_url: str) -> SandboxError:
    """Say that there is no sandbox."""
    return SandboxError(f"No sandbox answers at {app_url}.", hint=_HINT)


def _ask(app_url: str, request: Request) -> Response:
    transport = HttpTransport()
    try:
        return transport.send(request)
    except (ConnectionFailed, AnswerLost):
        raise no_answer(app_url) from None
    finally:
        transport.close()


def _decoded(app_url: str, answer: Response) -> dict[str, Any]:
    try:
        return decoder_of(dict[str, Any]).decode(answer.content)
    except msgspec.DecodeError:
        raise _no_sandbox(app_url) from None


def _no_sandbox(app_url: str) -> SandboxError:
    return SandboxError(f"What answers at {app_url} is no sandbox.", hint=_HINT)
