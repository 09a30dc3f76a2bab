"""The Collective over HTTP: who finds which app, and what its page says."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from tests.sandbox.apps import PULSE, manifest, pulse, register
from tests.sandbox.box import Box, Reply
from tests.sandbox.test_pages import Page


def signed_in(box: Box, company: str = "northwind", role: str = "tech_admin") -> dict[str, str]:
    """Sign somebody in; give the headers of their browser."""
    person = box.person(company, role)
    form = f"email={quote(person['email'])}&password={person['password']}"
    return {"Cookie": box.send("POST", "/sign-in", body=form).headers["set-cookie"].split(";")[0]}


def names(reply: Reply) -> list[str]:
    """Give the names in a catalogue, in their order."""
    assert reply.status == 200
    return re.findall(r'<h2><a href="/collective/[0-9a-f]+">(.*?)</a></h2>', reply.text)


def test_an_empty_catalogue_tells_how_an_app_gets_there(own_box: Box) -> None:
    text = own_box.send("GET", "/collective").text
    assert "No app is published here yet." in text
    assert "/admin/integrations" in text
    assert 'role="search"' not in text


def test_published_apps_are_for_everybody_and_private_ones_for_their_company(own_box: Box) -> None:
    register(own_box, manifest("beta"), published=True)
    register(own_box, manifest("Alpha"), published=True, company="kestrel")
    register(own_box, manifest("Diary"))
    found = own_box.send("GET", "/collective")
    assert names(found) == ["Alpha", "beta"]
    assert "by Kestrel Maschinendiagnostik" in found.text
    own = own_box.send("GET", "/collective", headers=signed_in(own_box, role="rep"))
    assert names(own) == ["Alpha", "beta", "Diary"]
    assert own.text.count(">Private<") == 1
    others = own_box.send("GET", "/collective", headers=signed_in(own_box, "kestrel"))
    assert names(others) == ["Alpha", "beta"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pulse", ["Deal Pulse"]),
        ("PULSE deal", ["Deal Pulse"]),
        ("silent", ["Deal Pulse"]),  # in its description
        ("freight", ["Deal Pulse", "Fußball"]),  # in the company's title
        ("FUSSBALL", ["Fußball"]),
        ("  ", ["Deal Pulse", "Fußball"]),
        ("pulse weather", []),
        ('"><script>alert(1)</script>', []),
    ],
)
def test_apps_are_searched_by_words(own_box: Box, text: str, found: list[str]) -> None:
    pulse(own_box)
    register(own_box, manifest("Fußball", short_description="Scores."), published=True)
    reply = own_box.send("GET", f"/collective?q={quote(text)}")
    assert names(reply) == found
    assert "<script" not in reply.text
    if not found:
        assert "No app has all of" in reply.text


def test_installed_apps_are_marked_for_the_company_that_has_them(own_box: Box) -> None:
    client = pulse(own_box)
    own_box.install(client, "kestrel")
    for company, marked in (("kestrel", True), ("northwind", False)):
        headers = signed_in(own_box, company)
        for path in ("/collective", f"/collective/{client.client_id}"):
            text = own_box.send("GET", path, headers=headers).text
            assert ("badge good" in text) is marked
    assert "badge good" not in own_box.send("GET", "/collective").text


def test_the_page_of_an_app_says_what_its_manifest_says(own_box: Box) -> None:
    client = pulse(own_box)
    reply = own_box.send("GET", f"/collective/{client.client_id}")
    page, text = Page(reply.text), reply.text
    about = PULSE["integration"]
    assert about["short_description"] in text
    assert about["description"].split("\n")[0] in text
    assert f"/integrations/{client.client_id}/large" in [image["src"] for image in page.all("img")]
    for scope in about["scopes"]:
        assert f"<code>{scope}</code>" in text
    assert "read what was said in calls" in text
    links = {link["href"] for link in page.all("a")}
    assert {*about["links"].values(), "mailto:apps@pulse.example"} <= links
    assert "“Insert a pulse”" in text
    assert "beside each account" in text
    assert "by region: us, eu." in text
    (install,) = (a for a in page.all("a") if a["href"] == about["links"]["authorization"])
    assert install["class"] == "button primary"


def test_an_app_that_cannot_be_installed_from_there_says_why_and_what_to_do(own_box: Box) -> None:
    client = register(own_box, manifest("Diary"))
    own = own_box.send("GET", f"/collective/{client.client_id}", headers=signed_in(own_box))
    assert "cannot be installed from here" in own.text
    assert "[integration.links]" in own.text
    assert not [link for link in Page(own.text).all("a") if "primary" in (link.get("class") or "")]
    assert "no screens in Gong" in own.text
    assert "Where data stays" not in own.text


def test_a_private_app_is_not_there_for_others(own_box: Box) -> None:
    client = register(own_box, manifest("Diary"))
    path = f"/collective/{client.client_id}"
    assert own_box.send("GET", path).status == 404
    assert own_box.send("GET", path, headers=signed_in(own_box, "kestrel")).status == 404
    assert own_box.send("GET", path, headers=signed_in(own_box, role="rep")).status == 200
    assert own_box.send("GET", "/collective/nothing").status == 404
    assert own_box.send("GET", "/collective/%3Cscript%3E").status == 404


def test_hostile_words_of_an_app_are_shown_as_text(own_box: Box) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    tables: dict[str, Any] = manifest(hostile, short_description=hostile, description=hostile)
    tables["iframe"] = {
        "allowed_origins": ["https://pulse.example"],
        "email_composer": {"url": "https://pulse.example/c", "label": hostile},
    }
    client = register(own_box, tables, published=True)
    own_box.install(client)
    for path in ("/collective", f"/collective/{client.client_id}", "/collective/installed"):
        text = own_box.send("GET", path, headers=signed_in(own_box)).text
        assert "&lt;img src=x" in text
        assert "<img" not in text
