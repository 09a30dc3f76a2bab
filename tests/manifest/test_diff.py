"""What is different between two manifests, in words."""

from __future__ import annotations

import pytest
from tests.manifest.test_findings import SOUND

from gongkit.manifest import from_toml
from gongkit.manifest.diff import Difference, differences


def compared(old: str, new: str, base: str = SOUND) -> tuple[Difference, ...]:
    assert base.count(old) == 1
    return differences(from_toml(base), from_toml(base.replace(old, new)))


def test_no_difference() -> None:
    assert differences(from_toml(SOUND), from_toml(SOUND)) == ()


@pytest.mark.parametrize(
    ("old", "new", "place", "values", "word"),
    [
        ('"api:users:read"', '"api:users:read", "api:logs:read"', "integration.scopes",
         (None, "api:logs:read"), "consent again"),
        (', "api:users:read"', "", "integration.scopes", ("api:users:read", None), "keep"),
        ('name = "Deal Notes"', 'name = "Deals"', "integration.name", ("Deal Notes", "Deals"),
         "new name"),
        ('short_description = "Notes from calls, in your deals"\n', "",
         "integration.short_description", ("Notes from calls, in your deals", None), ""),
        ("https://app.acme.com/hooks", "https://app.acme.com/hook", "webhooks.rules",
         ({"name": "processed", "url": "https://app.acme.com/hooks"},
          {"name": "processed", "url": "https://app.acme.com/hook"}), "automation rule"),
        ('\n[iframe.account_information]\nurl = "https://app.acme.com/account"\n', "",
         "iframe.account_information", ({"url": "https://app.acme.com/account"}, None), "gone"),
        ('eu = ["eu-*.api.gong.io"]', 'eu = ["eu-*.api.gong.io", "x.gong.io"]',
         "residency.regions.eu", (None, "x.gong.io"), ""),
    ],
    ids=["scope more", "scope less", "name", "left out", "rule", "page gone", "region"],
)  # fmt: skip
def test_one_change_is_one_difference(
    old: str, new: str, place: str, values: tuple[object, object], word: str
) -> None:
    (found,) = compared(old, new)
    assert (found.place, (found.old, found.new)) == (place, values)
    assert word in found.consequence
    assert bool(found.consequence) == bool(word)


def test_the_order_of_a_list_is_no_difference() -> None:
    assert not compared(
        '"api:calls:read:basic", "api:users:read"', '"api:users:read", "api:calls:read:basic"'
    )


def test_a_table_that_is_new() -> None:
    bare = SOUND[: SOUND.index("[iframe]")]
    found = differences(from_toml(bare), from_toml(SOUND))
    assert [each.place for each in found] == [
        "iframe.allowed_origins",
        "iframe.email_composer",
        "iframe.account_information",
        "trusted_ips.access_token",
        "trusted_ips.access_token",
        "trusted_ips.access_token",
        "trusted_ips.refresh_token",
        "webhooks.rules",
        "residency.default",
        "residency.regions.eu",
    ]
