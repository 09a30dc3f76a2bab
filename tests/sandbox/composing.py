"""Somebody who writes emails in Engage, over raw HTTP."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import urlencode

from tests.sandbox.box import Box, Reply

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Writer:
    """A user of a company with a session of their own."""

    def __init__(self, box: Box, company: str = "northwind", role: str = "rep") -> None:
        self.box, self.company = box, company
        self.person = box.person(company, role)
        form = urlencode({"email": self.person["email"], "password": self.person["password"]})
        answer = box.send("POST", "/sign-in", body=form)
        assert answer.status == 303
        self.cookie = {"Cookie": answer.headers["set-cookie"].partition(";")[0]}

    def get(self, path: str) -> Reply:
        return self.box.send("GET", path, headers=self.cookie)

    def post(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> Reply:
        sent = {**self.cookie, **FORM, **headers}
        return self.box.send("POST", path, headers=sent, body=urlencode(fields or {}))

    def upload(self, path: str, fields: dict[str, str]) -> Reply:
        """Send a form as browsers send the composer's, in which there is room for much HTML."""
        parts = [
            f'--xx\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        headers = {**self.cookie, "Content-Type": "multipart/form-data; boundary=xx"}
        body = "".join([*parts, "--xx--\r\n"]).encode()
        return self.box.send("POST", path, headers=headers, body=body)

    def begin(self) -> str:
        """Begin an email and give its path."""
        answer = self.post("/engage/drafts")
        assert answer.status == 303
        return answer.headers["location"]

    def save(self, draft: str, **fields: str) -> Reply:
        return self.post(draft, fields)

    def insert(self, draft: str, given: str, client_id: str | None = None) -> Reply:
        """Put HTML into a draft as the page's script does."""
        content = json.dumps({"client_id": client_id, "html": given})
        headers = {**self.cookie, "Content-Type": "application/json"}
        return self.box.send("POST", f"{draft}/content", headers=headers, body=content)

    def html_of(self, draft: str) -> str:
        """Give what the draft keeps."""
        found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", self.get(draft).text, re.DOTALL)
        assert found is not None
        return html.unescape(found[1])

    def send(self, **fields: str) -> str:
        """Send an email and give the path at which the sender sees it."""
        answer = self.post(f"{self.begin()}/send", fields)
        assert answer.status == 303, answer.text
        return answer.headers["location"]


def body_of(document: Reply) -> str:
    """Give what is in the body of an email's document."""
    found = re.search(r"<body>(.*)</body>", document.text, re.DOTALL)
    assert found is not None
    return found[1]


def contact(box: Box, company: str = "northwind") -> dict[str, Any]:
    """Find somebody at an account."""
    call = next(
        call
        for call in box.api(
            company,
            "POST",
            "/v2/calls/extensive",
            body={"filter": {}, "contentSelector": {"exposedFields": {"parties": True}}},
        ).json["calls"]
        if any(party["affiliation"] == "External" for party in call["parties"])
    )
    return next(party for party in call["parties"] if party["affiliation"] == "External")
