"""Asking the links of a manifest, as a browser would follow them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from urllib.parse import urljoin

from gongkit import __version__
from gongkit.errors import GongkitError
from gongkit.http import HttpTransport
from gongkit.manifest.addresses import address_of
from gongkit.manifest.review.visit import Visit
from gongkit.redact import without_query
from gongkit.wire import Request, Response, Transport

SECONDS: Final = 10.0
MOST_HOPS: Final = 5
_AT_ONCE: Final = 8
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))


def visit_all(urls: Collection[str]) -> Mapping[str, Visit]:
    """Ask each URL once, several at a time."""
    wanted = list(dict.fromkeys(urls))
    transport = HttpTransport()
    try:
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            visits = threads.map(lambda url: visit(url, transport), wanted)
            return dict(zip(wanted, visits, strict=True))
    finally:
        transport.close()


def visit(url: str, transport: Transport) -> Visit:
    """Ask one URL, and follow where it is redirected to."""
    hops: list[str] = []
    present = url
    while True:
        try:
            answer = _ask(present, transport)
        except GongkitError as error:
            return Visit(url, None, tuple(hops), _said(error, present))
        location = answer.header("location")
        if answer.status not in _REDIRECTS or not location:
            return Visit(url, answer.status, tuple(hops))
        present = urljoin(present, location)
        if address_of(present) is None:
            return Visit(url, None, tuple(hops), "It is redirected to what is no URL")
        if len(hops) == MOST_HOPS:
            return Visit(url, None, tuple(hops), f"It is redirected more than {MOST_HOPS} times")
        hops.append(present)


def _ask(url: str, transport: Transport) -> Response:
    """Ask for the head; for the whole page where a server refuses that."""
    answer = transport.send(_request("HEAD", url))
    return answer if answer.status < 400 else transport.send(_request("GET", url))


def _said(error: GongkitError, url: str) -> str:
    """Say why there was no answer, without what was asked."""
    asked = f"{without_query(url)}: "
    return error.message.partition(asked)[2].rstrip(".") or error.message.rstrip(".")


def _request(method: str, url: str) -> Request:
    agent = {"user-agent": f"gongkit-check/{__version__}", "accept": "text/html,*/*"}
    return Request(method=method, url=url, headers=agent, timeout=SECONDS)
