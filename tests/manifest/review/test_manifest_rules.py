"""Each broken manifest gets its finding, at its line, and no other; a sound one gets none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.manifest.review.sound_project import SOUND, edited, line_of, reviewed, write

from gongkit.manifest import Code
from gongkit.manifest.review import RULES, Grade, Project, review
from gongkit.manifest.review.manifest_findings import rule_id


class Broken(NamedTuple):
    """One edit of the sound manifest, the rule that it breaks, and what stands on that line."""

    rule: str
    old: str
    new: str
    at: str
    grade: Grade = Grade.FAIL


REVIEW = Grade.REVIEW
NAME = 'name = "Deal Notes"'
SHORT = '"Notes from your calls, in your deals"'
LONG = "Deal Notes reads the calls of your team, and writes what was agreed into the deals that"
CONTACT = 'contacts = ["apps@dealnotes.io"]'
DOMAINS = 'domains = ["dealnotes.io"]'
REDIRECTS = 'redirect_uris = ["https://app.dealnotes.io/oauth/callback"]'
CALLBACK = '"https://app.dealnotes.io/oauth/callback"'
PRIVACY = 'privacy = "https://dealnotes.io/privacy"'
TERMS = 'terms = "https://dealnotes.io/terms"'
HELP = 'help = "https://help.dealnotes.io/gong"'
AUTHORIZATION = 'authorization = "https://app.dealnotes.io/install"'
ORIGINS = 'allowed_origins = ["https://app.dealnotes.io"]'
ACCESS = 'access_token = ["52.29.14.6", "52.29.14.64/28"]'
REFRESH = 'refresh_token = ["52.29.14.6"]'
COMPOSER = (
    '[iframe.email_composer]\nurl = "https://app.dealnotes.io/composer"\n'
    'label = "Insert note"\nimage = "small.png"\n'
)
HOOK = 'url = "https://app.dealnotes.io/hooks"'

FORM = [
    Broken("form-incomplete", f"{PRIVACY}\n", "", "[integration.links]"),
    Broken("form-incomplete", f"{HELP}\n", "", "[integration.links]"),
    Broken("form-incomplete", f"short_description = {SHORT}\n", "", "[integration]"),
    Broken("form-incomplete", f"{CONTACT}\n", "", "[integration]"),
    Broken("form-incomplete", 'large = "art/large.png"\n', "", "[integration.logos]"),
    Broken(
        "name-too-long", NAME, f'name = "Deal Notes{" and more" * 6}"', "Notes and more", REVIEW
    ),
    Broken("name-of-gong", NAME, 'name = "Gong Deal Notes"', "Gong Deal", REVIEW),
    Broken("short-description-length", SHORT, '"Notes"', '"Notes"', REVIEW),
    Broken("short-description-length", SHORT, '"Notes from your\\ncalls"', "your\\n", REVIEW),
    Broken("description-length", f"{LONG} \\\n", "Reads calls: ", 'description = """', REVIEW),
    Broken("placeholder-text", LONG, f"TODO: say that {LONG}", 'description = ""'),
    Broken("placeholder-text", NAME, 'name = "Your App Name"', "Your App"),
    Broken("reserved-domain", HOOK, 'url = "https://notes.example/hooks"', "notes.example"),
    Broken("contact-outside-domains", CONTACT, 'contacts = ["deal@gmail.com"]', "gmail", REVIEW),
]
ADDRESSES = [
    Broken("loopback-address", CALLBACK, f'{CALLBACK}, "http://localhost:8000/cb"', "8000"),
    Broken("loopback-address", HOOK, 'url = "http://127.0.0.1:8000/hooks"', "127.0.0.1"),
    Broken("ip-address-host", HOOK, 'url = "https://52.29.14.6/hooks"', "14.6/hooks"),
    Broken("tunnel-address", HOOK, 'url = "https://notes.ngrok-free.app/hooks"', "ngrok"),
    Broken("unusual-port", HOOK, 'url = "https://app.dealnotes.io:8443/hooks"', "8443", REVIEW),
    Broken("shared-domain", DOMAINS, 'domains = ["dealnotes.io", "vercel.app"]', "vercel"),
    Broken(
        "many-redirect-uris",
        REDIRECTS,
        "redirect_uris = [\n"
        + "".join(f'    "https://app.dealnotes.io/oauth/{n}",\n' for n in range(6))
        + "]",
        "oauth/5",
        REVIEW,
    ),
    Broken("redirect-query", "oauth/callback", "oauth/callback?a=b", "?a=b", REVIEW),
    Broken(
        "redirect-outside-domains",
        CALLBACK,
        f'{CALLBACK}, "https://login.other.io/callback"',
        "other.io",
        REVIEW,
    ),
    Broken(
        "unused-origin", ORIGINS, f'{ORIGINS[:-1]}, "https://old.dealnotes.io"]', "old.", REVIEW
    ),
    Broken("iframe-without-page", f"{ORIGINS}\n\n{COMPOSER}", "", "[iframe]"),
    Broken("webhook-url-key", HOOK, f'{HOOK}\nauthentication = "url_key"', "url_key", REVIEW),
]
LINKS = [
    Broken("link-outside-domains", HELP, 'help = "https://notes.other.io"', "other", REVIEW),
    Broken("links-alike", TERMS, 'terms = "https://dealnotes.io/privacy/"', "privacy/", REVIEW),
    Broken(
        "authorization-link",
        AUTHORIZATION,
        'authorization = "https://dealnotes.io/start"',
        "start",
        REVIEW,
    ),
    Broken(
        "authorization-link",
        AUTHORIZATION,
        'authorization = "https://app.dealnotes.io/"',
        'io/"',
        REVIEW,
    ),
]
TRUSTED_IPS = [
    Broken("trusted-ips-unset", f"{ACCESS}\n", "", "[trusted_ips]", REVIEW),
    Broken("trusted-ips-unset", REFRESH, "refresh_token = []", "refresh_token", REVIEW),
    Broken("trusted-ips-everybody", ACCESS, 'access_token = ["0.0.0.0/0"]', "0.0.0.0"),
    Broken("trusted-ips-everybody", ACCESS, 'access_token = ["0.0.0.0/1"]', "0.0.0.0"),
    Broken("trusted-ips-wide", "52.29.14.64/28", "52.29.32.0/19", "/19", REVIEW),
    Broken("trusted-ips-wide", "52.29.14.64/28", "2600:1f00::/47", "2600", REVIEW),
    Broken("trusted-ips-not-public", "52.29.14.64/28", "10.1.0.0/24", "10.1.0.0"),
    Broken("trusted-ips-not-public", "52.29.14.64/28", "203.0.113.1-203.0.113.9", "113.9"),
    Broken("trusted-ips-not-public", "52.29.14.64/28", "9.255.255.9-10.0.0.9", "10.0.0.9"),
    Broken("trusted-ips-not-public", "52.29.14.64/28", "224.0.1.0/28", "224.0.1.0"),
    Broken("trusted-ips-overlap", "52.29.14.64/28", "52.29.14.0/24", "14.0/24", REVIEW),
    Broken("trusted-ips-different", REFRESH, 'refresh_token = ["52.29.15.1"]', "15.1", REVIEW),
]
BY_ITSELF = [
    Broken("unknown-scope", "api:users:read", "api:user:reads", "api:user:reads"),
    Broken("unknown-key", 'label = "Insert', 'image_alt = "a"\nlabel = "Insert', "image_alt"),
    Broken("missing", f"{NAME}\n", "", "[integration]"),
    Broken("url-not-https", CALLBACK, '"http://app.dealnotes.io/cb"', "http://app"),
    Broken("url-wildcard", CALLBACK, '"https://*.dealnotes.io/cb"', "*"),
    Broken("origin-outside-domains", ORIGINS, f'{ORIGINS[:-1]}, "https://x.io"]', "x.io"),
    Broken("no-such-file", '"art/large.png"', '"art/huge.png"', "huge"),
    Broken("toml-syntax", NAME, "name = Deal Notes", "name = Deal"),
]
ALL = [*FORM, *ADDRESSES, *LINKS, *TRUSTED_IPS, *BY_ITSELF]


