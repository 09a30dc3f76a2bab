"""The JSON Schema takes what the model takes, and refuses what an editor should mark."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.manifest.manifests import MANIFESTS
from tests.manifest.test_findings import BROKEN, SOUND, Broken
from tests.manifest.test_profiles import TEXT

from gongkit.errors import ManifestError
from gongkit.manifest import from_json
from gongkit.manifest.schema import json_schema

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/gong.app.toml"))
VALIDATOR = jsonschema_rs.validator_for(json_schema())


def test_it_is_a_schema() -> None:
    jsonschema_rs.meta.validate(json_schema())


@pytest.mark.parametrize("text", [SOUND, TEXT, *(path.read_text("utf-8") for path in EXAMPLES)])
def test_sound_manifests_are_taken(text: str) -> None:
    VALIDATOR.validate(tomllib.loads(text))


@given(MANIFESTS)
def test_any_sound_manifest_is_taken(tables: dict[str, Any]) -> None:
    VALIDATOR.validate(tables)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "Deal Notes"', ""),
        ('name = "Deal Notes"', "name = 7"),
        ("scopes =", "scope ="),
        ("api:users:read", "api:user:read"),
        ('privacy = "https://acme.com/privacy"', 'homepage = "https://acme.com"'),
        ('label = "Insert note"', ""),
        ("[residency]", '[residency]\nwhen_moved = "ignore"'),
        ("[iframe]", "[profiles.test]\n[iframe]"),
        ("[iframe]", "[profiles.dev.integration]\nnam = 1\n[iframe]"),
    ],
)
def test_broken_ones_are_refused(old: str, new: str) -> None:
    assert SOUND.count(old) == 1
    with pytest.raises(jsonschema_rs.ValidationError):
        VALIDATOR.validate(tomllib.loads(SOUND.replace(old, new)))


ONLY_CHECKED = {
    *("empty name", "control character", "impossible port", "origin with usual port"),
    *("foreign origin", "frame from an origin that is not allowed"),
    *("account page from another port", "rule twice", "host in two regions"),
    *("no IP address", "block from the middle", "block with a mask", "prefix too long"),
    *("range backwards", "range of two families"),
    *("logo outside", "logo by Windows path", "logo that is not there", "logo that is a folder"),
}
"""What is compared, counted or looked for, which no pattern can do."""


@pytest.mark.parametrize("broken", BROKEN, ids=[each.what for each in BROKEN])
def test_what_is_broken_by_itself_is_marked(broken: Broken) -> None:
    tables = tomllib.loads(SOUND.replace(broken.old, broken.new))
    written = json.dumps(tables, default=lambda _: 0)

    assert VALIDATOR.is_valid(json.loads(written)) == (broken.what in ONLY_CHECKED)


URLS = st.one_of(
    st.from_regex(r"\A[a-zA-Z]{0,5}:?/?/?[a-zA-Z0-9.\[\]:@*%_-]{0,20}[/?#]?[!-~]{0,9}\Z"),
    st.from_regex(r"\A(?i:https?)://(localhost|a\.acme\.com|127\.0\.0\.1|\[::1\])(:[0-9]*)?/?\Z"),
)
NAMES = st.from_regex(r"\A([\w!#+*-]{0,5}@)?[\w*-]{1,5}(\.[\w-]{1,5}){0,2}(:[\d*]{1,4})?\Z")
IPS = st.one_of(
    st.from_regex(r"\A[0-9a-f]{0,3}(\.[0-9]{1,3}){3}(/[0-9]{1,2})?\Z"),
    st.ip_addresses().map(str),
    st.tuples(st.ip_addresses(), st.sampled_from([" - ", "-", "\t-"]), st.ip_addresses()).map(
        lambda parts: "".join(map(str, parts))
    ),
)


def tables_of(url: str, name: str, ip: str) -> list[dict[str, Any]]:
    sound = {"name": "a", "scopes": ["api:users:read"], "redirect_uris": ["https://a.com/cb"]}
    return [
        {"integration": {**sound, "redirect_uris": [url]}},
        {"integration": {**sound, "links": {"privacy": url}}},
        {"integration": {**sound, "domains": [name]}},
        {"integration": {**sound, "contacts": [name]}},
        {"integration": {**sound, "logos": {"small": name}}},
        {"integration": {**sound, "domains": ["acme.com"]}, "iframe": {"allowed_origins": [url]}},
        {"integration": sound, "trusted_ips": {"access_token": [ip]}},
        {"integration": sound, "residency": {"regions": {"eu": [name]}}},
        {"integration": sound, "residency": {"regions": {name: ["a"]}}},
    ]


@settings(max_examples=400, deadline=None, derandomize=True)
@given(URLS, NAMES, IPS)
def test_no_text_is_refused_that_the_check_takes(url: str, name: str, ip: str) -> None:
    for tables in tables_of(url, name, ip):
        try:
            from_json(tables)
        except ManifestError:
            continue
        VALIDATOR.validate(tables)


@pytest.mark.parametrize("letter", ["\u017f", "\u212a"])
def test_letters_that_only_look_like_ascii_are_no_domain(letter: str) -> None:
    _, _, domain, contact, *_ = tables_of("", f"a@acme{letter}.com", "")
    for tables in (domain, contact):
        with pytest.raises(ManifestError):
            from_json(tables)


def descriptions(value: Any) -> list[tuple[str, bool]]:
    properties = value.get("properties", {}) if isinstance(value, dict) else {}
    return [(key, bool(each.get("description"))) for key, each in properties.items()]


def test_every_key_is_described() -> None:
    schema = json_schema()
    for table in (schema, *schema["$defs"].values()):
        assert all(described for _, described in descriptions(table))
