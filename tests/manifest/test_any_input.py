"""No input crashes the reading of a manifest: it is accepted, or has findings."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkit.errors import ManifestError
from gongkit.manifest import Finding, Manifest, from_json, load, to_json

TEXTS = st.one_of(
    st.text(max_size=40),
    st.from_regex(r"https?://[^ ]{0,20}"),
    st.sampled_from(
        [
            "https://app.acme.com",
            "http://localhost:8000/cb",
            "http://[::1",
            "https://a.com:x",
            "https://\udcff",
            "1.2.3.4-",
            "::/129",
            "a@b.co",
            "api:users:read",
            "api:calls:read:basic",
            "acme.com",
            "eu",
            "\ud800",
            "",
        ]
    ),
)
SCALARS = st.one_of(TEXTS, st.none(), st.booleans(), st.integers(), st.floats())
KEYS = st.one_of(
    st.sampled_from(
        [
            *("name", "scopes", "redirect_uris", "contacts", "domains", "logos", "links"),
            *("small", "large", "privacy", "url", "label", "image", "allowed_origins"),
            *("email_composer", "account_information", "rules", "default", "regions"),
        ]
    ),
    st.text(max_size=8),
)
TABLES = st.dictionaries(
    st.one_of(
        st.sampled_from(["integration", "iframe", "trusted_ips", "webhooks", "residency"]), KEYS
    ),
    st.recursive(
        SCALARS,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=6)
        ),
        max_leaves=25,
    ),
    max_size=5,
)
bounded = settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def accepted(tables: dict[str, Any]) -> Manifest | None:
    """Read the tables; a refusal must have findings that can be shown."""
    try:
        return from_json(tables)
    except ManifestError as error:
        refused = error
    assert refused.findings
    assert all(isinstance(f, Finding) and f.place and f.message for f in refused.findings)
    assert str(refused).encode()
    return None


@bounded
@given(TABLES)
def test_any_tables(tables: dict[str, Any]) -> None:
    manifest = accepted(tables)
    assert manifest is None or from_json(to_json(manifest)) == manifest


@bounded
@given(st.lists(TEXTS, max_size=5), st.lists(TEXTS, max_size=5), st.lists(TEXTS, max_size=5))
def test_any_texts_in_the_lists(first: list[str], second: list[str], third: list[str]) -> None:
    tables = {
        "integration": {"name": "a", "scopes": first, "redirect_uris": second, "domains": third},
        "iframe": {"allowed_origins": second, "account_information": {"url": "".join(first)}},
        "trusted_ips": {"access_token": first, "refresh_token": third},
        "residency": {"regions": dict.fromkeys(third, first)},
    }
    manifest = accepted(tables)
    assert manifest is None or from_json(to_json(manifest)) == manifest


@bounded
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_in_the_file(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "gong.app.toml"
    file.write_bytes(content)
    with pytest.raises(ManifestError):
        load(file)


def test_numbers_that_are_none() -> None:
    with pytest.raises(ManifestError):
        from_json({"integration": {"name": math.nan, "scopes": math.inf}})
