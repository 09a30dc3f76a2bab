"""The app's pages inside Gong: what their handlers may name, and what their answers carry.

A handler takes what it needs, by name, from `ARGUMENTS`, may be sync or async, and gives
HTML or a Starlette `Response`:

    @gong.email_composer
    def composer(sdk_url: str | None) -> str: ...
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal, NamedTuple, TypeVar
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gongkit.app.address import IDENTITY_SCRIPT, Address, root_path
from gongkit.app.failures import log
from gongkit.app.listeners import call, names_of
from gongkit.app.pages import Pages
from gongkit.errors import UsageError
from gongkit.loopback import is_loopback
from gongkit.manifest import FILE_NAME, Manifest

FrameHandler = Callable[..., Any]
AnyFrameHandler = TypeVar("AnyFrameHandler", bound=FrameHandler)
Page = Literal["email_composer", "account_information"]

ARGUMENTS: Final[Mapping[str, str]] = {
    "app": "The `GongApp`.",
    "identity_url": "The path of the script whose `identify()` tells who the user is; see"
    " `frame_identity`.",
    "manifest": "The `Manifest`.",
    "request": "Starlette's `Request`.",
    "sdk_url": "The URL of the sandbox's bridge, for the import map; None in production, where"
    " the app brings the npm package.",
}
"""Every argument that the handler of a page inside Gong may name."""

GONG: Final = "https://*.gong.io"
_ON_LOOPBACK: Final = ("127.0.0.1", "localhost")
"""The names of this machine that such a policy can have: an IPv6 address is none for browsers."""
_SDK: Final = "/frontend-sdk.js"
_HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""What an answer carries unless its handler says something else."""


class _Handler(NamedTuple):
    function: FrameHandler
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """Where Gong's own pages are: the app host, and the bridge there in development."""

    app_url: str

    @property
    def is_sandbox(self) -> bool:
        """Tell whether it is a sandbox on this machine."""
        return is_loopback(urlsplit(self.app_url).hostname or "")

    @property
    def sdk_url(self) -> str | None:
        """The URL of the bridge, where it is a sandbox."""
        return f"{self.app_url}{_SDK}" if self.is_sandbox else None

    @property
    def ancestors(self) -> str:
        """The policy on who may embed: Gong, and a sandbox by each name of this machine."""
        parts = urlsplit(self.app_url)
        port = "" if parts.port is None else f":{parts.port}"
        names = _ON_LOOPBACK if self.is_sandbox else ()
        sandbox = (f"{parts.scheme}://{name}{port}" for name in names)
        return " ".join(("frame-ancestors", GONG, *sandbox))


class Frames:
    """The handlers of the pages that the manifest names, by their routes."""

    def __init__(self, manifest: Manifest, address: Address, host: Host, pages: Pages) -> None:
        self._manifest, self._address, self._host, self._pages = manifest, address, host, pages
        self._handlers: dict[str, _Handler] = {}

    def add(self, page: Page, handler: AnyFrameHandler) -> AnyFrameHandler:
        """Register the handler of a page; give it back, so that this can decorate.

        Raises `UsageError` where the manifest has no such page, where its URL is not under
        the app's or has a handler already, and `UnknownName` for a parameter that is not
        in `ARGUMENTS`.
        """
        route = self._address.frame(self._url(page))
        if route in self._handlers:
            raise UsageError(
                f"The page at {route} has a handler already.",
                hint="Give each page of the manifest a path of its own, and one handler.",
            )
        names = names_of(handler, ARGUMENTS, "A page's handler")
        self._handlers[route] = _Handler(handler, names)
        return handler

    def handler(self, route: str, app: object) -> Callable[[Request], Awaitable[Response]] | None:
        """Give what answers a route, if it is that of a page."""
        found = self._handlers.get(route)
        return None if found is None else partial(self._answer, found, app)

    async def _answer(self, handler: _Handler, app: object, request: Request) -> Response:
        try:
            answer = _response(await call(handler.function, **self._given(handler, app, request)))
        except Exception:  # noqa: BLE001 - it is the app's own, and no traceback is for the browser
            log.exception("A page inside Gong failed: path=%s", request.url.path)
            answer = self._pages.frame_failed()
        for name, value in _HEADERS.items():
            answer.headers.setdefault(name, value)
        # One policy more can only forbid more: what the handler says holds as well. In one
        # header, which what stands in front of the app cannot take for a repetition.
        policy = ", ".join(answer.headers.getlist("Content-Security-Policy"))
        ours = self._host.ancestors
        if not policy.endswith(ours):  # the handler may give the same answer again
            answer.headers["Content-Security-Policy"] = f"{policy}, {ours}" if policy else ours
        return answer

    def _given(self, handler: _Handler, app: object, request: Request) -> Mapping[str, Any]:
        given = {
            "app": app,
            "identity_url": f"{root_path(request.scope)}{IDENTITY_SCRIPT}",
            "manifest": self._manifest,
            "request": request,
            "sdk_url": self._host.sdk_url,
        }
        return {name: given[name] for name in handler.names}

    def _url(self, page: Page) -> str:
        iframe = self._manifest.iframe
        found = getattr(iframe, page) if iframe else None
        if found is None:
            raise UsageError(
                f"The manifest has no page for @{page}.",
                hint=f"Give it a URL under [iframe.{page}] in {FILE_NAME}.",
            )
        url: str = found.url
        return url


def _response(given: Any) -> Response:
    if isinstance(given, Response):
        return given
    if isinstance(given, str):
        return HTMLResponse(given)
    raise TypeError(f"the handler gave a {type(given).__name__}: it gives HTML, or a Response")
