"""The ASGI application of all ports: /v2 of the port's company; on the main port, Gong's app."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable

from gongkit.contract.operations.calls import ADD_CALL
from gongkit.redact import Secret
from gongkit.sandbox.core.api.asked import Answer
from gongkit.sandbox.core.control import PREFIX
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.sandbox import Sandbox
from gongkit.sandbox.server import media, openapi
from gongkit.sandbox.server.api import api_answer
from gongkit.sandbox.server.asgi import (
    ClientGone,
    Receive,
    Scope,
    Send,
    headers_of,
    send_answer,
    until_gone,
)
from gongkit.sandbox.server.control import control_answer
from gongkit.sandbox.server.faults import Dropped
from gongkit.sandbox.server.oauth import PATHS, oauth_answer
from gongkit.sandbox.server.same_origin import called_host, is_named_as_loopback

Address = tuple[str, int]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]


class Application:
    """Answers on all ports of one sandbox.

    `open_ports` is awaited after each call to the control API, since it may bring new
    companies; `fetch_recordings` is called after whatever may bring calls whose
    recordings are to be fetched; `close_connection` ends the one between these two
    addresses at once. `any_host` is true where the sandbox listens on all
    addresses: URLs then begin with the name by which the client reached it.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        *,
        control_token: Secret | None,
        any_host: bool,
        open_ports: Callable[[], Awaitable[None]],
        fetch_recordings: Callable[[], None],
        close_connection: Callable[[Address, Address], None],
    ) -> None:
        self._sandbox, self._control_token = sandbox, control_token
        self._any_host, self._open_ports = any_host, open_ports
        self._fetch_recordings, self._close_connection = fetch_recordings, close_connection
        self._pages: AsgiApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        hosts = self._sandbox.hosts
        if self._any_host:
            hosts = _as_called(hosts, scope)
        try:
            answer = await self._answer(hosts, scope, receive)
        except ClientGone:
            return
        except Dropped:
            await self._drop(scope, receive)
            return
        if answer is not None:
            await send_answer(send, answer)
        else:
            scope["state"].update(hosts=hosts, drop=self._drop)
            await self._page_app()(scope, receive, send)

    async def _answer(self, hosts: Hosts, scope: Scope, receive: Receive) -> Answer | None:
        """Answer; None leaves it to the pages."""
        sandbox, path = self._sandbox, scope["path"]
        if path.startswith("/v2/") or path == "/v2":
            port = scope["server"][1]
            company = sandbox.company_at(port)
            if company is None and port != hosts.main_port:
                return self._refused(404, "No company's API is served on this port")
            answer = await api_answer(sandbox.api, company, hosts.app_url, scope, receive)
            if scope["method"] == "POST" and path == ADD_CALL.path:
                self._fetch_recordings()
            return answer
        if scope["server"][1] != hosts.main_port:
            return self._only_v2(hosts, scope)
        return await self._answer_as_app(hosts, scope, receive)

    async def _answer_as_app(self, hosts: Hosts, scope: Scope, receive: Receive) -> Answer | None:
        """Answer as Gong's app host; None leaves it to the pages."""
        sandbox, path = self._sandbox, scope["path"]
        sandbox.settle()
        if path in PATHS:
            return await oauth_answer(sandbox, hosts, scope, receive)
        if path.startswith(media.PREFIX):
            return media.media_answer(sandbox, scope["method"], path)
        if path == openapi.PATH:
            return openapi.openapi_answer(sandbox, hosts.app_url, scope["method"])
        if path == PREFIX or path.startswith(f"{PREFIX}/"):
            token = self._control_token
            answer = await control_answer(sandbox, hosts, token, scope, receive)
            await self._open_ports()
            self._fetch_recordings()
            return answer
        # A name that leads here is somebody's web site, whose pages would count as our own:
        # they could sign in as anybody. Beyond this machine, with the token, any name is right.
        if self._control_token is None and not is_named_as_loopback(headers_of(scope)):
            return self._refused(403, "Call this machine 127.0.0.1 or localhost to see the pages")
        return None

    async def _drop(self, scope: Scope, receive: Receive) -> None:
        """Close the connection, and wait until it is."""
        self._close_connection(scope["client"], scope["server"])
        await until_gone(receive)

    def _page_app(self) -> AsgiApp:
        """Load the pages when the first is asked for, so that the start is quick."""
        if self._pages is None:
            from gongkit.sandbox.ui.pages import make_pages

            self._pages = make_pages(self._sandbox)
        return self._pages

    def _only_v2(self, hosts: Hosts, scope: Scope) -> Answer:
        company = self._sandbox.company_at(scope["server"][1])
        whose = "no company" if company is None else company.name
        error = f"This port serves the API of {whose} only (/v2); Gong's app is at {hosts.app_url}"
        return self._refused(404, error)

    def _refused(self, status: int, error: str) -> Answer:
        return Answer.of({"requestId": self._sandbox.api.request_id(), "errors": [error]}, status)


def _as_called(hosts: Hosts, scope: Scope) -> Hosts:
    """Write the hosts' URLs with the name that the client used."""
    name = called_host(headers_of(scope))
    return hosts if name is None else dataclasses.replace(hosts, host=name)
