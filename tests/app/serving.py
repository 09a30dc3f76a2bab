"""An ASGI application served by uvicorn on a thread, and a browser that visits it."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import uvicorn


@contextmanager
def serving(application: Any, port: int, **options: Any) -> Iterator[None]:
    """Serve on this port of loopback, and stop in order."""
    ready = threading.Event()
    config = uvicorn.Config(
        application, host="127.0.0.1", port=port, log_config=None, ws="none", **options
    )
    server = uvicorn.Server(config)
    startup = server.startup

    async def started(sockets: list[socket.socket] | None = None) -> None:
        await startup(sockets)
        ready.set()

    server.startup = started  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert ready.wait(30)
        assert not server.should_exit, "the application did not start"
        yield
    finally:
        server.should_exit = True
        thread.join(30)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def location(self) -> str:
        return self.headers["location"]


class Browser:
    """Keeps the cookies of each host name, as browsers do, and follows nothing by itself.

    Every host is reached at one port of loopback, as if a proxy that ends TLS were before it.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self.cookies: dict[str, dict[str, str]] = {}
        self.set_cookie = ""

    def get(self, url: str, *, method: str = "GET", host: str | None = None) -> Answer:
        """Go to a URL; `host` is what a proxy puts in place of the one in the URL."""
        parts = urlsplit(url)
        jar = self.cookies.setdefault(str(parts.hostname), {})
        headers = {"host": host or parts.netloc}
        if jar:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)) as connection:
            connection.request(method, target, headers=headers)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            text = answer.read().decode()
        self.set_cookie = found.get("set-cookie", "")
        if self.set_cookie:
            name, _, value = self.set_cookie.partition(";")[0].partition("=")
            jar[name] = value
        return Answer(answer.status, found, text)

    def follow(self, url: str) -> Answer:
        """Go to a URL and on to where it sends us, as long as that is the same host."""
        answer = self.get(url)
        while "location" in answer.headers:
            target = urljoin(url, answer.location)
            if urlsplit(target).hostname != urlsplit(url).hostname:
                break
            if urlsplit(target).port != urlsplit(url).port:
                break
            url, answer = target, self.get(target)
        return answer
