"""HTTP without a library: the neutral request and response, and the transports' protocols."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import urlencode

from gongkit.redact import Secret, without_query

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePart:
    """The file of a `multipart/form-data` body. `open` gives it from its start, each time."""

    field: str
    filename: str
    content_type: str
    open: Callable[[], BinaryIO]

    @classmethod
    def from_path(cls, field: str, path: Path, content_type: str) -> FilePart:
        """Send a file from disk; it is streamed, never read whole."""
        return cls(
            field=field, filename=path.name, content_type=content_type, open=lambda: path.open("rb")
        )

    @classmethod
    def from_bytes(cls, field: str, filename: str, content: bytes, content_type: str) -> FilePart:
        """Send bytes that are in memory already."""
        return cls(
            field=field,
            filename=filename,
            content_type=content_type,
            open=lambda: io.BytesIO(content),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request. `url` has no query; `authorization` is kept apart from the headers."""

    method: str
    url: str
    query: Pairs = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    authorization: Secret | None = None
    body: bytes | FilePart | None = field(default=None, repr=False)
    timeout: float = 60.0

    def __repr__(self) -> str:
        return f"<Request {self.method} {without_query(self.url)}>"

    @property
    def target(self) -> str:
        """The URL with its query, as it is sent."""
        return f"{self.url}?{urlencode(self.query)}" if self.query else self.url


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP answer, read to its end. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)

    def header(self, name: str) -> str | None:
        """Find a header, whatever the case of its name."""
        return self.headers.get(name.lower())


class Transport(Protocol):
    """Sends a request and waits for the whole answer.

    Raises `ConnectionFailed` where nothing reached the other side, `AnswerLost`
    where something may have.
    """

    def open(self) -> None:
        """Do what takes time before the first request; called before each piece of work."""
        ...

    def send(self, request: Request) -> Response:
        """Send, and block until the answer is there."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...


class AsyncTransport(Protocol):
    """`Transport`, awaited."""

    async def open_async(self) -> None:
        """Do what takes time before the first request; called before each piece of work."""
        ...

    async def send_async(self, request: Request) -> Response:
        """Send, and wait for the answer."""
        ...

    async def close_async(self) -> None:
        """Close the connections."""
        ...


class MockTransport:
    """A transport for tests: `handler` gets the request and gives the answer (or raises)."""

    def __init__(self, handler: Callable[[Request], Response]) -> None:
        self._handler = handler

    def send(self, request: Request) -> Response:
        """Ask the handler."""
        return self._handler(request)

    async def send_async(self, request: Request) -> Response:
        """Ask the handler."""
        return self._handler(request)

    def open(self) -> None:
        """Do nothing: there is no connection."""

    async def open_async(self) -> None:
        """Do nothing: there is no connection."""

    def close(self) -> None:
        """Do nothing: there is no connection."""

    async def close_async(self) -> None:
        """Do nothing: there is no connection."""


def basic_authorization(name: str, secret: Secret) -> Secret:
    """Make the value of an `Authorization: Basic` header (RFC 7617)."""
    pair = f"{name}:{secret.reveal()}".encode()
    return Secret(f"Basic {base64.b64encode(pair).decode()}")


def bearer_authorization(token: Secret) -> Secret:
    """Make the value of an `Authorization: Bearer` header (RFC 6750)."""
    return Secret(f"Bearer {token.reveal()}")


def lower_headers(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Collect headers by lower-case name; a repeated one is joined with a comma."""
    headers: dict[str, str] = {}
    for name, value in pairs:
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return headers
