"""Downloads a file over HTTP, from hosts that the sandbox may call.

The address is judged before anything is sent to it, and again on every redirect: so the
connection is made here, to the address that was judged, and not by an HTTP client. The
file is read as it comes; a large one is never in memory as a whole.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import socket
import ssl
import string
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

import h11

from gongkit.contract.operations.calls import RECORDING_MAX_BYTES
from gongkit.loopback import is_loopback
from gongkit.sandbox.core.api.asked import Upload
from gongkit.sandbox.deliveries.reach import Reach
from gongkit.sandbox.server.uploads import KEPT_BYTES

IDLE_SECONDS = 20.0
"""So long may connecting take, and each pause of the other side."""
TOTAL_SECONDS = 600.0
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK_BYTES = 65_536
_PORTS = {"http": 80, "https": 443}


class Unfetchable(Exception):
    """The file cannot be had. Says why, without the address: it may hold a signature."""


async def download(url: str, reach: Reach) -> Upload:
    """Fetch a file and give it as an upload; raise Unfetchable."""
    try:
        async with asyncio.timeout(TOTAL_SECONDS):
            for _ in range(_MOST_REDIRECTS + 1):
                found = await _get(url, reach)
                if isinstance(found, Upload):
                    return found
                url = urljoin(url, found)
    except TimeoutError:
        raise Unfetchable("it takes too long") from None
    except (OSError, ValueError, h11.ProtocolError) as error:
        raise Unfetchable(f"the connection failed ({type(error).__name__}: {error})") from None
    raise Unfetchable(f"it redirects more than {_MOST_REDIRECTS} times")


async def _get(url: str, reach: Reach) -> Upload | str:
    """Ask one address: give the file, or the address that it redirects to."""
    parts = urlsplit(url)
    async with _connected(parts, reach) as (reader, writer):
        connection = h11.Connection(h11.CLIENT)
        request = h11.Request(method="GET", target=_target(parts), headers=_headers(parts))
        writer.write(connection.send(request) or b"")
        writer.write(connection.send(h11.EndOfMessage()) or b"")
        events = _events(connection, reader)
        response = await anext(events)
        if not isinstance(response, h11.Response):
            raise Unfetchable("the answer is not HTTP")
        headers = {name.decode(): value.decode("latin-1") for name, value in response.headers}
        if response.status_code in _REDIRECTS and "location" in headers:
            return headers["location"]
        if response.status_code != 200:
            raise Unfetchable(f"the answer has status {response.status_code}")
        return await _file(events, unquote(parts.path).rpartition("/")[2], headers)


@asynccontextmanager
async def _connected(
    parts: SplitResult, reach: Reach
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Unfetchable("it leads to no http or https address")
    address, port = await _judged(parts.hostname, parts.port or _PORTS[parts.scheme], reach)
    tls = ssl.create_default_context() if parts.scheme == "https" else None
    async with asyncio.timeout(IDLE_SECONDS):
        reader, writer = await asyncio.open_connection(
            address, port, ssl=tls, server_hostname=parts.hostname if tls else None
        )
    try:
        yield reader, writer
    finally:
        writer.close()


async def _judged(host: str, port: int, reach: Reach) -> tuple[str, int]:
    """Find the address behind a host; refuse one that may not be called.

    Names of other machines are not even looked up where only this one may be called.
    """
    if reach is Reach.ANY or is_loopback(host):
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        for *_, address in found:
            if reach is Reach.ANY or is_loopback(str(address[0])):
                return str(address[0]), port
    raise Unfetchable(
        f"{host} is not this machine, and the sandbox fetches from this machine only;"
        " start it with --fetch-recordings any to change that"
    )


def _target(parts: SplitResult) -> str:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return quote(target, safe=string.punctuation)


def _headers(parts: SplitResult) -> list[tuple[str, str]]:
    credentials, _, host = parts.netloc.rpartition("@")
    if not host.isascii():
        name = (parts.hostname or "").encode("idna").decode()
        host = f"{name}:{parts.port}" if parts.port else name
    return [
        ("Host", host),
        *([("Authorization", _basic(credentials))] if credentials else []),
        ("User-Agent", "gongkit-sandbox"),
        ("Accept", "audio/*, video/*, */*"),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
    ]


def _basic(credentials: str) -> str:
    """Write the `user:password` of a URL as a header."""
    user, _, password = credentials.partition(":")
    pair = f"{unquote(user)}:{unquote(password)}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


async def _events(
    connection: h11.Connection, reader: asyncio.StreamReader
) -> AsyncIterator[h11.Event]:
    """Give the parts of the answer as they come."""
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            async with asyncio.timeout(IDLE_SECONDS):
                connection.receive_data(await reader.read(_CHUNK_BYTES))
        elif isinstance(event, h11.InformationalResponse):
            continue
        elif isinstance(event, h11.Event):
            yield event
            if isinstance(event, h11.EndOfMessage | h11.ConnectionClosed):
                return


async def _file(events: AsyncIterator[h11.Event], filename: str, headers: dict[str, str]) -> Upload:
    length = headers.get("content-length", "0")
    size, digest, kept = 0, hashlib.sha256(), bytearray()
    if int(length) > RECORDING_MAX_BYTES:
        raise _too_large()
    async for event in events:
        if isinstance(event, h11.Data):
            size += len(event.data)
            if size > RECORDING_MAX_BYTES:
                raise _too_large()
            digest.update(event.data)
            if size <= KEPT_BYTES:
                kept += event.data
    if not size:
        raise Unfetchable("the answer is empty")
    content = bytes(kept) if size <= KEPT_BYTES else None
    kind = headers.get("content-type", "")
    return Upload(filename, kind, size, digest.hexdigest(), content)


def _too_large() -> Unfetchable:
    return Unfetchable(f"it is larger than {RECORDING_MAX_BYTES} bytes")
