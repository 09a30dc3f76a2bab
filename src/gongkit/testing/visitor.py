"""Somebody in a browser at the app: keeps cookies, follows the app's redirects, installs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http.cookies import SimpleCookie
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from gongkit.testing.frame import Frame, Page, open_frame
from gongkit.testing.http import Answer, send
from gongkit.testing.served_app import ServedApp

MOST_REDIRECTS = 20
Method = Literal["GET", "POST", "PUT", "DELETE", "HEAD"]


class Visitor:
    """A browser without JavaScript. What it is asked for may be a path, or a URL of the app."""

    def __init__(self, app: ServedApp) -> None:
        self.app = app
        self._cookies: dict[str, tuple[str, str]] = {}
        """By name: the value, and the path below which it is sent."""

    def another(self) -> Visitor:
        """Give a browser of somebody else, who has no cookies yet."""
        return Visitor(self.app)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Go to a URL, and on to where the app sends us, as long as that is the app."""
        return self.send("GET", url, headers=headers)

    def post(self, url: str, **fields: str) -> Answer:
        """Send a form, and follow as `get` does."""
        return self.send("POST", url, fields=fields)

    def send(
        self,
        method: Method,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        fields: Mapping[str, str] | None = None,
        json: object = None,
    ) -> Answer:
        """Send any request; a redirect is followed by a GET."""
        url = urljoin(self.origin, url)
        answer = self._send(method, url, headers, fields, json)
        for _ in range(MOST_REDIRECTS):
            target = urljoin(answer.url, answer.headers.get("location", answer.url))
            if not 300 <= answer.status < 400 or not self._is_ours(target):
                return answer
            answer = self._send("GET", target, headers)
        raise AssertionError(f"{url} redirects without end")

    def install(
        self,
        company: str = "northwind",
        *,
        approve: bool = True,
        scopes: Iterable[str] | None = None,
        at: str | None = None,
    ) -> Answer:
        """Go to the app's install page, let the company's tech admin decide, and come back.

        `scopes` is what the company grants, all that was asked for unless it is given; `at`
        is the install page, where it is not GongApp's.
        """
        started = self.get(at or f"{self.app.integration.mount}/install")
        authorize_url = started.headers.get("location", "")
        if not authorize_url.startswith(self.app.integration.sandbox.url):
            raise AssertionError(
                f"The install page leads to {started.url} ({started.status}), and not to Gong."
                " Does the visitor have to sign in first?"
            )
        asked = dict(parse_qsl(urlsplit(authorize_url).query))
        decision = {
            "client_id": asked["client_id"],
            "company": company,
            "redirect_uri": asked["redirect_uri"],
            "scope": asked["scope"] if scopes is None else " ".join(scopes),
            "state": asked["state"],
            "approve": approve,
        }
        decided = self.app.integration.sandbox.control("POST", "/consent", decision)
        return self.get(decided["redirect_to"])

    def frame(self, page: Page, **query: str) -> Frame:
        """Open a page inside Gong: `frame("email_composer")`; the query is what Gong adds."""
        return open_frame(self, page, query)

    @property
    def origin(self) -> str:
        """The app's origin."""
        return self.app.integration.origin

    def _send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        fields: Mapping[str, str] | None = None,
        json: object = None,
    ) -> Answer:
        sent = dict(headers or {})
        if cookies := self._cookies_for(url):
            sent.setdefault("cookie", cookies)
        if method not in {"GET", "HEAD"}:
            sent.setdefault("origin", self.origin)
        if fields is not None:
            sent["content-type"] = "application/x-www-form-urlencoded"
        body = None if fields is None else urlencode(fields)
        answer = send(method, url, port=self.app.port, headers=sent, body=body, json=json)
        for written in answer.cookies:
            self._keep(written)
        return answer

    def _is_ours(self, url: str) -> bool:
        return url == self.origin or url.startswith(f"{self.origin}/")

    def _cookies_for(self, url: str) -> str:
        path = urlsplit(url).path or "/"
        sent = {name: value for name, (value, below) in self._cookies.items() if _in(path, below)}
        return "; ".join(f"{name}={value}" for name, value in sent.items())

    def _keep(self, written: str) -> None:
        for name, cookie in SimpleCookie(written).items():
            if cookie["max-age"] == "0":
                self._cookies.pop(name, None)
            else:
                self._cookies[name] = (cookie.coded_value, cookie["path"] or "/")


def _in(path: str, below: str) -> bool:
    return path == below or path.startswith(f"{below.rstrip('/')}/")
