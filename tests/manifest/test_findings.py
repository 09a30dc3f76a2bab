"""Every kind of broken manifest gets its own finding, at its place, and all at once."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from gongkit.errors import ManifestError
from gongkit.manifest import Code, Finding, Manifest, from_json, load

SOUND = """\
[integration]
name = "Deal Notes"
short_description = "Notes from calls, in your deals"
description = "Reads calls and writes what was agreed."
scopes = ["api:calls:read:basic", "api:users:read"]
redirect_uris = ["https://app.acme.com/oauth/callback"]
contacts = ["apps@acme.com"]
domains = ["acme.com"]

[integration.logos]
small = "small.png"
large = "art/large.png"

[integration.links]
privacy = "https://acme.com/privacy"
authorization = "https://app.acme.com/install"

[iframe]
allowed_origins = ["https://app.acme.com"]

[iframe.email_composer]
url = "https://app.acme.com/composer"
label = "Insert note"
image = "small.png"

[iframe.account_information]
url = "https://app.acme.com/account"

[trusted_ips]
access_token = ["203.0.113.7", "203.0.113.0/24", "2001:db8::1-2001:db8::ff"]
refresh_token = ["203.0.113.7"]

[[webhooks.rules]]
name = "processed"
url = "https://app.acme.com/hooks"

[residency]
default = "us"

