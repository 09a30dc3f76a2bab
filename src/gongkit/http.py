"""The only module that imports the HTTP library (httpx2), and it does so on the first request.

Redirects are never followed: they would carry credentials to another host. The
library logs whole URLs; a filter cuts their queries off before anybody sees them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from gongkit.errors import AnswerLost, ConnectionFailed
from gongkit.redact import without_query
from gongkit.wire import FilePart, Request, Response, lower_headers

if TYPE_CHECKING:
    from http.cookiejar import CookieJar

    import httpx2

# Shorter than what servers grant an idle connection (5 s is common), so that a
# request is not sent into one that is just being closed.
_KEEPALIVE_SECONDS = 3.0


_LOOPBACK = ("all://localhost", "all://127.0.0.1", "all://[::1]")


class HttpTransport:
    """Sends over the network: `send` for threads, `send_async` for one event loop."""

    def __init__(self) -> None:
        self._client: httpx2.Client | None = None
        self._async_client: httpx2.AsyncClient | None = None
        self._lock = threading.Lock()

    def open(self) -> None:
        """Load the library and its certificates, which takes some hundred milliseconds.

        A request that did this in its own turn would be sent late, and the next one too
        soon after it.
        """
        self._opened()

    async def open_async(self) -> None:
        """Load the library and its certificates."""
        self._opened_async()

    def send(self, request: Request) -> Response:
        """Send, and block until the whole answer is there."""
        client = self._opened()
        with _errors_named(request), _arguments(request) as arguments:
            return _response(client.request(**arguments))

    async def send_async(self, request: Request) -> Response:
        """Send, and wait for the whole answer."""
        client = self._opened_async()
        with _errors_named(request), _arguments(request) as arguments:
            return _response(await client.request(**arguments))

    def _opened(self) -> httpx2.Client:
        with self._lock:
            if self._client is None:
                library = _library()
                self._client = library.Client(**_options(library))
            return self._client

    def _opened_async(self) -> httpx2.AsyncClient:
        if self._async_client is None:
            library = _library()
            self._async_client = library.AsyncClient(**_options(library))
        return self._async_client

    def close(self) -> None:
        """Close the threads' connections."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    async def close_async(self) -> None:
        """Close the event loop's connections."""
        client, self._async_client = self._async_client, None
        if client is not None:
            await client.aclose()


class _QueryFilter(logging.Filter):
    """Cuts the query off every URL in a log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_shown(argument) for argument in record.args)
        return True


def _shown(argument: object) -> object:
    text = str(argument)
    return without_query(text) if "://" in text else argument


def _library() -> Any:
    import httpx2

    logger = logging.getLogger("httpx2")
    if not any(isinstance(each, _QueryFilter) for each in logger.filters):
        logger.addFilter(_QueryFilter())
    return httpx2


def _no_cookies() -> CookieJar:
    """Make a jar that takes no cookie: one company's must not go along with another's calls."""
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    return CookieJar(DefaultCookiePolicy(allowed_domains=()))


def _options(library: Any) -> dict[str, Any]:
    return {
        "limits": library.Limits(keepalive_expiry=_KEEPALIVE_SECONDS),
        "cookies": _no_cookies(),
        # A sandbox's credentials stay on this machine, whatever proxy is set.
        "mounts": dict.fromkeys(_LOOPBACK),
    }


@contextmanager
def _arguments(request: Request) -> Iterator[dict[str, Any]]:
    """Write the request in the library's terms; an attached file is open meanwhile."""
    headers = dict(request.headers)
    if request.authorization is not None:
        headers["authorization"] = request.authorization.reveal()
    arguments: dict[str, Any] = {
        "method": request.method,
        "url": request.target,
        "headers": headers,
        "timeout": request.timeout,
        "follow_redirects": False,
    }
    if isinstance(request.body, FilePart):
        part = request.body
        with part.open() as stream:
            yield arguments | {"files": {part.field: (part.filename, stream, part.content_type)}}
    else:
        yield arguments | {"content": request.body}


def _response(answer: httpx2.Response) -> Response:
    return Response(answer.status_code, lower_headers(answer.headers.multi_items()), answer.content)


@contextmanager
def _errors_named(request: Request) -> Iterator[None]:
    import httpx2

    nothing_sent = (
        httpx2.ConnectError,
        httpx2.ConnectTimeout,
        httpx2.PoolTimeout,
        httpx2.ProxyError,
        httpx2.UnsupportedProtocol,
    )
    where = f"{request.method} {without_query(request.url)}"
    try:
        yield
    except nothing_sent as error:
        raise ConnectionFailed(f"{where}: no connection ({_said(error)}).") from None
    except httpx2.TimeoutException:
        raise AnswerLost(f"{where}: no answer within {request.timeout:g} s.") from None
    except httpx2.TransportError as error:
        raise AnswerLost(f"{where}: the connection broke ({_said(error)}).") from None


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
