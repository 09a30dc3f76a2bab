"""The form of an integration: nothing typed is lost, and each mistake stands beside its field."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from tests.manifest.manifests import MANIFESTS
from tests.sandbox.box import EXAMPLE, Box, Client, Reply
from tests.sandbox.visitor import FormPage, Visitor, actions_of, notice_of, secret_of

from gongkit.contract.scopes import SCOPES
from gongkit.manifest import FILE_NAME, from_json, from_toml, load, to_json, to_toml
from gongkit.sandbox.ui.admin.beside import Wrong
from gongkit.sandbox.ui.admin.integration_form import typed_of_manifest

LIST = "/admin/integrations"
NEW, IMPORT, CHECK = f"{LIST}/new", f"{LIST}/import", f"{LIST}/check"
SMALL = (EXAMPLE / "logo-small.png").read_bytes()
LARGE = (EXAMPLE / "logo-large.png").read_bytes()

SOUND = {
    "integration.name": "Deal Pulse",
    "integration.scopes": "api:users:read",
    "integration.redirect_uris": "https://pulse.example/callback",
    "integration.contacts": "apps@pulse.example",
    "integration.domains": "pulse.example",
    "iframe": "yes",
    "iframe.email_composer.url": "https://app.pulse.example/composer",
    "iframe.email_composer.label": "Pulse",
    "iframe.account_information.url": "https://app.pulse.example/account",
    "iframe.allowed_origins": "https://app.pulse.example",
}
RICH: dict[str, Any] = {
    "integration": {
        "name": 'Deal <Pulse> & "co"',
        "short_description": "Shows how deals feel.",
        "description": "\nFirst line.\n\n  Second, indented.\n",
        "scopes": ["api:calls:read:basic", "api:users:read"],
        "redirect_uris": ["https://pulse.example/cb?a=1&b=2", "http://localhost:8000/cb"],
        "contacts": ["apps@pulse.example", "more@pulse.example"],
        "domains": ["pulse.example", "pulse-cdn.example"],
        "logos": {"small": "art/small.png", "large": "art/large.png"},
        "links": {
            "privacy": "https://pulse.example/privacy",
            "terms": "https://pulse.example/terms",
            "help": "https://pulse.example/help",
            "authorization": "https://pulse.example/install",
        },
    },
    "iframe": {
        "allowed_origins": ["https://app.pulse.example", "http://localhost:8000"],
        "email_composer": {
            "url": "https://app.pulse.example/composer",
            "label": "Pulse",
            "image": "art/small.png",
        },
        "account_information": {"url": "http://localhost:8000/account"},
    },
    "trusted_ips": {"access_token": ["127.0.0.1", "::1"]},
    "webhooks": {"rules": [{"name": "All calls", "url": "https://pulse.example/hook"}]},
    "residency": {"default": "us", "regions": {"eu": ["eu-*.api.gong.io"]}},
}


def create(visitor: Visitor, fields: Mapping[str, str] = SOUND, **files: bytes) -> Client:
    """Register an integration by the form."""
    chosen = {place.replace("__", "."): ("a.png", content) for place, content in files.items()}
    page = visitor.follow(visitor.upload(NEW, fields.items(), chosen))
    found = re.search(r"Its client id is ([0-9a-f]{32})\.", notice_of(page))
    assert found is not None
    return Client(found[1], secret_of(page))


def exported(visitor: Visitor, client: Client) -> str:
    return visitor.get(f"{LIST}/{client.client_id}/{FILE_NAME}").text


# --- saving


def test_saving_registers_it_and_shows_the_secret_once(own_box: Box) -> None:
    visitor = Visitor.of(own_box)
    client = create(visitor)
    again = visitor.get(f"{LIST}/{client.client_id}").text
    assert client.client_secret not in again
    assert "Private" in again
    (listed,) = own_box.control("GET", "").json["integrations"]
    assert (listed["name"], listed["company"], listed["status"]) == (
        "Deal Pulse",
        "northwind",
        "private",
    )
    assert listed["client_secret"] == client.client_secret
    assert actions_of(own_box)[-1] == "IntegrationCreated"


def test_editing_keeps_client_id_secret_and_what_the_form_does_not_show(own_box: Box) -> None:
    visitor = Visitor.of(own_box)
    client = Client(**own_box.control("POST", "/integrations", {**RICH, "published": True}).json)
    path = f"{LIST}/{client.client_id}/edit"
    form = FormPage(visitor.get(path))
    assert form.text("integration.redirect_uris") == "\n".join(RICH["integration"]["redirect_uris"])
    done = visitor.upload(path, form.fields)
    assert "is saved" in notice_of(visitor.follow(done))
    assert actions_of(own_box)[-1] == "IntegrationUpdated"
    assert from_toml(exported(visitor, client)) == from_json(RICH)
    (listed,) = own_box.control("GET", "").json["integrations"]
    assert (listed["client_secret"], listed["status"]) == (client.client_secret, "published")
    changed = [*form.without("integration.name"), ("integration.name", "Deal Tide")]
    visitor.upload(path, changed)
    assert own_box.control("GET", "").json["integrations"][0]["name"] == "Deal Tide"


def test_what_was_saved_meanwhile_is_not_overwritten_unseen(own_box: Box) -> None:
    visitor = Visitor.of(own_box)
    client = create(visitor)
    path = f"{LIST}/{client.client_id}/edit"
    mine = FormPage(visitor.get(path))
    theirs = [*mine.without("integration.domains"), ("integration.domains", "pulse.example\na.de")]
    assert visitor.post(path, theirs).status == 303
    fields = [*mine.without("integration.name"), ("integration.name", "Deal Tide")]
    reply = visitor.post(path, fields)
    assert (reply.status, "or you have in another tab" in reply.text) == (422, True)
    again = FormPage(reply)
    assert again.text("integration.name") == "Deal Tide"
    assert 'name = "Deal Pulse"' in exported(visitor, client)
    assert visitor.post(path, again.fields).status == 303
    assert 'name = "Deal Tide"' in exported(visitor, client)


def test_what_the_form_does_not_show_may_change_meanwhile(own_box: Box) -> None:
    visitor = Visitor.of(own_box)
    client = create(visitor)
    path = f"{LIST}/{client.client_id}/edit"
    opened = FormPage(visitor.get(path)).fields
    lists = {"trusted_ips.access_token": "203.0.113.7", "trusted_ips.refresh_token": ""}
    visitor.post(f"{LIST}/{client.client_id}/trusted-ips", lists)
    assert visitor.post(path, opened).status == 303
    assert "203.0.113.7" in exported(visitor, client)


def test_without_the_switch_there_are_no_pages_inside_gong(box: Box) -> None:
    visitor = Visitor.of(box)
    fields = {name: value for name, value in SOUND.items() if name != "iframe"}
    manifest = from_toml(exported(visitor, create(visitor, fields)))
    assert manifest.iframe is None
    only_switched = {**fields, "iframe": "yes"} | {
        name: "" for name in SOUND if name.startswith("iframe.")
    }
    assert to_json(from_toml(exported(visitor, create(visitor, only_switched))))["iframe"] == {}


# --- mistakes

MISTAKES = [
    ("integration.name", "", "This is required."),
    ("integration.name", "a\x01b", "control characters"),
    ("integration.short_description", "a\x01b", "control characters"),
    ("integration.description", "a\x01b", "control characters"),
    ("integration.scopes", "", "Choose at least one scope."),
    ("integration.scopes", "api:call:read:basic", "Did you mean 'api:calls:read:basic'?"),
    ("integration.redirect_uris", "", "Write at least one."),
    (
        "integration.redirect_uris",
        "https://a/cb\n\nhttp://b.example/",
        "Line 3: 'http://b.example/",
    ),
    ("integration.redirect_uris", "https://a/cb#x", "fragment"),
    (
        "integration.redirect_uris",
        "https://a/cb\nhttps://a/cb",
        "Line 2: This is listed already, as line 1 of “Redirect URIs”.",
    ),
    ("integration.links.privacy", "pulse.example", "not an absolute URL"),
    ("integration.links.terms", "ftp://pulse.example", "not an https URL"),
    ("integration.links.help", "https://u:p@pulse.example", "password"),
    ("integration.links.authorization", "http://pulse.example", "localhost only"),
    ("integration.contacts", "Apps <apps@pulse.example>", "not an email address"),
    ("integration.domains", "https://pulse.example", "'pulse.example'"),
    ("iframe.email_composer.url", "", "This is required."),
    ("iframe.email_composer.url", "https://x.pulse.example/", "Add 'https://x.pulse.example' to “"),
    ("iframe.email_composer.label", "", "This is required."),
    ("iframe.account_information.url", "http://b.example/", "Use https."),
    ("iframe.allowed_origins", "https://app.pulse.example\n*", "Line 2: '*' would allow any page"),
    ("iframe.allowed_origins", "https://app.pulse.example\nhttp://x.pulse.example", "Use https."),
    (
        "iframe.allowed_origins",
        "https://app.pulse.example\nhttps://evil.example",
        "is under none of the registered domains. Add its domain to “Domains”",
    ),
]


@pytest.mark.parametrize(("place", "value", "said"), MISTAKES)
def test_each_mistake_stands_beside_its_field(box: Box, place: str, value: str, said: str) -> None:
    visitor, fields = Visitor.of(box), {**SOUND, place: value}
    sent = [(name, text) for name, text in fields.items() if text]
    reply = visitor.upload(NEW, sent)
    assert reply.status == 422
    form = FormPage(reply)
    assert list(form.beside) == [place]
    assert said in form.beside[place][0]
    assert "The integration is not saved" in reply.text
    # Nothing that was typed is lost; what is no scope cannot be chosen again.
    kept = {name: text for name, text in sent if name != "integration.scopes"}
    assert {name: form.text(name) for name in kept} == kept
    assert set(form.all("integration.scopes")) <= {*SCOPES}
    live = visitor.post(CHECK, sent).json
    assert live == {"beside": form.beside, "elsewhere": []}
    client = create(visitor)
    edited = visitor.upload(f"{LIST}/{client.client_id}/edit", sent)
    assert FormPage(edited).beside == form.beside


def test_all_mistakes_are_told_at_once(box: Box) -> None:
    reply = Visitor.of(box).upload(NEW, [("iframe", "yes"), ("integration.contacts", "x\ny\nz")])
    form = FormPage(reply)
    assert set(form.beside) == {
        "integration.name",
        "integration.scopes",
        "integration.redirect_uris",
        "integration.contacts",
    }
    assert len(form.beside["integration.contacts"]) == 3
    summary = reply.text.partition('role="alert"')[2].partition("</div>")[0]
    assert re.findall(r'href="#([^"]+)"', summary) == [
        "integration-name",
        "integration-scopes",
        "integration-redirect_uris",
        "integration-contacts",
    ]
    ids = set(re.findall(r'id="([^"]+)"', reply.text))
    assert {*re.findall(r'href="#([^"]+)"', reply.text)} <= ids | {"content"}


def test_fields_are_bound_to_their_messages(box: Box) -> None:
    text = Visitor.of(box).upload(NEW, []).text
    described = re.findall(r'aria-describedby="([^"]+)"', text)
    ids = set(re.findall(r'id="([^"]+)"', text))
    assert len(described) > 15
    assert {each for value in described for each in value.split()} <= ids
    assert re.search(r'name="integration.name"[^>]* aria-invalid="true"', text)


def test_a_form_that_is_not_ours_is_read_without_harm(box: Box) -> None:
    visitor = Visitor.of(box)
    reply = visitor.upload(NEW, [*SOUND.items(), ("rest", '{"webhooks": {"rules": [{"url": 1}]}}')])
    assert reply.status == 422
    assert "webhooks.rules[0].url" in reply.text
    for rest in ("[]", "{", "null", "\ud800".encode("utf-8", "replace").decode()):
        reply = visitor.upload(NEW, [*SOUND.items(), ("rest", rest)])
        assert reply.status == 303, rest
    hostile = {**SOUND, "integration.name": "<script>alert(1)</script>"}
    page = visitor.follow(visitor.upload(NEW, hostile.items())).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


# --- pictures


def test_pictures_are_kept_named_and_shown(own_box: Box) -> None:
    visitor = Visitor.of(own_box)
    client = create(
        visitor,
        integration__logos__small=SMALL,
        integration__logos__large=LARGE,
        iframe__email_composer__image=SMALL,
    )
    for kind, content in (("small", SMALL), ("large", LARGE), ("composer", SMALL)):
        shown = visitor.get(f"/integrations/{client.client_id}/{kind}")
        assert shown.content == content
        # Opened by itself, a drawing could run what is in it.
        policy = shown.headers["content-security-policy"]
        assert policy == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        assert shown.headers["x-content-type-options"] == "nosniff"
    text = exported(visitor, client)
    logos = from_toml(text).integration.logos
    assert (logos.small, logos.large) == ("logo-small.png", "logo-large.png")
    assert "# Its pictures are not in it. They belong beside it, as 'logo-small.png'" in text
    page = visitor.get(f"{LIST}/{client.client_id}").text
    assert 'download="button.png"' in page


def test_a_picture_outlives_the_mistakes_of_the_rest(own_box: Box) -> None:
    visitor = Visitor.of(own_box)
    wrong = {**SOUND, "integration.name": ""}
    reply = visitor.upload(NEW, wrong.items(), {"integration.logos.small": ("a.png", SMALL)})
    assert reply.status == 422
    form = FormPage(reply)
    url = re.search(r'<img class="logo" src="(/admin/integrations/pictures/[^"]+)"', reply.text)
    assert url is not None
    shown = visitor.get(url[1])
    assert shown.content == SMALL
    assert "sandbox" in shown.headers["content-security-policy"]
    mended = [*form.without("integration.name"), ("integration.name", "Mended")]
    page = visitor.follow(visitor.upload(NEW, mended)).text
    client_id = re.findall(r"Its client id is ([0-9a-f]{32})", page)[0]
    assert visitor.get(f"/integrations/{client_id}/small").content == SMALL


def test_what_is_no_picture_is_refused_and_nothing_is_saved(own_box: Box) -> None:
    visitor = Visitor.of(own_box)
    for content, said in ((b"%PDF-1.7", "not a PNG"), (SMALL + b"x" * 1_000_000, "1,000 KB")):
        files = {"integration.logos.large": ("a.png", content)}
        form = FormPage(visitor.upload(NEW, SOUND.items(), files))
        assert said in form.beside["integration.logos.large"][0]
        assert form.text("integration.name") == "Deal Pulse"
    gone = [*SOUND.items(), ("integration.logos.small.kept", "of-another-day")]
    form = FormPage(visitor.upload(NEW, gone))
    assert "choose it again" in form.beside["integration.logos.small"][0]
    assert own_box.control("GET", "").json["integrations"] == []
    assert visitor.upload(NEW, [], {"x": ("x", b"x" * 5_000_000)}).status == 413


def test_a_picture_is_replaced_and_removed(own_box: Box) -> None:
    visitor = Visitor.of(own_box)
    client = own_box.register_example()
    path = f"{LIST}/{client.client_id}/edit"
    form = FormPage(visitor.get(path))
    # Asked for together with a mistake, it is asked for still when the form comes back.
    mistaken = [*form.without("integration.name"), ("integration.logos.large.remove", "yes")]
    form = FormPage(visitor.upload(path, mistaken))
    assert form.text("integration.logos.large.remove") == "yes"
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'></svg>"
    visitor.upload(
        path,
        [*form.without("integration.name"), ("integration.name", "Hello Gong")],
        {"integration.logos.small": ("a.svg", svg)},
    )
    assert visitor.get(f"/integrations/{client.client_id}/small").content == svg
    assert visitor.get(f"/integrations/{client.client_id}/large").status == 404
    assert visitor.get(f"/integrations/{client.client_id}/composer").content == SMALL
    manifest = from_toml(exported(visitor, client))
    assert manifest.integration.logos.large is None
    assert manifest.iframe is not None
    assert manifest.iframe.email_composer is not None
    names = (manifest.integration.logos.small, manifest.iframe.email_composer.image)
    assert names == ("logo-small.svg", "logo-small.png"), "no two files have one name"


def test_a_chosen_picture_is_judged_at_once(box: Box) -> None:
    visitor = Visitor.of(box)
    files = {"integration.logos.large": ("a.png", SMALL)}
    answer = visitor.upload(f"{LIST}/pictures", (), files)
    assert answer.status == 200
    assert answer.json["about"] == "96 by 96 pixels, 5 KB"
    assert answer.json["advice"] == [
        "It is small (96 by 96 pixels): below 192 by 192 it looks blurred."
    ]
    assert visitor.get(answer.json["url"]).content == SMALL
    for place, content in (
        ("integration.logos.large", b"no picture"),
        ("integration.name", SMALL),
        ("integration.logos.small", b""),
    ):
        refused = visitor.upload(f"{LIST}/pictures", (), {place: ("a.png", content)})
        assert (refused.status, list(refused.json)) == (422, ["error"])
    assert visitor.get(f"{LIST}/pictures/unknown").status == 404


# --- import and export


def take(visitor: Visitor, content: bytes, path: str = IMPORT) -> Reply:
    return visitor.upload(path, [("import.text", "")], {"import.file": (FILE_NAME, content)})


def test_a_file_fills_the_form_and_saves_nothing(own_box: Box) -> None:
    visitor = Visitor.of(own_box)
    reply = take(visitor, (EXAMPLE / FILE_NAME).read_bytes())
    assert reply.status == 200
    assert "Nothing is saved yet" in reply.text
    assert "logo-small.png" in reply.text
    assert own_box.control("GET", "").json["integrations"] == []
    form = FormPage(reply)
    assert form.text("integration.name") == "Hello Gong"
    assert set(form.all("integration.scopes")) == {*load(EXAMPLE).integration.scopes}


def test_what_is_imported_and_saved_is_exported_the_same(box: Box) -> None:
    visitor = Visitor.of(box)
    for manifest in (from_json(RICH), load(EXAMPLE)):
        form = FormPage(take(visitor, to_toml(manifest).encode()))
        page = visitor.follow(visitor.upload(NEW, form.fields)).text
        client_id = re.findall(r"Its client id is ([0-9a-f]{32})", page)[0]
        assert from_toml(exported(visitor, Client(client_id, ""))) == manifest


@settings(max_examples=200, deadline=None, derandomize=True)
@given(MANIFESTS)
def test_any_manifest_goes_through_the_form(tables: dict[str, Any]) -> None:
    manifest, wrong = from_json(tables), Wrong()
    typed = typed_of_manifest(manifest, {}, imported=True)
    assert typed.read(None, wrong) == from_json(as_the_form_has_it(tables)), wrong


def as_the_form_has_it(tables: dict[str, Any]) -> dict[str, Any]:
    """A form has no space around what is one line, and the scopes in the contract's order."""
    tables = json.loads(json.dumps(tables))
    integration = tables["integration"]
    integration["scopes"].sort(key=list(SCOPES).index)
    for table, key in (
        (integration, "name"),
        (integration, "short_description"),
        (tables.get("iframe", {}).get("email_composer", {}), "label"),
    ):
        if key in table:
            table[key] = table[key].strip()
    return tables


