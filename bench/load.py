"""A small HTTP load: a fixed number of requests over kept-alive connections.

Lean on purpose, so that the server under test is what is measured.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit


def message(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """Write a request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "host: bench"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"content-length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def requests_per_second(
    url: str, messages: Sequence[bytes], count: int, connections: int = 16
) -> float:
    """Send `count` requests, taking the messages in turn; every answer has to be a 2xx."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 80
    return asyncio.run(_run(host, port, messages, count, connections))


async def _run(
    host: str, port: int, messages: Sequence[bytes], count: int, connections: int
) -> float:
    waiting = iter([messages[i % len(messages)] for i in range(count)])
    loop = asyncio.get_running_loop()
    lines = [
        await loop.create_connection(lambda: _Line(waiting, loop.create_future()), host, port)
        for _ in range(connections)
    ]
    started = time.perf_counter()
    for _, line in lines:
        line.send_next()
    await asyncio.gather(*(line.done for _, line in lines))
    elapsed = time.perf_counter() - started
    for transport, _ in lines:
        transport.close()
    return count / elapsed


class _Line(asyncio.Protocol):
    def __init__(self, waiting: Iterator[bytes], done: asyncio.Future[None]) -> None:
        self._waiting, self.done = waiting, done
        self._buffer, self._missing = b"", -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def send_next(self) -> None:
        message = next(self._waiting, None)
        if message is None:
            self.done.set_result(None)
        else:
            self._transport.write(message)

    def data_received(self, data: bytes) -> None:
        if self._missing < 0:
            self._buffer += data
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            self._missing = self._expect(head) - len(rest)
            self._buffer = b""
        else:
            self._missing -= len(data)
        if self._missing == 0:
            self._missing = -1
            self.send_next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server closed the connection"))

    def _expect(self, head: bytes) -> int:
        if not head.startswith(b"HTTP/1.1 2"):
            raise RuntimeError(f"not a 2xx: {head[:60]!r}")
        for line in head.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                return int(value)
        raise RuntimeError("an answer without a length")
