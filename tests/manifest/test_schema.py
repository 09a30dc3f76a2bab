"""The JSON Schema takes what the model takes, and refuses what an editor should mark."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from tests.manifest.manifests import MANIFESTS
from tests.manifest.test_findings import SOUND
from tests.manifest.test_profiles import TEXT

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


def descriptions(value: Any) -> list[tuple[str, bool]]:
    properties = value.get("properties", {}) if isinstance(value, dict) else {}
    return [(key, bool(each.get("description"))) for key, each in properties.items()]


def test_every_key_is_described() -> None:
    schema = json_schema()
    for table in (schema, *schema["$defs"].values()):
        assert all(described for _, described in descriptions(table))
