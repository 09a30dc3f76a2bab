"""As much of a browser as signing in and consenting need: cookies, forms, redirects."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from gongkit.cli.story.exchanges import Exchange, RecordingTransport
from gongkit.wire import Request


@dataclass(slots=True)
class Form:
    """A form of a page: where it goes, and its fields as they are filled in."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """A page that was answered: its heading, its alert, its forms."""

    def __init__(self, exchange: Exchange) -> None:
        super().__init__()
        self.exchange = exchange
        self.forms: list[Form] = []
        self.heading = self.alert = ""
        self._inside = ""
        self.feed(exchange.response.content.decode("utf-8", "replace"))

    def form_to_fill(self, name: str) -> Form:
        """Find the form in which a person fills in this field."""
        return next(f for f in self.forms if name in f.fields and name not in f.hidden)

    def form_to_press(self, value: str) -> Form:
        """Find the form that has this button."""
        return next(f for f in self.forms if any(value == v for _, v in f.buttons))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note headings, alerts, forms and their fields."""
        given = {name: value or "" for name, value in attrs}
        if tag == "h1" or given.get("role") == "alert":
            self._inside = "heading" if tag == "h1" else "alert"
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "input" and self.forms and "name" in given:
            self.forms[-1].fields[given["name"]] = given.get("value", "")
            if given.get("type") == "hidden":
                self.forms[-1].hidden.add(given["name"])
        elif tag == "button" and self.forms and "name" in given:
            self.forms[-1].buttons.append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """Leave a heading or an alert."""
        if tag in {"h1", "p"}:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        """Collect the text of a heading or an alert."""
        if self._inside == "heading":
            self.heading += data
        elif self._inside == "alert":
            self.alert += data


class Browser:
    """One person's browser, with the cookies of one site. It follows redirects within it."""

    def __init__(self, transport: RecordingTransport) -> None:
        self._transport = transport
        self._cookies: dict[str, str] = {}

    def open(self, url: str) -> Page:
        """Go to a URL."""
        return self._go("GET", url, None)

    def submit(self, page: Page, form: Form, pressed: tuple[str, str] | None = None) -> Page:
        """Send a form, with the button that was pressed."""
        fields = [*form.fields.items(), *([pressed] if pressed else [])]
        url = urljoin(page.exchange.request.target, form.action)
        return self._go("POST", url, urlencode(fields).encode())

    def _go(self, method: str, url: str, body: bytes | None) -> Page:
        exchange = self._send(method, url, body)
        location = exchange.response.header("location")
        if location is None or not _same_site(url, urljoin(url, location)):
            return Page(exchange)
        return self._go("GET", urljoin(url, location), None)

    def _send(self, method: str, url: str, body: bytes | None) -> Exchange:
        parts = urlsplit(url)
        headers = {}
        if self._cookies:
            headers["cookie"] = "; ".join(f"{k}={v}" for k, v in self._cookies.items())
        if body is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
            headers["origin"] = f"{parts.scheme}://{parts.netloc}"
        self._transport.send(
            Request(
                method=method,
                url=f"{parts.scheme}://{parts.netloc}{parts.path}",
                query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
                headers=headers,
                body=body,
                timeout=30.0,
            )
        )
        exchange = self._transport.last
        cookie = exchange.response.header("set-cookie")
        if cookie is not None:
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return exchange


def _same_site(url: str, other: str) -> bool:
    return urlsplit(url)[:2] == urlsplit(other)[:2]
