"""Somebody who is signed in to a sandbox's pages, by raw HTTP: no script, no browser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlencode

from tests.sandbox.box import Box, Reply

BOUNDARY = "a-boundary-of-the-tests"
Fields = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Visitor:
    """A session. Forms are sent as browsers do; redirects are followed where `follow` says so."""

    box: Box
    cookie: str

    @classmethod
    def of(cls, box: Box, company: str = "northwind", role: str = "tech_admin") -> Visitor:
        """Sign in."""
        person = box.person(company, role)
        form = urlencode({"email": person["email"], "password": person["password"]})
        answer = box.send("POST", "/sign-in", body=form)
        return cls(box, answer.headers["set-cookie"].partition(";")[0])

    def get(self, path: str) -> Reply:
        return self.box.send("GET", path, headers={"Cookie": self.cookie})

    def post(
        self,
        path: str,
        fields: Mapping[str, str] | Fields = (),
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a form without files."""
        pairs = list(fields.items()) if isinstance(fields, Mapping) else list(fields)
        sent = {
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            **(headers or {}),
        }
        return self.box.send("POST", path, headers=sent, body=urlencode(pairs))

    def upload(
        self, path: str, fields: Fields = (), files: Mapping[str, tuple[str, bytes]] | None = None
    ) -> Reply:
        """Send a form with files, each as its name and content."""
        parts = [(f'name="{name}"', value.encode()) for name, value in fields] + [
            (f'name="{name}"; filename="{file}"\r\nContent-Type: application/octet-stream', content)
            for name, (file, content) in (files or {}).items()
        ]
        body = b"".join(
            f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode()
            + content
            + b"\r\n"
            for head, content in parts
        )
        headers = {
            "Cookie": self.cookie,
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        }
        end = f"--{BOUNDARY}--\r\n".encode()
        return self.box.send("POST", path, headers=headers, body=body + end)

    def follow(self, answer: Reply) -> Reply:
        """Go where a form led to."""
        assert answer.status == 303, answer.text
        return self.get(answer.headers["location"])


def secret_of(page: Reply) -> str:
    """Read the secret that a page shows once."""
    pattern = r'<div class="notice".*?<code class="secret">([^<]+)</code>'
    found = re.search(pattern, page.text, re.DOTALL)
    assert found is not None, page.text
    return found[1]


def notice_of(page: Reply) -> str:
    """Read what a page says was done."""
    found = re.search(r'<div class="notice" role="status">\s*<p>([^<]*)</p>', page.text)
    assert found is not None, page.text
    return unescape(found[1])


def actions_of(box: Box, company: str = "northwind") -> list[str]:
    """Read from the audit log what was done in the settings today, the oldest first."""
    today = box.control("GET", "/clock").json["now"][:10]
    box.advance(1)
    query = f"logType=UserActivityLog&fromDateTime={today}T00:00:00Z"
    entries = box.api(company, "GET", f"/v2/logs?{query}").json["logEntries"]
    entries.sort(key=lambda entry: entry["eventTime"])
    return [entry["logRecord"]["action"] for entry in entries]


class FormPage(HTMLParser):
    """The forms of a page: their fields as they would be sent, and the messages beside them."""

    def __init__(self, page: Reply) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.beside: dict[str, list[str]] = {}
        self._box = self._message = self._area = ""
        self._inside = False
        self.feed(page.text)

    def text(self, name: str) -> str:
        return dict(self.fields)[name]

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.fields if key == name]

    def without(self, *names: str) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.fields if name not in names]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("action", "").startswith(("/admin", "/oauth2")):
            self._inside = True
        self._box = given.get("data-field", self._box)
        self._message = self._message if tag == "span" else ""
        name = given.get("name", "")
        if tag == "textarea":
            self._area = name
            self.fields.append((name, ""))
        elif tag == "span" and given.get("class") == "wrong-text":
            self._message = self._box
        elif tag == "input" and self._inside and name and _is_sent(given):
            self.fields.append((name, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "form":
            self._inside = False
        self._message = self._message if tag == "span" else ""

    def handle_data(self, data: str) -> None:
        if self._area:
            name, value = self.fields[-1]
            # A browser drops the line break after the tag.
            self.fields[-1] = (name, value + (data if value else data.removeprefix("\n")))
        elif self._message and data.strip():
            self.beside.setdefault(self._message, []).append(data)


def _is_sent(given: Mapping[str, str]) -> bool:
    return given.get("type") != "file" and (given.get("type") != "checkbox" or "checked" in given)
