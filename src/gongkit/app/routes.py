"""The routes of an app, in Starlette's terms: install, callback, pages inside Gong, health."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from gongkit.app.address import HEALTH, INSTALL, READY, Address, root_path
from gongkit.app.authorization import STATE_SECONDS, Authorizations
from gongkit.app.background import Background
from gongkit.app.connections import AnyTransport
from gongkit.app.cookie import browser_of, new_browser, set_browser
from gongkit.app.failures import Refused, log, log_failure
from gongkit.app.frame_identity import FrameIdentity
from gongkit.app.frames import Frames
from gongkit.app.listeners import call
from gongkit.app.pages import HEADERS, Pages
from gongkit.app.readiness import readiness
from gongkit.app.telling import Teller
from gongkit.client._async.driver import run

Tenant = Callable[[Request], Any]
"""Tells whom of the app's own customers a request of /install comes from: an id, or None;
or an answer that is given instead, such as a redirect to the app's sign-in. Or awaits it."""

_AT_HOME = "at_home"
"""Marks a request of /install that was sent to the host of the redirect URI."""


_Handler = Callable[[Request], Awaitable[Response]]


@dataclass(slots=True, kw_only=True)
class Routes:
    """Answers the requests of one app."""

    address: Address
    authorizations: Authorizations
    background: Background
    frames: Frames
    pages: Pages
    teller: Teller
    tenant: Tenant | None
    transport: AnyTransport
    identity: FrameIdentity | None = None
    """Set once the app has said how it knows its users."""

    async def answer(self, app: object, request: Request) -> Response:
        """Answer, whatever happens; what went wrong is logged, and has a page."""
        methods = self._methods(self.address.route(request.scope), app)
        handler = methods.get(request.method)
        if handler is None:
            # It may be a callback all the same, as with a slash too many.
            _taken_query(request)
            return _not_answered(methods)
        try:
            return await handler(request)
        except Refused as refused:
            log_failure(refused)
            return self._page_of(refused, request)
        except Exception:  # noqa: BLE001 - no traceback is for the browser
            log.exception("A request failed: path=%s", request.url.path)
            return self._page_of(Refused("internal_error", "see the log"), request)

    def _methods(self, route: str, app: object) -> dict[str, _Handler]:
        """Give what answers at a route, by method."""
        shows = self._shows(route) or self.frames.handler(route, app)
        if shows is not None:
            return {"GET": shows, "HEAD": shows}
        return {} if self.identity is None else self.identity.methods(route)

    def _shows(self, route: str) -> _Handler | None:
        if route in self.address.callbacks:
            return self._callback
        return {INSTALL: self._install, HEALTH: self._health, READY: self._ready}.get(route)

    async def _install(self, request: Request) -> Response:
        """Begin an authorization: remember it, and send the browser to Gong."""
        self.address.check_mount(request.scope)
        if request.method == "HEAD":
            return Response(headers=HEADERS)
        redirect_uri = self._redirect_uri(request)
        if _is_elsewhere(request, redirect_uri):
            return _to_home(request, redirect_uri)
        tenant = await self._tenant_of(request)
        if isinstance(tenant, Response):
            return tenant
        browser = browser_of(request.cookies, redirect_uri) or new_browser()
        url = await self._run(self.authorizations.begin(redirect_uri, browser, tenant))
        answer = RedirectResponse(url, 303, HEADERS)
        set_browser(answer, browser, redirect_uri, STATE_SECONDS)
        return answer

    async def _callback(self, request: Request) -> Response:
        """Finish an authorization that comes back from Gong."""
        query = _taken_query(request)
        if request.method == "HEAD":
            return Response(headers=HEADERS)
        browser = browser_of(request.cookies, self._redirect_uri(request))
        installation = await self._run(self.authorizations.finish(query, browser))
        log.info("Installed: company=%s", installation.company)
        self.teller.wake()
        return self.pages.installed()

    async def _health(self, request: Request) -> Response:  # noqa: ARG002
        """Answer as long as the process does."""
        return JSONResponse({"status": "ok"}, headers=HEADERS)

    async def _ready(self, request: Request) -> Response:  # noqa: ARG002
        """Say which parts can do their work."""
        store, keeps = self.authorizations.store, self.background.keeps
        parts = await run_sync(partial(readiness, store, keeps=keeps))
        status = 200 if set(parts.values()) == {"ok"} else 503
        return JSONResponse(parts, status, HEADERS)

    async def _tenant_of(self, request: Request) -> str | Response | None:
        if self.tenant is None:
            return None
        try:
            tenant = await call(self.tenant, request)
        except Exception:  # noqa: BLE001 - it is the app's own
            log.exception("tenant= failed")
            raise Refused("tenant_failed", "tenant= raised an error") from None
        if tenant is not None and not isinstance(tenant, str | Response):
            kind = type(tenant).__name__
            raise Refused("tenant_failed", f"tenant= gave a {kind}: it gives a str, or None")
        return tenant or None

    async def _run(self, steps: Any) -> Any:
        return await run(steps, self.transport)

    def _redirect_uri(self, request: Request) -> str:
        return self.address.redirect_uri(request.headers.get("host", ""))

    def _page_of(self, refused: Refused, request: Request) -> Response:
        if refused.code == "mount_mismatch":
            return self.pages.set_up(refused)
        return self.pages.failed(refused, f"{root_path(request.scope)}{INSTALL}")


def _not_answered(methods: Collection[str]) -> Response:
    """Say that nothing is here, or nothing for this method."""
    if not methods:
        return PlainTextResponse("Not found", 404, HEADERS)
    allowed = {**HEADERS, "Allow": ", ".join(methods)}
    return PlainTextResponse("Method not allowed", 405, allowed)


def _taken_query(request: Request) -> str:
    """Take the query out of the request: a server that logs it in the end does so without."""
    query: str = request.scope["query_string"].decode("latin-1")
    request.scope["query_string"] = b""
    return query


def _is_elsewhere(request: Request, redirect_uri: str) -> bool:
    """Tell whether the browser is at another host than the one to which it will come back.

    Its cookie would stay here: `127.0.0.1` and `localhost` are two hosts.
    """
    home = urlsplit(redirect_uri).netloc.lower()
    host = request.headers.get("host", "").lower()
    return host != home and _AT_HOME not in request.query_params


def _to_home(request: Request, redirect_uri: str) -> Response:
    """Send the browser to the redirect URI's host, once: a proxy may hide the true host."""
    home = urlsplit(redirect_uri)
    query = "&".join(filter(None, (request.url.query, f"{_AT_HOME}=1")))
    path = f"{root_path(request.scope)}{INSTALL}"
    return RedirectResponse(f"{home.scheme}://{home.netloc}{path}?{query}", 303, HEADERS)
