"""The HTTP transport over a real connection: errors named, nothing leaked, files streamed."""

from __future__ import annotations

import asyncio
import logging
import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from gongkit.errors import AnswerLost, ConnectionFailed
from gongkit.http import HttpTransport
from gongkit.redact import Secret
from gongkit.wire import FilePart, Request, Response


class Handler(BaseHTTPRequestHandler):
    """Answers what its path says; remembers what it was sent."""

    protocol_version = "HTTP/1.1"
    seen: list[dict[str, Any]]

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        size = 0
        while size < length:
            size += len(self.rfile.read(min(1 << 20, length - size)))
        self.answer(size)

    def do_GET(self) -> None:
        self.answer(0)

    def answer(self, size: int) -> None:
        self.seen.append({"path": self.path, "headers": dict(self.headers), "size": size})
        match self.path.split("?")[0]:
            case "/break":
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
            case "/redirect":
                self.reply(302, b"", location="/elsewhere")
            case "/cookie":
                self.reply(200, b"{}", set_cookie="session=secret; Path=/")
            case "/half":
                self.send_response(200)
                self.send_header("content-length", "100")
                self.end_headers()
                self.wfile.write(b"only this")
                self.close_connection = True
            case _:
                self.reply(200, b'{"ok":true}', x_odd="1")

    def reply(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Keep the tests' output clean."""


@contextmanager
def serving() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    seen: list[dict[str, Any]] = []
    handler = type("Handler", (Handler,), {"seen": seen})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", seen
        server.shutdown()
        thread.join()


@pytest.fixture
def server() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    with serving() as found:
        yield found


@pytest.fixture(params=["sync", "async"])
def send(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "sync":
        transport = HttpTransport()
        yield transport.send
        transport.close()
        return

    def run(sent: Request) -> Response:
        async def once() -> Response:
            transport = HttpTransport()
            try:
                return await transport.send_async(sent)
            finally:
                await transport.close_async()

        return asyncio.run(once())

    yield run


def test_a_request_arrives_as_it_was_meant(server: Any, send: Any) -> None:
    url, seen = server

    answer = send(
        Request(
            method="POST",
            url=f"{url}/v2/calls/a%2Fb",
            query=(("cursor", "a+b/c="), ("ids", "1"), ("ids", "2")),
            headers={"content-type": "application/json"},
            authorization=Secret("Bearer planted-token"),
            body=b"{}",
        )
    )

    assert (answer.status, answer.content, answer.header("X-Odd")) == (200, b'{"ok":true}', "1")
    assert seen[0]["path"] == "/v2/calls/a%2Fb?cursor=a%2Bb%2Fc%3D&ids=1&ids=2"
    headers = {name.lower(): value for name, value in seen[0]["headers"].items()}
    assert headers["authorization"] == "Bearer planted-token"
    assert headers["content-type"] == "application/json"


def test_a_redirect_is_not_followed(server: Any, send: Any) -> None:
    url, seen = server

    assert send(Request(method="GET", url=f"{url}/redirect")).status == 302
    assert len(seen) == 1


def test_a_cookie_is_not_kept_for_the_next_company(server: Any) -> None:
    url, seen = server
    transport = HttpTransport()

    async def twice() -> None:
        await transport.send_async(Request(method="GET", url=f"{url}/cookie"))
        await transport.send_async(Request(method="GET", url=url))
        await transport.close_async()

    transport.send(Request(method="GET", url=f"{url}/cookie"))
    transport.send(Request(method="GET", url=url))
    transport.close()
    asyncio.run(twice())

    assert len(seen) == 4
    assert not any("cookie" in map(str.lower, each["headers"]) for each in seen)


def test_no_connection_is_told_from_a_lost_answer(server: Any, send: Any) -> None:
    url, _ = server
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{unused.getsockname()[1]}/x"
        with pytest.raises(ConnectionFailed):
            send(Request(method="GET", url=nobody, query=(("code", "planted"),)))
    for path in ("/break", "/half"):
        with pytest.raises(AnswerLost) as raised:
            send(Request(method="GET", url=f"{url}{path}", query=(("code", "planted"),)))
        assert "planted" not in str(raised.value)


def test_silence_ends_in_a_timeout(send: Any) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/x"
        with pytest.raises(AnswerLost, match=r"within 0\.05 s"):
            send(Request(method="GET", url=url, timeout=0.05))


def test_the_librarys_log_has_no_query(
    server: Any, send: Any, caplog: pytest.LogCaptureFixture
) -> None:
    url, _ = server
    caplog.set_level(logging.DEBUG)

    send(
        Request(
            method="GET",
            url=f"{url}/x",
            query=(("refresh_token", "planted-refresh"),),
            authorization=Secret("Bearer planted-token"),
        )
    )

    assert "/x" in caplog.text, "the request itself is logged"
    assert "planted" not in caplog.text


def test_a_client_can_be_used_after_close(server: Any) -> None:
    url, _ = server
    transport = HttpTransport()
    for _ in range(2):
        assert transport.send(Request(method="GET", url=f"{url}/x")).status == 200
        transport.close()


def test_a_file_is_streamed_in_constant_memory(server: Any, tmp_path: Path) -> None:
    url, seen = server
    media = tmp_path / "call.mp4"
    with media.open("wb") as stream:
        stream.truncate(1_500_000_000)
    script = """
        import resource, sys
        from pathlib import Path
        from gongkit.http import HttpTransport
        from gongkit.wire import FilePart, Request
        url, path, size = sys.argv[1:]
        part = FilePart.from_path("mediaFile", Path(path), "video/mp4")
        small = FilePart.from_bytes("mediaFile", "warm-up", b"x" * 100_000, "video/mp4")
        transport = HttpTransport()
        transport.send(Request(method="POST", url=url, body=small))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        transport.send(Request(method="POST", url=url, body=part))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    """
    command = [sys.executable, "-c", textwrap.dedent(script), f"{url}/media", str(media), "0"]
    grown = subprocess.run(command, check=True, capture_output=True, text=True).stdout

    assert seen[-1]["size"] > 1_500_000_000
    assert int(grown) < 20_000, "kilobytes that the process grew by while it sent 1.5 GB"


def test_a_file_part_starts_anew_each_time() -> None:
    part = FilePart.from_bytes("f", "n", b"content", "text/plain")
    for _ in range(2):
        with part.open() as stream:
            assert stream.read() == b"content"


def test_no_proxy_gets_what_is_meant_for_this_machine(
    server: Any, send: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, seen = server
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)

    assert send(Request(method="GET", url=f"{url}/x")).status == 200
    assert len(seen) == 1
