"""A manifest that is written as TOML is read back the same, whatever is in it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from tests.manifest.manifests import MANIFESTS

from gongkit.errors import ManifestError
from gongkit.manifest import FILE_NAME, Manifest, from_json, from_toml, load, to_json, to_toml

EXAMPLE = Path(__file__).parents[2] / "examples/hello-gong"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(MANIFESTS)
def test_what_is_written_is_read_back(tables: dict[str, Any]) -> None:
    manifest = from_json(tables)
    assert from_toml(to_toml(manifest)) == manifest


def test_a_file_beside_its_pictures_is_loaded(tmp_path: Path) -> None:
    manifest = load(EXAMPLE)
    (tmp_path / FILE_NAME).write_text(to_toml(manifest))
    with pytest.raises(ManifestError, match="no_such_file"):
        load(tmp_path)
    for picture in EXAMPLE.glob("*.png"):
        (tmp_path / picture.name).write_bytes(picture.read_bytes())
    assert load(tmp_path) == manifest


def test_it_is_laid_out_to_be_read() -> None:
    tables = {
        "integration": {
            "name": 'Say "hello"',
            "description": 'First.\nSecond, with """ and \\.',
            "scopes": ["api:users:read", "api:calls:create"],
            "redirect_uris": ["https://a.example/cb"],
            "links": {"help": "https://a.example/help"},
        },
        "iframe": {},
        "webhooks": {"rules": [{"name": "All", "url": "https://a.example/hook"}]},
    }
    assert to_toml(from_json(tables)) == (
        '[integration]\nname = "Say \\"hello\\""\n'
        'description = """\nFirst.\nSecond, with \\"\\"\\" and \\\\."""\n'
        'scopes = [\n    "api:users:read",\n    "api:calls:create",\n]\n'
        'redirect_uris = ["https://a.example/cb"]\n\n'
        '[integration.links]\nhelp = "https://a.example/help"\n\n'
        "[iframe]\n\n"
        '[[webhooks.rules]]\nname = "All"\nurl = "https://a.example/hook"\n'
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff", "not_utf8"),
        ("name = ", "toml_syntax"),
        (b"#" * 1_000_001, "file_too_large"),
        ("", "missing"),
        ("\ud800", "toml_syntax"),
    ],
)
def test_what_is_no_manifest_is_refused(content: bytes | str, code: str) -> None:
    with pytest.raises(ManifestError) as refused:
        from_toml(content)
    assert code in str(refused.value)


def test_a_manifest_can_be_read_from_text_or_bytes() -> None:
    text = (EXAMPLE / FILE_NAME).read_text()
    manifest = from_toml(text)
    assert isinstance(manifest, Manifest)
    assert from_toml(b"\xef\xbb\xbf" + text.encode()) == manifest == load(EXAMPLE)
    assert to_json(manifest)["integration"] == tomllib.loads(text)["integration"]
