"""The hash changes with all that is handed in, and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.manifest.submission.app import TEXT, app_in, packet_in

from gongkit.manifest.submission.fingerprint import grouped


def hash_in(folder: Path, text: str, profile: str = "prod") -> str:
    return packet_in(app_in(folder, text, code=None), profile).hash


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Deal Pulse", "Deal  Pulse"),
        ('"How your deals feel."', '"How deals feel."'),
        ("Tells how deals feel.", "Tells how deals are."),
        ('    "api:users:read",\n', ""),
        ('    "api:users:read",\n', '    "api:logs:read",\n'),
        (', "https://app.pulse.example/again"', ""),
        ("https://pulse.example/help", "https://pulse.example/help/"),
        ("apps@pulse", "app@pulse"),
        ('domains = ["pulse', 'domains = ["deals.example", "pulse'),
        ("Insert a pulse", "Insert the pulse"),
        ("gong/composer", "gong/compose"),
        ("gong/account", "gong/accounts"),
        ('["203.0.113.7", "203.0.113.8"]', '["203.0.113.7"]'),
        ("access_token", "refresh_token"),
        ('name = "New calls"', 'name = "Calls"'),
        ("gong/webhooks", "gong/webhook"),
        ('default = "us"', 'default = "eu"'),
        ("eu-*", "eu-1*"),
    ],
)
def test_it_changes_with_each_value(tmp_path: Path, old: str, new: str) -> None:
    assert TEXT.count(old) == 1
    assert hash_in(tmp_path, TEXT) != hash_in(tmp_path, TEXT.replace(old, new))


@pytest.mark.parametrize("name", ["small.png", "large.png", "button.png"])
def test_it_changes_with_each_picture(tmp_path: Path, name: str) -> None:
    before = packet_in(app_in(tmp_path)).hash
    picture = tmp_path / name
    picture.write_bytes(picture.read_bytes() + b"\0")
    assert packet_in(tmp_path).hash != before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# the calls of each deal", "# calls"),
        ('    "api:users:read",\n', '"api:users:read" # users\n'),
        ("[integration]\n", "# Deal Pulse\n\n[integration]\n\n"),
        ('"Tells how deals feel."', '"""\\\n    Tells how deals feel."""'),
        ('["203.0.113.7", "203.0.113.8"]', '["203.0.113.8", "203.0.113.7"]'),
        ("localhost:8000", "localhost:9000"),
        ("[profiles.dev", "[profiles.staging"),
        ('/webhooks"\n', '/webhooks"\nauthentication = "signed_jwt"\n'),
    ],
)
def test_it_does_not_change_with_layout_comments_order_and_other_profiles(
    tmp_path: Path, old: str, new: str
) -> None:
    assert TEXT.count(old) == 1
    assert hash_in(tmp_path, TEXT) == hash_in(tmp_path, TEXT.replace(old, new))


def test_it_does_not_change_with_a_picture_s_name(tmp_path: Path) -> None:
    before = hash_in(tmp_path, TEXT)
    (tmp_path / "small.png").rename(tmp_path / "tiny.png")
    assert hash_in(tmp_path, TEXT.replace('small = "small', 'small = "tiny')) == before


def test_it_is_of_the_profile(tmp_path: Path) -> None:
    assert hash_in(tmp_path, TEXT) != hash_in(tmp_path, TEXT, "dev")


def test_it_is_shown_in_groups() -> None:
    assert grouped("0123456789abcdef" * 4).split() == ["01234567", "89abcdef"] * 4