def test_a_sound_project_has_nothing_found(tmp_path: Path) -> None:
    assert reviewed(write(tmp_path)) == []


@pytest.mark.parametrize("broken", ALL, ids=lambda b: f"{b.rule}: {b.at}")
def test_each_edit_has_its_finding_at_its_line(broken: Broken, tmp_path: Path) -> None:
    text = edited(broken.old, broken.new)

    (found,) = reviewed(write(tmp_path, text))

    (evidence,) = found.evidence
    assert (found.rule.id, found.grade) == (broken.rule, broken.grade)
    assert (evidence.path, evidence.line) == ("gong.app.toml", line_of(text, broken.at))
    assert found.message
    assert found.fix


@pytest.mark.parametrize("block", ["52.29.32.0/20", "2600:1f00:1::/48"])
def test_a_block_of_one_s_own_is_not_wide(block: str, tmp_path: Path) -> None:
    assert reviewed(write(tmp_path, edited("52.29.14.64/28", block))) == []


@pytest.mark.parametrize("host", ["app.gong.io", "gong.io"])
def test_an_authorization_link_to_gong_itself_is_none(host: str, tmp_path: Path) -> None:
    text = edited(AUTHORIZATION, f'authorization = "https://{host}/oauth2/authorize"')

    told = {each.rule.id: each for each in reviewed(write(tmp_path, text))}

    assert told["authorization-link"].grade is Grade.FAIL
    assert told["authorization-link"].evidence[0].line == line_of(text, host)


