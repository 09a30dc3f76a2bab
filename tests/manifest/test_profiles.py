"""Profiles lie over the file's tables, and findings stand where their values do."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkit.errors import ManifestError, UnknownName
from gongkit.manifest import Code, Document, Finding, from_toml, load

TEXT = """\
[integration]
name = "Deal Notes"
scopes = ["api:users:read", "api:logs:read"]
redirect_uris = ["https://app.acme.com/cb"]
domains = ["acme.com"]

[integration.links]
privacy = "https://acme.com/privacy"

[profiles.dev.integration]
redirect_uris = ["http://localhost:8000/cb"]
links.terms = "http://localhost:8000/terms"

[profiles.staging.integration]
name = "Deal Notes (staging)"
"""


def findings(text: str, profile: str | None) -> list[tuple[Code, str, int | None]]:
    with pytest.raises(ManifestError) as refused:
        from_toml(text, profile=profile)
    found = [f for f in refused.value.findings if isinstance(f, Finding)]
    return [(f.code, f.place, f.position.line if f.position else None) for f in found]


def test_tables_are_joined_and_all_else_is_replaced() -> None:
    dev = from_toml(TEXT, profile="dev").integration
    assert dev.redirect_uris == ("http://localhost:8000/cb",)
    assert dev.name == "Deal Notes"
    assert dev.links.privacy == "https://acme.com/privacy"
    assert dev.links.terms == "http://localhost:8000/terms"
    assert from_toml(TEXT, profile="staging").integration.name == "Deal Notes (staging)"


def test_without_a_profile_there_is_only_the_file() -> None:
    plain = from_toml(TEXT)
    assert plain.integration.redirect_uris == ("https://app.acme.com/cb",)
    assert from_toml(TEXT, profile="prod") == plain


def test_a_file_is_read_in_a_profile(tmp_path: Path) -> None:
    (tmp_path / "gong.app.toml").write_text(TEXT)
    assert load(tmp_path, profile="dev") == from_toml(TEXT, profile="dev")
    assert Document.read(tmp_path).profiles == ("dev", "staging")


def test_a_finding_stands_where_its_value_does() -> None:
    text = TEXT.replace('"http://localhost:8000/cb"', '"http://acme.com/cb"')
    assert findings(text, "dev") == [
        (Code.URL_NOT_HTTPS, "profiles.dev.integration.redirect_uris[0]", 11)
    ]
    assert from_toml(text).integration.name == "Deal Notes"
    in_base = TEXT.replace("api:logs:read", "api:log:read")
    assert findings(in_base, "dev") == [(Code.UNKNOWN_SCOPE, "integration.scopes[1]", 3)]
    assert findings(in_base, None) == findings(in_base, "dev")


def test_a_key_that_a_profile_must_not_have() -> None:
    text = TEXT.replace("links.terms", "link.terms")
    assert findings(text, "dev") == [(Code.UNKNOWN_KEY, "profiles.dev.integration.link", 12)]


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "line"),
    [
        ("[profiles.staging.", "[profiles.stage.", Code.UNKNOWN_KEY, "profiles.stage", 14),
        ("[profiles.dev.integration]", "[profiles.dev]", Code.UNKNOWN_KEY,
         "profiles.dev.redirect_uris", 11),
        ("[integration]\n", "profiles = 1\n[integration]\n", Code.WRONG_TYPE, "profiles", 1),
    ],
)  # fmt: skip
def test_what_is_no_profile(old: str, new: str, code: Code, place: str, line: int) -> None:
    text = TEXT.replace(old, new)
    if new.startswith("profiles = 1"):
        text = text[: text.index("[profiles")]
    assert (code, place, line) in findings(text, "dev")


def test_the_table_of_profiles_is_known_to_the_file() -> None:
    document = Document.of(TEXT.replace("[profiles.dev.", "[profile.dev."))

    (finding,) = document.findings()

    assert (finding.place, finding.fix) == ("profile", "Did you mean 'profiles'?")


def test_no_such_profile() -> None:
    with pytest.raises(UnknownName, match="no profile named 'production'"):
        from_toml(TEXT, profile="production")


def test_all_profiles_are_looked_at_once() -> None:
    text = TEXT.replace("api:logs:read", "api:log:read").replace("(staging)", "\\u0007")
    found = Document.of(text).all_findings()
    assert [(f.code, f.place) for f in found] == [
        (Code.UNKNOWN_SCOPE, "integration.scopes[1]"),
        (Code.NOT_PRINTABLE, "profiles.staging.integration.name"),
    ]


def test_positions_of_places() -> None:
    document = Document.of(TEXT)
    assert document.position("integration.scopes[1]") == (3, 29)
    assert document.position("integration.redirect_uris[0]", "dev") == (11, 18)
    assert document.position("integration.redirect_uris[0]", "staging") == (4, 18)
    assert document.position("integration.logos.small") == (1, 1)
    assert document.position("iframe") is None