def test_pasted_text_is_read_too_and_into_an_integration_there_is(own_box: Box) -> None:
    visitor, client = Visitor.of(own_box), own_box.register_example()
    path = f"{LIST}/{client.client_id}"
    text = to_toml(from_json(RICH))
    form = FormPage(visitor.post(f"{path}/import", {"import.text": text}))
    page = visitor.follow(visitor.upload(f"{path}/edit", form.fields))
    assert "is saved" in notice_of(page)
    assert from_toml(exported(visitor, client)) == from_json(RICH)
    assert visitor.get(f"/integrations/{client.client_id}/small").content == SMALL
    listed = own_box.control("GET", "").json["integrations"]
    assert [each["client_id"] for each in listed] == [client.client_id]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose a file, or paste its text."),
        (b"[integration\n", "line 1, column"),
        (b"\xff", "byte 0"),
        (
            b"[integration]\nname = 'x'\nscope = []",
            "integration.scope (line 3, column 1): [integration] has no key",
        ),
        (b"#" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_findings_of_a_file_have_their_places(box: Box, content: bytes, said: str) -> None:
    reply = take(Visitor.of(box), content)
    assert reply.status == 422
    assert said in unescape(reply.text)


def test_an_import_without_trusted_ips_leaves_those_there_are(box: Box) -> None:
    visitor = Visitor.of(box)
    client = Client(**box.control("POST", "/integrations", RICH).json)
    path = f"{LIST}/{client.client_id}"
    tables = {name: table for name, table in RICH.items() if name != "trusted_ips"}
    tables["webhooks"] = {}
    reply = visitor.post(f"{path}/import", {"import.text": to_toml(from_json(tables))})
    assert "comes along: automation rules, data residency." in reply.text
    visitor.upload(f"{path}/edit", FormPage(reply).fields)
    manifest = from_toml(exported(visitor, client))
    assert manifest.trusted_ips.access_token == ("127.0.0.1", "::1")
    assert manifest.webhooks.rules == ()
    assert manifest.residency == from_json(RICH).residency


def test_what_was_pasted_is_kept(box: Box) -> None:
    text = "[integration]\nname = '<b>'"
    reply = Visitor.of(box).post(IMPORT, {"import.text": text})
    assert reply.status == 422
    assert FormPage(reply).text("import.text") == text


def test_an_export_is_a_file(box: Box) -> None:
    visitor = Visitor.of(box)
    client = create(visitor)
    reply = visitor.get(f"{LIST}/{client.client_id}/{FILE_NAME}")
    assert reply.headers["content-type"].startswith("application/toml")
    assert reply.headers["content-disposition"] == f'attachment; filename="{FILE_NAME}"'
    named = {**RICH, "integration": {**RICH["integration"], "logos": {"small": "a\n[b].png"}}}
    hostile = Client(**box.control("POST", "/integrations", named).json)
    assert from_toml(exported(visitor, hostile)).integration.logos.small is not None