def test_what_is_only_for_publishing_is_not_said_before(tmp_path: Path) -> None:
    text = edited(CALLBACK, '"http://localhost:8000/callback"').replace(f"{PRIVACY}\n", "")

    assert reviewed(write(tmp_path, text), publish=False) == []


def test_a_broken_manifest_is_reviewed_as_far_as_it_is_sound(tmp_path: Path) -> None:
    text = edited("api:users:read", "api:user:reads").replace(NAME, 'name = "Gong Notes"')

    found = reviewed(write(tmp_path, text))

    assert {each.rule.id for each in found} == {"unknown-scope", "name-of-gong"}


def test_what_is_wrong_is_not_missed_too(tmp_path: Path) -> None:
    found = reviewed(write(tmp_path, edited(CONTACT, "contacts = 3")))

    assert [each.rule.id for each in found] == ["wrong-type"]


def test_entries_keep_their_places_beside_a_wrong_one(tmp_path: Path) -> None:
    text = edited(CALLBACK, '\n    "nowhere",\n    "https://app.dealnotes.io/cb?a=b",\n')

    found = reviewed(write(tmp_path, text))

    assert [(each.rule.id, each.evidence[0].line) for each in found] == [
        ("url-not-absolute", line_of(text, "nowhere")),
        ("redirect-query", line_of(text, "?a=b")),
    ]


def test_a_finding_of_a_profile_is_in_the_profile(tmp_path: Path) -> None:
    text = f'{SOUND}\n[profiles.prod.integration]\nname = "Gong Notes"\ncontacts = ["nobody"]\n'

    found = reviewed(write(tmp_path, text))

    assert [(each.rule.id, each.evidence[0].line) for each in found] == [
        ("name-of-gong", line_of(text, "Gong Notes")),
        ("not-email", line_of(text, "nobody")),
    ]


def test_every_code_of_a_manifest_is_a_rule() -> None:
    assert {rule_id(code) for code in Code} <= set(RULES)


def test_a_description_that_repeats_the_short_one_is_found(tmp_path: Path) -> None:
    whole = SOUND[SOUND.index('"""') : SOUND.rindex('"""') + 3]
    line = f'"{"Notes from your calls, in your deals, " * 3}"'
    text = edited(whole, line).replace(SHORT, line)

    found = reviewed(write(tmp_path, text))

    assert [(each.rule.id, each.evidence[0].line) for each in found] == [("descriptions-alike", 4)]


def test_a_manifest_that_is_no_toml_leaves_the_rest_untold(tmp_path: Path) -> None:
    write(tmp_path, "name = = 3")

    made = review(Project.read(tmp_path))

    (found,) = made.of(Grade.FAIL)
    assert (found.rule.id, str(found.evidence[0])) == ("toml-syntax", "gong.app.toml:1:8")
    told = {each.rule.id for each in made.outcomes}
    assert not told & {"name-of-gong", "logo-format", "trusted-ips-wide"}
    assert "The manifest cannot be read." in {each.why for each in made.skipped}


def test_rules_are_chosen_and_left_out(tmp_path: Path) -> None:
    project = Project.read(write(tmp_path, edited(NAME, 'name = "Gong Notes"')))

    assert [o.rule.id for o in review(project, only=["name-of-gong"]).outcomes] == ["name-of-gong"]
    assert review(project, without=["name-of-gong"]).of(Grade.REVIEW) == []


def test_every_rule_says_what_why_and_what_to_do() -> None:
    for rule_name, rule in RULES.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule_name)
        assert rule.title.endswith(".")
        assert rule.why.endswith(".")
        assert rule.fix


@pytest.mark.parametrize("name", ["Your Company Wiki", "Test Pilot", "Appcues", "My Deals"])
def test_a_name_that_only_sounds_like_a_placeholder_is_fine(name: str, tmp_path: Path) -> None:
    assert reviewed(write(tmp_path, edited(NAME, f'name = "{name}"'))) == []


@pytest.mark.parametrize("name", ["App", "My App", "test", "Untitled App", "<name>", "{{ name }}"])
def test_a_name_that_nobody_has_chosen_is_found(name: str, tmp_path: Path) -> None:
    (found,) = reviewed(write(tmp_path, edited(NAME, f'name = "{name}"')))

    assert found.rule.id == "placeholder-text"


def test_a_word_of_a_form_may_name_a_webhook(tmp_path: Path) -> None:
    assert reviewed(write(tmp_path, edited('name = "processed"', 'name = "test"'))) == []
