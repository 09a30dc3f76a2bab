"""A transport that remembers what went through it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from gongkit.http import HttpTransport
from gongkit.wire import Request, Response


class Exchange(NamedTuple):
    """A request and its answer."""

    request: Request
    response: Response

    def json(self) -> Any:
        """Decode the answer's body."""
        return msgspec.json.decode(self.response.content)


class RecordingTransport:
    """Sends over the network, from any thread, and keeps each exchange."""

    def __init__(self) -> None:
        self._inner = HttpTransport()
        self.exchanges: list[Exchange] = []

    @property
    def last(self) -> Exchange:
        """The latest exchange."""
        return self.exchanges[-1]

    def open(self) -> None:
        """Be ready to send."""
        self._inner.open()

    def send(self, request: Request) -> Response:
        """Send, and remember."""
        response = self._inner.send(request)
        self.exchanges.append(Exchange(request, response))
        return response

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()

    def control(
        self, method: str, url: str, body: Mapping[str, Any] | None = None, **query: str
    ) -> Exchange:
        """Make a call to the sandbox's control API."""
        self.send(
            Request(
                method=method,
                url=url,
                query=tuple(query.items()),
                headers={} if body is None else {"content-type": "application/json"},
                body=None if body is None else msgspec.json.encode(body),
                timeout=30.0,
            )
        )
        return self.last
