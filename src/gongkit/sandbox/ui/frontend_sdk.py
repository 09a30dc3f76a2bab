"""The bridge between an app's page and Gong: what stands for Gong's npm package here."""

from __future__ import annotations

from importlib import resources
from typing import Final
from urllib.parse import urlsplit

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.loopback import is_loopback
from gongkit.sandbox.core.frames.frames import origin_in
from gongkit.sandbox.ui.site import hosts_of

PATH: Final = "/frontend-sdk.js"
_ORIGINS: Final = '["origins of Gong"]'
_NAMES: Final = ("127.0.0.1", "localhost", "[::1]")
_HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "no-cache",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


def frontend_sdk_routes() -> list[Route]:
    """Say where the bridge is."""
    return [Route(PATH, _bridge)]


async def _bridge(request: Request) -> Response:
    """Give the module, which knows the origins that this sandbox's pages have."""
    source = resources.files("gongkit.sandbox.ui") / "bridge" / "frontend-sdk.js"
    origins = msgspec.json.encode(app_origins(hosts_of(request).app_url)).decode()
    content = source.read_text("utf-8").replace(_ORIGINS, origins)
    return Response(content, headers=_HEADERS, media_type="text/javascript")


def app_origins(app_url: str) -> list[str]:
    """List the origins under which a browser has the pages: on this machine it has three names."""
    parts = urlsplit(app_url)
    own = origin_in(app_url)
    if not is_loopback(parts.hostname or ""):
        return [own]
    return list(dict.fromkeys([own, *(origin_in(f"http://{n}:{parts.port}") for n in _NAMES)]))
