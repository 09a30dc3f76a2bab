"""One request, and its answer: plain HTTP, which follows nothing and keeps nothing."""

from __future__ import annotations

import http.client
import json as json_format
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back from a URL. Names of headers are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    """Every `Set-Cookie`, as it is written."""
    text: str

    @property
    def json(self) -> Any:
        """The body, which must be JSON."""
        return json_format.loads(self.text)


def send(
    method: str,
    url: str,
    *,
    port: int | None = None,
    headers: Mapping[str, str] | None = None,
    body: str | None = None,
    json: object = None,
) -> Answer:
    """Send a request to this machine.

    With a `port`, it goes there, whatever port the URL says: as if a proxy stood between.
    """
    parts = urlsplit(url)
    sent = {"host": parts.netloc} | dict(headers or {})
    if json is not None:
        body, sent["content-type"] = json_format.dumps(json), "application/json"
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    address = ("127.0.0.1", port or parts.port)
    with closing(http.client.HTTPConnection(*address, timeout=SECONDS)) as connection:
        connection.request(method, target, body, sent)
        answer = connection.getresponse()
        found = {name.lower(): _joined(answer, name) for name, _ in answer.getheaders()}
        return Answer(
            url=url,
            status=answer.status,
            headers=found,
            cookies=tuple(answer.headers.get_all("set-cookie") or ()),
            text=answer.read().decode("utf-8", "replace"),
        )


def _joined(answer: http.client.HTTPResponse, name: str) -> str:
    return ", ".join(answer.headers.get_all(name) or ())
