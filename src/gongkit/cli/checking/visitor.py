"""A person's browser at the app under check, as far as a check needs one: cookies, redirects.

The app is asked by the names of its manifest, `https://app.example` or `http://localhost:8000`,
and is reached where it really runs: so a check needs neither the port nor the certificate.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from gongkit.cli.story.browser import Form, Page
from gongkit.cli.story.exchanges import Exchange
from gongkit.errors import AnswerLost, ConnectionFailed
from gongkit.http import HttpTransport
from gongkit.manifest.review.observations import Shown
from gongkit.wire import Request, Response

_SECONDS: Final = 10.0
_MOST_REDIRECTS: Final = 8
_FORM: Final = "application/x-www-form-urlencoded"
_BETWEEN_COOKIES: Final = re.compile(r",\s*(?=[^;,=\s]+=)")


class Visitor:
    """One browser. `origins` are those that the app says are its own; `app_url` is where it is."""

    def __init__(self, app_url: str, origins: Collection[str]) -> None:
        self._app_url, self._origins = app_url, origins
        self._transport = HttpTransport()
        self._cookies: dict[str, str] = {}
        self._address = app_url
        self._last: Exchange | None = None

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def is_own(self, url: str) -> bool:
        """Tell whether a URL is the app's."""
        return origin_of(url) in self._origins

    def open(self, url: str, place: str = "", *, within: bool = True) -> tuple[Shown, str]:
        """Open a page and follow where it leads, as long as that is the app.

        Gives the last page of the app, and where that leads beyond it, or its text. With
        `within` False no redirect is followed.
        """
        shown, answer = self.ask("GET", url, place)
        return self._follow(url, shown, answer, within=within)

    def submit(self, form: Form) -> tuple[Shown, str]:
        """Send a form of the page that was opened last, and follow where it leads."""
        url = _joined(self._address, form.action) or self._address
        body = urlencode(form.fields).encode()
        shown, answer = self.ask("POST", url, body=body, kind=_FORM)
        return self._follow(url, shown, answer, within=True)

    def page(self) -> Page | None:
        """Give the page that was opened last; None where it is none."""
        if self._last is None or "html" not in (self._last.response.header("content-type") or ""):
            return None
        return Page(self._last)

    def ask(
        self,
        method: str,
        url: str,
        place: str = "",
        *,
        body: bytes | None = None,
        kind: str = "application/json",
        seconds: float = _SECONDS,
    ) -> tuple[Shown, Response | None]:
        """Make one request to the app; None where no answer came."""
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        headers = self._headers(parts.netloc, secure=secure)
        if body is not None:
            headers |= {"content-type": kind, "origin": origin_of(url)}
        request = Request(
            method=method,
            url=f"{self._app_url}{parts.path or '/'}",
            query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
            headers=headers,
            body=body,
            timeout=seconds,
        )
        address = f"{parts.scheme}://{parts.netloc}{parts.path}"
        self._address, self._last = url, None
        try:
            answer = self._transport.send(request)
        except (ConnectionFailed, AnswerLost):
            return Shown(url=address, place=place, secure=secure), None
        self._last = Exchange(request, answer)
        return self._shown(address, place, answer, secure=secure), answer

    def _follow(
        self, url: str, shown: Shown, answer: Response | None, *, within: bool
    ) -> tuple[Shown, str]:
        for _ in range(_MOST_REDIRECTS):
            if answer is None:
                return shown, ""
            location = answer.header("location")
            if location is None or not 300 <= answer.status < 400:
                return shown, answer.content.decode("utf-8", "replace")
            target = _joined(url, location)
            if target is None:
                return shown, ""
            if not within or not self.is_own(target):
                return shown, target
            url = target
            shown, answer = self.ask("GET", url, shown.place)
        return shown, url

    def _headers(self, host: str, *, secure: bool) -> dict[str, str]:
        # Each request on a connection of its own: an app that fails may end it.
        scheme = "https" if secure else "http"
        headers = {"host": host, "connection": "close", "x-forwarded-proto": scheme}
        if self._cookies:
            headers["cookie"] = "; ".join(f"{k}={v}" for k, v in self._cookies.items())
        return headers

    def _shown(self, url: str, place: str, answer: Response, *, secure: bool) -> Shown:
        cookies = _BETWEEN_COOKIES.split(answer.header("set-cookie") or "")
        flags = []
        for cookie in filter(None, cookies):
            pair, _, rest = cookie.partition(";")
            name, _, value = pair.partition("=")
            self._cookies[name.strip()] = value
            if value.strip('"'):  # One that is taken away needs no flags.
                flags.append(f"{name.strip()};{rest}")
        headers: Mapping[str, str] = {
            name: value for name, value in answer.headers.items() if name != "set-cookie"
        }
        return Shown(
            url=url,
            place=place,
            status=answer.status,
            headers=headers,
            cookies=tuple(flags),
            secure=secure,
        )


def _joined(url: str, target: str) -> str | None:
    """Say where a page's link or redirect leads; None where that is no URL, such as `http://[`."""
    try:
        joined = urljoin(url, target)
        urlsplit(joined)
    except ValueError:
        return None
    return joined


def origin_of(url: str) -> str:
    """Give scheme, host and port of a URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".casefold()
