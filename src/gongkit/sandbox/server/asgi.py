"""The little of ASGI that the sandbox speaks: reading bodies, sending answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, MutableMapping
from typing import Any

from gongkit.sandbox.core.api.asked import JSON_TYPE, Answer

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_JSON_TYPE = JSON_TYPE.encode("latin-1")

MESSAGE_BYTES = 60_000
"""Small pieces of a body are put together to messages of at most so many bytes.

A larger block would be returned to the system by malloc and faulted in again for each
answer, which takes longer than making the answer. Pieces that are large already are
sent as they are.
"""


class ClientGone(Exception):
    """The client closed the connection before its request was whole."""


class BodyTooLarge(Exception):
    """The body is larger than is read here."""


def headers_of(scope: Scope) -> dict[bytes, bytes]:
    """Collect the request's headers by lower-case name; of a repeated one the last counts."""
    return dict(scope["headers"])


def client_address(scope: Scope) -> str:
    """Give the IP address at the other end of the connection."""
    client: tuple[str, int] | None = scope["client"]
    return "" if client is None else client[0]


async def body_chunks(receive: Receive) -> AsyncIterator[bytes]:
    """Give the request's body as it comes."""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientGone
        yield message.get("body", b"")
        if not message.get("more_body", False):
            return


async def read_body(scope: Scope, receive: Receive, limit: int) -> bytes:
    """Read the whole body; raise BodyTooLarge without reading on when it exceeds the limit."""
    declared = headers_of(scope).get(b"content-length", b"0")
    if declared.isdigit() and int(declared) > limit:
        raise BodyTooLarge
    chunks, size = [], 0
    async for chunk in body_chunks(receive):
        chunks.append(chunk)
        size += len(chunk)
        if size > limit:
            raise BodyTooLarge
    return b"".join(chunks)


async def until_gone(receive: Receive) -> None:
    """Wait until the connection is closed; what the client still sends is read and ignored."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def send_answer(send: Send, answer: Answer) -> None:
    """Send an answer; a long body goes out in several messages."""
    size = sum(map(len, answer.pieces))
    json = answer.content_type is JSON_TYPE
    kind = _JSON_TYPE if json else answer.content_type.encode("latin-1")
    headers = [(b"content-type", kind), (b"content-length", b"%d" % size)]
    for name, value in answer.headers:
        headers.append((name.encode("latin-1"), value.encode("latin-1")))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    if size <= MESSAGE_BYTES:
        await send({"type": "http.response.body", "body": b"".join(answer.pieces)})
        return
    *most, last = _blocks(answer.pieces)
    for block in most:
        await send({"type": "http.response.body", "body": block, "more_body": True})
    await send({"type": "http.response.body", "body": last})


def _blocks(pieces: tuple[bytes, ...]) -> Iterator[bytes]:
    """Put neighbouring pieces together, as long as they are small."""
    gathered: list[bytes] = []
    size = 0
    for piece in pieces:
        if size + len(piece) > MESSAGE_BYTES and gathered:
            yield b"".join(gathered)
            gathered, size = [], 0
        gathered.append(piece)
        size += len(piece)
    yield b"".join(gathered)
