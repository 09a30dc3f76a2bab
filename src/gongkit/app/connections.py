"""The connections that all clients of an app share: those of threads, and of each event loop."""

from __future__ import annotations

import asyncio
from typing import Protocol
from weakref import WeakKeyDictionary

from gongkit.http import HttpTransport
from gongkit.wire import AsyncTransport, Request, Response, Transport


class AnyTransport(Transport, AsyncTransport, Protocol):
    """A transport for threads and for event loops: `HttpTransport`, `MockTransport`."""


class Connections:
    """A transport for any thread and any event loop.

    Connections of an event loop work on that one only, so each loop has its own; they go
    with it.
    """

    def __init__(self) -> None:
        self._of_threads = HttpTransport()
        self._of_loops: WeakKeyDictionary[asyncio.AbstractEventLoop, HttpTransport] = (
            WeakKeyDictionary()
        )

    def open(self) -> None:
        """Load the library and its certificates."""
        self._of_threads.open()

    def send(self, request: Request) -> Response:
        """Send, and block until the whole answer is there."""
        return self._of_threads.send(request)

    def close(self) -> None:
        """Close the threads' connections."""
        self._of_threads.close()

    async def open_async(self) -> None:
        """Load the library and its certificates."""
        await self._of_this_loop().open_async()

    async def send_async(self, request: Request) -> Response:
        """Send, and wait for the whole answer."""
        return await self._of_this_loop().send_async(request)

    async def close_async(self) -> None:
        """Close this event loop's connections."""
        transport = self._of_loops.pop(asyncio.get_running_loop(), None)
        if transport is not None:
            await transport.close_async()

    def _of_this_loop(self) -> HttpTransport:
        loop = asyncio.get_running_loop()
        transport = self._of_loops.get(loop)
        if transport is None:
            transport = self._of_loops[loop] = HttpTransport()
        return transport
