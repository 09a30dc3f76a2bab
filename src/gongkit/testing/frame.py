"""A page of the app inside Gong, as far as it goes without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode, urljoin

from gongkit.testing.http import Answer, send

if TYPE_CHECKING:
    from gongkit.testing.visitor import Visitor

Page = Literal["email_composer", "account_information"]


class Frame:
    """A frame that shows a page of the app. Browsers keep the app's cookies out of it.

    Its requests carry `headers`, which say who is looking once `identify` was called.
    """

    def __init__(self, visitor: Visitor, url: str) -> None:
        self._visitor = visitor
        self.headers: dict[str, str] = {}
        self.page = self._send("GET", url, {"sec-fetch-dest": "iframe"})
        """What the page's own URL answered."""

    def identify(self) -> None:
        """Do what `identify()` does in the page: the pop-up, the ticket, the token."""
        integration = self._visitor.app.integration
        pop_up = f"{integration.mount}/frame-identity"
        own = {"origin": integration.origin, "sec-fetch-site": "same-origin"}
        shown = self._visitor.get(pop_up)
        ticket = self._visitor.send("POST", f"{pop_up}/ticket", headers=own)
        if ticket.status != 200:
            raise AssertionError(
                f"The pop-up shows {shown.url} ({shown.status}), and gives no ticket"
                f" ({ticket.status}). Does the visitor have to sign in first?"
            )
        token = self._send("POST", f"{pop_up}/token", own, ticket.json)
        self.headers = {"authorization": f"Bearer {token.json['token']}"}

    def get(self, url: str) -> Answer:
        """Fetch something of the app's from the page."""
        return self._send("GET", url, {"sec-fetch-site": "same-origin"})

    def post(self, url: str, json: object = None) -> Answer:
        """Send JSON from the page to the app."""
        return self._send("POST", url, {"origin": self._visitor.origin}, json)

    def _send(self, method: str, url: str, headers: dict[str, str], json: object = None) -> Answer:
        url, port = urljoin(self._visitor.origin, url), self._visitor.app.port
        return send(method, url, port=port, headers=self.headers | headers, json=json)


def open_frame(visitor: Visitor, page: Page, query: Mapping[str, str]) -> Frame:
    """Open a page of the manifest; AssertionError where Gong could not show it."""
    integration = visitor.app.integration
    named = getattr(integration.manifest.iframe, page, None)
    if named is None:
        raise AssertionError(f"The manifest has no page {page!r}.")
    frame = Frame(visitor, f"{named.url}?{urlencode(query)}" if query else named.url)
    if frame.page.status != 200:
        raise AssertionError(f"{named.url} answers {frame.page.status}: {frame.page.text[:200]}")
    if refusal := refuses_embedding(frame.page.headers, integration.sandbox.url):
        raise AssertionError(f"Gong cannot show {named.url}: {refusal}")
    return frame


def refuses_embedding(headers: Mapping[str, str], origin: str) -> str:
    """Say which header keeps pages of this origin from showing an answer; empty for none."""
    policies = headers.get("content-security-policy", "").split(",")
    found = [ancestors for policy in policies for ancestors in _ancestors(policy)]
    for ancestors in found:
        if not {"*", origin} & set(ancestors):
            return f"Content-Security-Policy: frame-ancestors {' '.join(ancestors)}"
    options = headers.get("x-frame-options", "")
    return f"X-Frame-Options: {options}" if options and not found else ""


def _ancestors(policy: str) -> list[list[str]]:
    directives = [directive.split() for directive in policy.split(";")]
    return [words[1:] for words in directives if words[:1] == ["frame-ancestors"]]
