"""A form that takes its time to arrive: what happens meanwhile holds, and is not undone by it."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from tests.sandbox.box import Box
from tests.sandbox.visitor import FormPage, Visitor

LIST = "/admin/integrations"
FORM = "application/x-www-form-urlencoded"


def late(
    who: Visitor, path: str, body: str, meanwhile: Callable[[], object], kind: str = FORM
) -> int:
    """Send a request whose body comes once the sandbox waits for it, and something was done."""
    parts = urlsplit(who.box.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        connection.putrequest("POST", path)
        sent = {"Cookie": who.cookie, "Content-Type": kind, "Content-Length": str(len(body))}
        for name, value in {**sent, "Expect": "100-continue"}.items():
            connection.putheader(name, value)
        connection.endheaders()
        said = b""
        while not said.endswith(b"\r\n\r\n"):
            piece = connection.sock.recv(1)
            assert piece, "the sandbox closed the connection"
            said += piece
        assert said.startswith(b"HTTP/1.1 100 ")
        meanwhile()
        connection.send(body.encode())
        return connection.getresponse().status
    finally:
        connection.close()


def test_trusted_ips_that_were_saved_meanwhile_stay(own_box: Box) -> None:
    admin, path = Visitor.of(own_box), f"{LIST}/{own_box.register().client_id}"
    form = FormPage(admin.get(f"{path}/edit")).fields

    def meanwhile() -> None:
        lists = {"trusted_ips.access_token": "203.0.113.7"}
        assert admin.post(f"{path}/trusted-ips", lists).status == 303

    assert late(admin, f"{path}/edit", urlencode(form), meanwhile) == 303
    assert FormPage(admin.get(f"{path}/trusted-ips")).text("trusted_ips.access_token") == (
        "203.0.113.7"
    )


def test_what_was_published_meanwhile_stays_so(own_box: Box) -> None:
    admin, path = Visitor.of(own_box), f"{LIST}/{own_box.register().client_id}"
    lists = urlencode({"trusted_ips.access_token": "203.0.113.7"})

    def meanwhile() -> None:
        assert admin.post(f"{path}/publication", {"published": "yes"}).status == 303

    assert late(admin, f"{path}/trusted-ips", lists, meanwhile) == 303
    assert own_box.control("GET", "").json["integrations"][0]["status"] == "published"


def test_an_integration_that_was_deleted_meanwhile_gets_no_secret(own_box: Box) -> None:
    admin, path = Visitor.of(own_box), f"{LIST}/{own_box.register().client_id}"

    def meanwhile() -> None:
        assert admin.post(f"{path}/delete").status == 303

    grace = urlencode({"secret.grace_hours": "1"})
    assert late(admin, f"{path}/secret", grace, meanwhile) == 404


def test_a_key_that_was_deleted_meanwhile_is_not_changed(own_box: Box) -> None:
    admin = Visitor.of(own_box)
    assert admin.post("/admin/api-keys/new", {"access_key.name": "nightly"}).status == 303
    path = "/admin/api-keys/1"

    def meanwhile() -> None:
        assert admin.post(f"{path}/delete").status == 303

    body = urlencode({"access_key.name": "weekly"})
    assert late(admin, path, body, meanwhile) == 404


def test_an_email_that_was_sent_meanwhile_is_sent_once(own_box: Box) -> None:
    writer = Visitor.of(own_box, role="rep")
    draft = writer.post("/engage/drafts").headers["location"]
    email = {"to": "dana@far.example", "subject": "Once", "html": "<p>Hello</p>"}

    def meanwhile() -> None:
        assert writer.post(f"{draft}/send", email).status == 303

    assert late(writer, f"{draft}/send", urlencode(email), meanwhile) == 404
    assert own_box.send("GET", "/mailbox/dana@far.example").text.count("Once") == 1


def test_nothing_is_put_into_a_draft_that_was_deleted_meanwhile(own_box: Box) -> None:
    writer = Visitor.of(own_box, role="rep")
    draft = writer.post("/engage/drafts").headers["location"]

    def meanwhile() -> None:
        assert writer.post(f"{draft}/delete").status == 303

    path, body = f"{draft}/content", '{"html": "<p>Late</p>"}'
    assert late(writer, path, body, meanwhile, "application/json") == 404