[residency.regions]
eu = ["eu-*.api.gong.io"]
"""


class Broken(NamedTuple):
    """One edit of the sound manifest, and the one finding it must lead to."""

    what: str
    old: str
    new: str
    code: Code
    place: str


REDIRECTS = 'redirect_uris = ["https://app.acme.com/oauth/callback"]'
SCOPES = 'scopes = ["api:calls:read:basic", "api:users:read"]'
ORIGINS = 'allowed_origins = ["https://app.acme.com"]'
PRIVACY = 'privacy = "https://acme.com/privacy"'
NAME = 'name = "Deal Notes"'
SHORT = 'short_description = "Notes from calls, in your deals"'
CONTACTS = 'contacts = ["apps@acme.com"]'
DOMAINS = 'domains = ["acme.com"]'
REFRESH = 'refresh_token = ["203.0.113.7"]'
RULE = 'name = "processed"\nurl = "https://app.acme.com/hooks"'
REGION = 'eu = ["eu-*.api.gong.io"]'
REDIRECT = "integration.redirect_uris[0]"
ORIGIN = "iframe.allowed_origins[1]"
IP = "trusted_ips.refresh_token[0]"


def redirects(uri: str) -> str:
    return f'redirect_uris = ["{uri}"]'


def origins(origin: str) -> str:
    return f'allowed_origins = ["https://app.acme.com", "{origin}"]'


def refresh(entry: str) -> str:
    return f'refresh_token = ["{entry}"]'


BROKEN = [
    Broken("name missing", NAME, "", Code.MISSING, "integration.name"),
    Broken("scopes missing", SCOPES, "", Code.MISSING, "integration.scopes"),
    Broken("redirect URIs missing", REDIRECTS, "", Code.MISSING, "integration.redirect_uris"),
    Broken(
        "composer without URL",
        'url = "https://app.acme.com/composer"',
        "",
        Code.MISSING,
        "iframe.email_composer.url",
    ),
    Broken(
        "composer without label",
        'label = "Insert note"',
        "",
        Code.MISSING,
        "iframe.email_composer.label",
    ),
    Broken("rule without URL", RULE, 'name = "x"', Code.MISSING, "webhooks.rules[0].url"),
    Broken("empty name", NAME, 'name = " "', Code.EMPTY, "integration.name"),
    Broken("no scope", SCOPES, "scopes = []", Code.EMPTY, "integration.scopes"),
    Broken(
        "no redirect URI", REDIRECTS, "redirect_uris = []", Code.EMPTY, "integration.redirect_uris"
    ),
    Broken(
        "empty label",
        'label = "Insert note"',
        'label = ""',
        Code.EMPTY,
        "iframe.email_composer.label",
    ),
    Broken("region without hosts", REGION, "eu = []", Code.EMPTY, "residency.regions.eu"),
    Broken("misspelt table", "[trusted_ips]", "[trusted_ip]", Code.UNKNOWN_KEY, "trusted_ip"),
    Broken(
        "misspelt key", CONTACTS, "contact = []", Code.UNKNOWN_KEY, "integration.contact"
    ),
    Broken(
        "misspelt required key",
        REDIRECTS,
        'redirect_uri = ["https://app.acme.com/oauth/callback"]',
        Code.UNKNOWN_KEY,
        "integration.redirect_uri",
    ),
    Broken(
        "key in the wrong table",
        DOMAINS,
        DOMAINS + '\nprivacy = "https://acme.com"',
        Code.UNKNOWN_KEY,
        "integration.privacy",
    ),
    Broken(
        "key that needs quotes",
        NAME,
        NAME + '\n"na.me" = 1',
        Code.UNKNOWN_KEY,
        'integration."na.me"',
    ),
    Broken("number for a name", NAME, "name = 7", Code.WRONG_TYPE, "integration.name"),
    Broken("date for a text", SHORT, "short_description = 2026-01-01", Code.WRONG_TYPE,
           "integration.short_description"),
    Broken("text for a list", DOMAINS, 'domains = "acme.com"', Code.WRONG_TYPE,
           "integration.domains"),
    Broken("boolean in a list", CONTACTS, 'contacts = ["a@acme.com", true]', Code.WRONG_TYPE,
           "integration.contacts[1]"),
    Broken("list for a table", "[residency.regions]\n" + REGION, "regions = []", Code.WRONG_TYPE,
           "residency.regions"),
    Broken("table for tables", "[[webhooks.rules]]", "[webhooks.rules]", Code.WRONG_TYPE,
           "webhooks.rules"),
    Broken("control character", NAME, 'name = "Deal\\u0007"', Code.NOT_PRINTABLE,
           "integration.name"),
    Broken("scope with a typo", SCOPES, 'scopes = ["api:calls:read:basics"]', Code.UNKNOWN_SCOPE,
           "integration.scopes[0]"),
    Broken("two scopes in one", SCOPES, 'scopes = ["api:users:read api:logs:read"]',
           Code.UNKNOWN_SCOPE, "integration.scopes[0]"),
    Broken("scope twice", SCOPES, 'scopes = ["api:users:read", "api:users:read"]',
           Code.DUPLICATE, "integration.scopes[1]"),
    Broken("redirect with fragment", REDIRECTS, redirects("https://acme.com/cb#done"),
           Code.URL_FRAGMENT, REDIRECT),
    Broken("redirect with empty fragment", REDIRECTS, redirects("https://acme.com/cb#"),
           Code.URL_FRAGMENT, REDIRECT),
    Broken("plain http", REDIRECTS, redirects("http://acme.com/cb"), Code.URL_NOT_HTTPS, REDIRECT),
    Broken("http on a host that only looks local", REDIRECTS,
           redirects("http://localhost.acme.com/cb"), Code.URL_NOT_HTTPS, REDIRECT),
    Broken("own scheme", REDIRECTS, redirects("dealnotes://cb"), Code.URL_NOT_HTTPS, REDIRECT),
    Broken("relative", REDIRECTS, redirects("/oauth/callback"), Code.URL_NOT_ABSOLUTE, REDIRECT),
    Broken("without scheme", REDIRECTS, redirects("acme.com/cb"), Code.URL_NOT_ABSOLUTE, REDIRECT),
    Broken("credentials", REDIRECTS, redirects("https://bob:hunter2@acme.com/cb"),
           Code.URL_CREDENTIALS, REDIRECT),
    Broken("wildcard", REDIRECTS, redirects("https://*.acme.com/cb"), Code.URL_WILDCARD, REDIRECT),
    Broken("without host", REDIRECTS, redirects("https:///cb"), Code.INVALID_URL, REDIRECT),
    Broken("impossible port", REDIRECTS, redirects("https://acme.com:70000/"), Code.INVALID_URL,
           REDIRECT),
    Broken("space", REDIRECTS, redirects("https://acme.com/a b"), Code.INVALID_URL, REDIRECT),
    Broken("non-ASCII host", REDIRECTS, redirects("https://ácme.com/"), Code.INVALID_URL, REDIRECT),
    Broken("half an IPv6 address", REDIRECTS, redirects("https://[::1/"), Code.INVALID_URL,
           REDIRECT),
    Broken("link without https", PRIVACY, 'privacy = "http://acme.com/privacy"',
           Code.URL_NOT_HTTPS, "integration.links.privacy"),
    Broken("contact without domain", CONTACTS, 'contacts = ["apps"]', Code.NOT_EMAIL,
           "integration.contacts[0]"),
    Broken("contact with a name", CONTACTS, 'contacts = ["Ann <ann@acme.com>"]', Code.NOT_EMAIL,
           "integration.contacts[0]"),
    Broken("domain with scheme", DOMAINS, 'domains = ["https://acme.com"]', Code.NOT_DOMAIN,
           "integration.domains[0]"),
    Broken("domain with wildcard", DOMAINS, 'domains = ["*.acme.com"]', Code.NOT_DOMAIN,
           "integration.domains[0]"),
    Broken("top-level domain", DOMAINS, 'domains = ["acme.com", "com"]', Code.NOT_DOMAIN,
           "integration.domains[1]"),
    Broken("domain that is an address", DOMAINS, 'domains = ["acme.com", "10.0.0.1"]',
           Code.NOT_DOMAIN, "integration.domains[1]"),
    Broken("any origin", ORIGINS, origins("*"), Code.URL_WILDCARD, ORIGIN),
    Broken("null origin", ORIGINS, origins("null"), Code.URL_WILDCARD, ORIGIN),
    Broken("wildcard origin", ORIGINS, origins("https://*.acme.com"), Code.URL_WILDCARD, ORIGIN),
    Broken("origin with path", ORIGINS, origins("https://b.acme.com/"), Code.NOT_ORIGIN, ORIGIN),
    Broken("origin with usual port", ORIGINS, origins("https://b.acme.com:443"), Code.NOT_ORIGIN,
           ORIGIN),
    Broken("origin in capitals", ORIGINS, origins("https://B.acme.com"), Code.NOT_ORIGIN, ORIGIN),
    Broken("origin without https", ORIGINS, origins("http://b.acme.com"), Code.URL_NOT_HTTPS,
           ORIGIN),
    Broken("foreign origin", ORIGINS, origins("https://evilacme.com"), Code.ORIGIN_OUTSIDE_DOMAINS,
           ORIGIN),
    Broken("origin twice", ORIGINS, origins("https://app.acme.com"), Code.DUPLICATE, ORIGIN),
    Broken("frame from an origin that is not allowed", 'url = "https://app.acme.com/composer"',
           'url = "https://www.acme.com/composer"', Code.ORIGIN_NOT_ALLOWED,
           "iframe.email_composer.url"),
    Broken("account page from another port", 'url = "https://app.acme.com/account"',
           'url = "https://app.acme.com:8443/account"', Code.ORIGIN_NOT_ALLOWED,
           "iframe.account_information.url"),
    Broken("no IP address", REFRESH, refresh("203.0.113.256"), Code.NOT_IP_ADDRESS, IP),
    Broken("host name for an IP", REFRESH, refresh("app.acme.com"), Code.NOT_IP_ADDRESS, IP),
    Broken("block from the middle", REFRESH, refresh("203.0.113.7/24"), Code.NOT_IP_ADDRESS, IP),
    Broken("block with a mask", REFRESH, refresh("203.0.113.0/255.255.255.0"),
           Code.NOT_IP_ADDRESS, IP),
    Broken("prefix too long", REFRESH, refresh("203.0.113.0/33"), Code.NOT_IP_ADDRESS, IP),
    Broken("address with an interface", REFRESH, refresh("fe80::1%eth0"), Code.NOT_IP_ADDRESS,
           IP),
    Broken("range backwards", REFRESH, refresh("203.0.113.9-203.0.113.1"), Code.NOT_IP_ADDRESS,
           IP),
    Broken("range of two families", REFRESH, refresh("203.0.113.9-2001:db8::1"),
           Code.NOT_IP_ADDRESS, IP),
    Broken("logo outside", '"art/large.png"', '"../large.png"', Code.NOT_RELATIVE_PATH,
           "integration.logos.large"),
    Broken("logo by absolute path", '"art/large.png"', '"/art/large.png"', Code.NOT_RELATIVE_PATH,
           "integration.logos.large"),
    Broken("logo by Windows path", '"art/large.png"', "'C:\\large.png'", Code.NOT_RELATIVE_PATH,
           "integration.logos.large"),
    Broken("logo that is not there", '"art/large.png"', '"art/larg.png"', Code.NO_SUCH_FILE,
           "integration.logos.large"),
    Broken("logo that is a folder", '"art/large.png"', '"art"', Code.NO_SUCH_FILE,
           "integration.logos.large"),
    Broken("unknown authentication", RULE, RULE + '\nauthentication = "signed-jwt"',
           Code.UNKNOWN_VALUE, "webhooks.rules[0].authentication"),
    Broken("rule twice", RULE, f"{RULE}\n[[webhooks.rules]]\n{RULE}", Code.DUPLICATE,
           "webhooks.rules[1].name"),
    Broken("region in capitals", 'default = "us"', 'default = "US"', Code.NOT_REGION,
           "residency.default"),
    Broken("URL for a host", REGION, 'eu = ["https://eu-1.api.gong.io"]', Code.NOT_HOST_PATTERN,
           "residency.regions.eu[0]"),
    Broken("host in two regions", REGION, REGION + '\nde = ["eu-*.api.gong.io"]', Code.DUPLICATE,
           "residency.regions.de[0]"),
    Broken("endless list", CONTACTS,
           "contacts = [" + ",".join(f'"a{n}@acme.com"' for n in range(501)) + "]",
           Code.TOO_MANY, "integration.contacts"),
]  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "art").mkdir()
    (tmp_path / "small.png").touch()
    (tmp_path / "art" / "large.png").touch()
    return tmp_path


def read(project: Path, text: str) -> Manifest:
    file = project / "gong.app.toml"
    file.write_text(text, "utf-8")
    return load(file)


def findings(project: Path, text: str) -> list[Finding]:
    with pytest.raises(ManifestError) as refused:
        read(project, text)
    return [f for f in refused.value.findings if isinstance(f, Finding)]


def test_the_sound_one_is_sound(project: Path) -> None:
    manifest = read(project, SOUND)
    assert manifest.integration.scopes == ("api:calls:read:basic", "api:users:read")
    assert manifest.iframe is not None
    assert manifest.iframe.email_composer is not None
    assert manifest.webhooks.rules[0].authentication == "signed_jwt"


def lines_of(broken: Broken) -> range:
    """The lines in which the mistake is; for what is missing, and for what it leaves behind."""
    start = SOUND[: SOUND.index(broken.old)]
    first = start.count("\n") + 1
    if broken.code is Code.MISSING:
        # The heading of the table that lacks it.
        above = f"\n{start}"
        first = above[: above.rindex("\n[")].count("\n") + 1
    return range(first, first + broken.new.count("\n") + 1)


@pytest.mark.parametrize("broken", BROKEN, ids=[b.what for b in BROKEN])
def test_one_mistake_is_one_finding(project: Path, broken: Broken) -> None:
    assert SOUND.count(broken.old) == 1
    found = findings(project, SOUND.replace(broken.old, broken.new))
    assert [(f.code, f.place) for f in found] == [(broken.code, broken.place)]
    assert found[0].position is not None
    assert found[0].position.line in lines_of(broken)
    assert found[0].message
    assert found[0].fix


def test_all_mistakes_are_found_at_once(project: Path) -> None:
    text = SOUND.replace(SCOPES, 'scopes = ["api:call:read:transcripts"]')
    text = text.replace(NAME, "nam = 1").replace(REFRESH, refresh("x")).replace('"art/', '"../')
    assert {(f.code, f.place) for f in findings(project, text)} == {
        (Code.UNKNOWN_SCOPE, "integration.scopes[0]"),
        (Code.UNKNOWN_KEY, "integration.nam"),
        (Code.NOT_IP_ADDRESS, IP),
        (Code.NOT_RELATIVE_PATH, "integration.logos.large"),
    }


def test_each_code_is_met_by_some_broken_manifest() -> None:
    of_files = {
        Code.FILE_MISSING,
        Code.FILE_UNREADABLE,
        Code.FILE_TOO_LARGE,
        Code.NOT_UTF8,
        Code.TOML_SYNTAX,
    }
    assert {broken.code for broken in BROKEN} | of_files == set(Code)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("api:call:read:transcripts", "api:calls:read:transcript"),
        ("calls:read", "api:calls:read:basic"),
        ("api.transcript", "api:calls:read:transcript"),
        ("Api:Logs:Read", "api:logs:read"),
        ("crm.objects", "api:crm:get-objects"),
        ("api:meetings:create", "api:meetings:user:create"),
    ],
)
def test_a_wrong_scope_names_the_nearest(project: Path, given: str, meant: str) -> None:
    (found,) = findings(project, SOUND.replace(SCOPES, f'scopes = ["{given}"]'))
    assert found.fix == f"Did you mean {meant!r}?"


def test_a_scope_like_no_other_names_none(project: Path) -> None:
    (found,) = findings(project, SOUND.replace(SCOPES, 'scopes = ["administrator"]'))
    assert "Did you mean" not in found.fix


def test_an_unknown_key_names_the_nearest_or_its_table(project: Path) -> None:
    (near,) = findings(project, SOUND.replace(CONTACTS, "contact = []"))
    assert near.fix == "Did you mean 'contacts'?"
    (away,) = findings(project, SOUND.replace(DOMAINS, f'{DOMAINS}\nprivacy = "https://a.com"'))
    assert away.fix == "It belongs in [integration.links]."


def test_passwords_and_keys_in_urls_are_not_repeated(project: Path) -> None:
    text = SOUND.replace(REDIRECTS, redirects("https://bob:hunter2@acme.com/cb#x"))
    text = text.replace("https://app.acme.com/hooks", "http://app.acme.com/hooks?key=hunter2")
    with pytest.raises(ManifestError) as refused:
        read(project, text)
    assert len(refused.value.findings) == 3
    assert "hunter2" not in str(refused.value)


def test_loopback_is_allowed_for_development(project: Path) -> None:
    text = SOUND.replace(
        REDIRECTS, 'redirect_uris = ["http://localhost:8000/cb", "http://[::1]:80/"]'
    )
    text = text.replace(ORIGINS, origins("http://127.0.0.1:8000"))
    assert read(project, text).iframe is not None


def test_a_wrong_entry_leaves_the_places_of_the_others(project: Path) -> None:
    listed = 'allowed_origins = ["*", "https://app.acme.com", "https://evil.com"]'
    assert [(f.code, f.place) for f in findings(project, SOUND.replace(ORIGINS, listed))] == [
        (Code.URL_WILDCARD, "iframe.allowed_origins[0]"),
        (Code.ORIGIN_OUTSIDE_DOMAINS, "iframe.allowed_origins[2]"),
    ]


def test_the_error_reads_as_a_list(project: Path) -> None:
    with pytest.raises(ManifestError) as refused:
        read(project, SOUND.replace(SCOPES, 'scopes = ["api:user:read"]'))
    assert str(refused.value) == (
        f"{project / 'gong.app.toml'} has 1 problem:\n"
        "  integration.scopes[0] (line 5, column 11): Gong has no scope 'api:user:read'."
        " Did you mean 'api:users:read'? [unknown_scope]"
    )
    assert refused.value.exit_code == 2


def test_json_that_is_not_a_table_is_refused() -> None:
    with pytest.raises(ManifestError) as refused:
        from_json([])  # type: ignore[arg-type]
    assert "not a JSON object" in str(refused.value)
