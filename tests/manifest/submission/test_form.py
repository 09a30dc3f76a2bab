"""The packet has Gong's form: its fields in their order, all of them, and what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.manifest.submission.app import EXAMPLES, TEXT, app_in, packet_in

from gongkit.errors import ManifestError
from gongkit.manifest import from_toml, to_json
from gongkit.manifest.submission.form import IFRAME, SECTIONS, filled_in
from gongkit.sandbox.ui.admin.fields import REGISTRATION

MINIMAL = """\
[integration]
name = "Deal Pulse"
scopes = ["api:users:read"]
redirect_uris = ["https://pulse.example/cb"]
"""


def texts_in(value: Any) -> list[str]:
    match value:
        case dict():
            return [text for each in value.values() for text in texts_in(each)]
        case list():
            return [text for each in value for text in texts_in(each)]
    return [str(value)]


def missing_in(text: str) -> list[str]:
    sections = filled_in(from_toml(text))
    return [entry.field.place for part in sections for entry in part.entries if entry.missing]


def test_the_form_is_the_sandbox_s_form_in_its_order() -> None:
    fields = [field for part in SECTIONS.values() for field in part if field.place != IFRAME]
    assert [(field.place, field.label) for field in fields] == [
        (place, field.label) for place, field in REGISTRATION.items()
    ]


def test_every_value_is_in_the_form(tmp_path: Path) -> None:
    packet = packet_in(app_in(tmp_path))
    tables = to_json(packet.manifest)
    shown = [value for part in packet.sections for entry in part.entries for value in entry.values]
    assert set(texts_in(tables["integration"]) + texts_in(tables["iframe"])) <= set(shown)
    assert packet.missing == ()


def test_what_the_form_asks_for_and_is_not_there() -> None:
    assert missing_in(MINIMAL) == [
        "integration.short_description",
        "integration.description",
        "integration.logos.small",
        "integration.logos.large",
        "integration.links.privacy",
        "integration.links.terms",
        "integration.links.help",
        "integration.links.authorization",
        "integration.contacts",
        "integration.domains",
    ]


def test_of_a_page_inside_gong_all_is_asked_for() -> None:
    composer = '[iframe.email_composer]\nurl = "https://a.pulse.example/c"\nlabel = "Go"\n'
    origins = '[iframe]\nallowed_origins = ["https://a.pulse.example"]\n'
    domain = MINIMAL.replace("scopes", 'domains = ["pulse.example"]\nscopes')
    found = missing_in(domain + origins + composer)
    assert [place for place in found if place.startswith("iframe")] == [
        "iframe.email_composer.image"
    ]
    (switch,) = (
        e for s in filled_in(from_toml(MINIMAL)) for e in s.entries if e.field.place == IFRAME
    )
    assert switch.values == ("Off",)


def test_the_profile_s_values_are_handed_in(tmp_path: Path) -> None:
    packet = packet_in(
        app_in(tmp_path, TEXT.replace("profiles.dev", "profiles.staging")), "staging"
    )
    assert packet.manifest.integration.redirect_uris == ("http://localhost:8000/gong/callback",)


def test_a_manifest_with_findings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="api:user:read"):
        packet_in(app_in(tmp_path, TEXT.replace("api:users:read", "api:user:read")))


@pytest.mark.parametrize("name", ["hello-gong", "composer-app"])
def test_the_examples_are_complete(name: str) -> None:
    packet = packet_in(EXAMPLES / name)
    assert packet.missing == ()
    assert packet.unused == ()
    assert [each.kind for each in packet.pictures] in (["PNG"] * 3, ["SVG"] * 3)
    assert all(each.width == each.height for each in packet.pictures)
