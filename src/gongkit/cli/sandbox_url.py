"""Looking at a running sandbox: whether a URL may be one, and what it says of itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import msgspec

from gongkit.errors import ConnectionFailed, SandboxError
from gongkit.http import HttpTransport
from gongkit.wire import Request

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
    host = (is_url(app_url) and urlsplit(app_url).hostname) or ""
    return host in {"localhost", "::1"} or host.startswith("127.")


def look_at(app_url: str) -> dict[str, Any]:
    """Ask a sandbox for its companies and integrations (`GET /_sandbox`)."""
    transport = HttpTransport()
    try:
        answer = transport.send(
            Request(method="GET", url=f"{app_url.rstrip('/')}/_sandbox", timeout=10.0)
        )
        found = msgspec.json.decode(answer.content, type=dict[str, Any])
    except ConnectionFailed:
        raise SandboxError(f"No sandbox answers at {app_url}.", hint=_HINT) from None
    except msgspec.DecodeError:
        raise SandboxError(f"What answers at {app_url} is no sandbox.", hint=_HINT) from None
    finally:
        transport.close()
    if answer.status != 200 or not found.get("companies"):
        raise SandboxError(f"What answers at {app_url} is no sandbox.", hint=_HINT)
    return found
