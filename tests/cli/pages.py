"""A web server whose pages answer as a test wants it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Page(NamedTuple):
    """How a path answers; `head` is the status for HEAD where that is another."""

    status: int = 200
    location: str = ""
    head: int | None = None


@contextmanager
def web_pages(pages: Mapping[str, Page], asked: list[str] | None = None) -> Iterator[str]:
    """Serve pages on loopback, and give their origin; `{origin}` stands for it in locations.

    The paths that are asked for are added to `asked`.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer(is_head=True)

        def do_GET(self) -> None:
            self._answer(is_head=False)

        def _answer(self, *, is_head: bool) -> None:
            if asked is not None:
                asked.append(self.path)
            page = pages.get(self.path, Page(404))
            self.send_response(page.head if is_head and page.head else page.status)
            if page.location:
                self.send_header("location", page.location.format(origin=origin))
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield origin
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
