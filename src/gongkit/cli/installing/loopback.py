"""The redirect URI served on this machine, until the browser has come back to it."""

from __future__ import annotations

import errno
import os
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Final
from urllib.parse import urlsplit

from gongkit.cli.installing.page import FOREIGN, HEADERS, NOT_HERE, Page
from gongkit.errors import GongkitError

ComeBack = Callable[[str], tuple[Page, Callable[[], None]]]
"""Takes the query with which a browser came back; gives the page that it gets, and what
to do when it has it."""

_SILENCE_SECONDS: Final = 10.0
"""How long a connection may say nothing: browsers open some that they never use."""

_NO_IPV6: Final = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}


class PortTaken(GongkitError):
    """The redirect URI's port cannot be listened on."""

    code = "port_taken"


@contextmanager
def serving(redirect_uri: str, come_back: ComeBack) -> Iterator[None]:
    """Serve the redirect URI on each address of its host. Raises `PortTaken`."""
    with ExitStack() as opened:
        for family, address in _addresses(redirect_uri):
            try:
                server = opened.enter_context(_server(family)(address, redirect_uri, come_back))
            except OSError as error:
                if family == socket.AF_INET6 and error.errno in _NO_IPV6:
                    continue
                raise _not_listening(redirect_uri, error) from None
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            opened.callback(server.shutdown)
        yield


class _Server(socketserver.ThreadingTCPServer):
    """Listens on one address of this machine; each connection has a thread of its own."""

    daemon_threads = True
    # On Windows this would let two programs have one port.
    allow_reuse_address = os.name == "posix"

    def __init__(self, address: tuple[str, int], redirect_uri: str, come_back: ComeBack) -> None:
        self.callback = urlsplit(redirect_uri)
        self.come_back = come_back
        super().__init__(address, _Handler)


class _ServerOnIPv6(_Server):
    address_family = socket.AF_INET6


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version, sys_version = "gongkit", ""
    timeout = _SILENCE_SECONDS

    def do_GET(self) -> None:
        asked, callback = urlsplit(self.path), self.server.callback
        if _host(self.headers.get("host") or "") != _host(callback.netloc):
            # A page elsewhere may have given its own name this machine's address.
            self._answer(FOREIGN)
        elif asked.path != (callback.path or "/"):
            self._answer(NOT_HERE)
        else:
            page, done = self.server.come_back(asked.query)
            try:
                self._answer(page)
            finally:
                done()

    def _answer(self, page: Page) -> None:
        content = page.html()
        self.send_response(page.status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep the URL out of the terminal: the code is in it."""


def _addresses(redirect_uri: str) -> Iterator[tuple[socket.AddressFamily, tuple[str, int]]]:
    """Give the addresses at which a browser may look for the host: `localhost` has two."""
    parts = urlsplit(redirect_uri)
    host, port = parts.hostname or "", parts.port or 80
    if host.endswith("localhost"):
        yield socket.AF_INET, ("127.0.0.1", port)
        yield socket.AF_INET6, ("::1", port)
    else:
        yield (socket.AF_INET6 if ":" in host else socket.AF_INET), (host, port)


def _host(netloc: str) -> str:
    return netloc.lower().removesuffix(":80")


def _server(family: socket.AddressFamily) -> type[_Server]:
    return _ServerOnIPv6 if family == socket.AF_INET6 else _Server


def _not_listening(redirect_uri: str, error: OSError) -> PortTaken:
    taken = error.errno == errno.EADDRINUSE
    return PortTaken(
        f"{redirect_uri} cannot be served here:"
        f" {'another program has its port' if taken else error.strerror}.",
        hint="If that is the app itself, install at its own page. Otherwise end that program, or"
        " name another of the integration's redirect URIs with --redirect-uri.",
    )
