"""What is mended is what was meant, and everything else stays as it was."""

from __future__ import annotations

import pytest
from tests.manifest.test_findings import BROKEN, SOUND, Broken

from gongkit.manifest import Document, from_toml
from gongkit.manifest.fixing import can_be_mended, mended


def fixed(text: str) -> str:
    return mended(Document.of(text)).document.text


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ("api:users:read", "api:user:read", "api:users:read"),
        ("contacts =", "contact =", "contacts ="),
        ("[trusted_ips]", "[trusted_ip]", "[trusted_ips]"),
        ("description =", "desc =", "description ="),
        ('domains = ["acme.com"]', 'domains = ["https://acme.com/x"]', 'domains = ["acme.com"]'),
        ("https://acme.com/privacy", "http://acme.com/privacy", "https://acme.com/privacy"),
        ("app.acme.com/oauth/callback", "app.acme.com/cb#x", "app.acme.com/cb"),
        ("203.0.113.0/24", "203.0.113.7/24", "203.0.113.0/24"),
        (
            'scopes = ["api:calls:read:basic", "api:users:read"]',
            'scopes = [\n  "api:users:read", # once\n  "api:users:read", # twice\n]',
            'scopes = [\n  "api:users:read", # once\n  # twice\n]',
        ),
        (
            'scopes = ["api:calls:read:basic", "api:users:read"]',
            'scopes = [\n  "api:users:read",  # who owns a deal\n  "api:users:read"\n]',
            'scopes = [\n  "api:users:read",  # who owns a deal\n]',
        ),
        (
            'scopes = ["api:calls:read:basic", "api:users:read"]',
            'scopes = ["api:users:read", "api:users:read", "api:calls:read:basic"] # both',
            'scopes = ["api:users:read", "api:calls:read:basic"] # both',
        ),
        (
            'scopes = ["api:calls:read:basic", "api:users:read"]',
            'scopes = [\n  "api:users:read", "api:users:read",\n]',
            'scopes = [\n  "api:users:read",\n]',
        ),
        (
            'scopes = ["api:calls:read:basic", "api:users:read"]',
            'scopes = [\n    "api:users:read"\n  , "api:users:read"\n]',
            'scopes = [\n    "api:users:read"\n]',
        ),
        ('domains = ["acme.com"]', "domains = ['https://acme.com/x']", "domains = ['acme.com']"),
        ("contacts =", "'contact' =", "'contacts' ="),
        (
            'allowed_origins = ["https://app.acme.com"]',
            'allowed_origins = [\n    "https://b.acme.com" # ours\n]',
            'allowed_origins = [\n    "https://b.acme.com", # ours\n    "https://app.acme.com"\n]',
        ),
        (
            'allowed_origins = ["https://app.acme.com"]',
            "allowed_origins = ['https://b.acme.com', ]",
            "allowed_origins = ['https://b.acme.com', 'https://app.acme.com', ]",
        ),
        (
            'allowed_origins = ["https://app.acme.com"]',
            "allowed_origins = [  # none yet\n]",
            'allowed_origins = ["https://app.acme.com"  # none yet\n]',
        ),
        (
            'allowed_origins = ["https://app.acme.com"]',
            'allowed_origins = ["https://APP.acme.com:443"]',
            'allowed_origins = ["https://app.acme.com"]',
        ),
        (
            'allowed_origins = ["https://app.acme.com"]',
            "allowed_origins = []",
            'allowed_origins = ["https://app.acme.com"]',
        ),
        (
            'allowed_origins = ["https://app.acme.com"]',
            'allowed_origins = [\n    "https://b.acme.com",\n]',
            'allowed_origins = [\n    "https://b.acme.com",\n    "https://app.acme.com",\n]',
        ),
    ],
)
def test_it_writes_what_was_meant(old: str, new: str, written: str) -> None:
    broken = SOUND.replace(old, new)
    assert broken != SOUND
    assert fixed(broken) == SOUND.replace(old, written)


def test_the_ends_of_lines_stay_those_of_the_file() -> None:
    origins = 'allowed_origins = [\n    "https://b.acme.com",\n]'
    broken = SOUND.replace('allowed_origins = ["https://app.acme.com"]', origins)

    assert fixed(broken.replace("\n", "\r\n")) == fixed(broken).replace("\n", "\r\n")


@pytest.mark.parametrize(
    "scope",
    [
        "api:calls:delete",
        "api:users:write",
        "api:calls",
        "api:crm:read",
        "api:coaching:write",
        "api:usage:read",
    ],
)
def test_no_scope_is_asked_for_that_nobody_has_written(scope: str) -> None:
    text = SOUND.replace("api:users:read", scope)

    assert fixed(text) == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("api:user:read", "api:users:read"),
        ("users:read", "api:users:read"),
        ("API.USERS.READ", "api:users:read"),
        ("api:users:raed", "api:users:read"),
        ("api:calls:basic:read", "api:calls:read:basic"),
    ],
)
def test_a_scope_that_is_misspelt_is_written_right(written: str, meant: str) -> None:
    text = SOUND.replace('scopes = ["api:calls:read:basic", "api:users:read"]', "scopes = ['x']")

    assert fixed(text.replace("'x'", f"'{written}'")) == text.replace("'x'", f"'{meant}'")


def test_keys_above_all_tables_become_no_others() -> None:
    text = SOUND.replace("[integration]\n", "")
    document = Document.of(text)

    assert fixed(text) == text
    assert document.all_findings()[0].fix == "It belongs in [integration]."


def test_a_profile_is_mended_where_it_stands() -> None:
    overlay = '\n[profiles.dev.iframe]\nallowed_origins = ["http://localhost:8000"]\n'
    page = '[profiles.dev.iframe.account_information]\nurl = "http://localhost:9000/a"\n'
    text = SOUND + overlay + page
    mended_text = fixed(text)
    listed = '["http://localhost:8000"]'
    assert mended_text == text.replace(listed, '["http://localhost:8000", "http://localhost:9000"]')
    (left,) = Document.of(mended_text).all_findings()
    assert left.place == "iframe.email_composer.url"


@pytest.mark.parametrize("broken", BROKEN, ids=[b.what for b in BROKEN])
def test_whatever_is_broken_it_never_gets_worse(broken: Broken) -> None:
    document = Document.of(SOUND.replace(broken.old, broken.new))
    before = document.all_findings()
    result = mended(document)
    after = result.document.all_findings()
    assert len(after) <= len(before)
    assert not any(can_be_mended(result.document, each) for each in after)
    assert bool(result.done) == (result.document.text != document.text)


def test_what_is_not_sure_is_left_to_a_person() -> None:
    for text in (
        SOUND.replace("api:users:read", "administrator"),
        SOUND.replace('contacts = ["apps@acme.com"]', 'contact = []\ncontacts = ["a@acme.com"]'),
        SOUND.replace("https://app.acme.com/oauth/callback", "https://a:b@acme.com/cb"),
        SOUND.replace("description =", "de ="),
    ):
        assert text != SOUND
        assert fixed(text) == text


def test_windows_lines_stay() -> None:
    text = SOUND.replace("api:users:read", "api:user:read").replace("\n", "\r\n")
    assert fixed(text) == SOUND.replace("\n", "\r\n")
    assert from_toml(fixed(text)) == from_toml(SOUND)
