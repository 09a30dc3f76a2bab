"""The statement of residency, and the steps with which a reviewer tries the app."""

from __future__ import annotations

from pathlib import Path

from tests.manifest.submission.app import CODE, TEXT, app_in, packet_in

from gongkit.manifest import Residency
from gongkit.manifest.submission.passage import Passage
from gongkit.manifest.submission.residency import statement


def said(passages: tuple[Passage, ...]) -> str:
    return "\n".join("\n".join((each.text, *each.values)) for each in passages)


def test_regions_are_told_with_their_hosts() -> None:
    found = statement(Residency(regions={"eu": ("eu-*.api.gong.io",)}), with_kit=True)
    text = said(found)
    assert "in region eu:\neu-*.api.gong.io" in text
    assert "any other API host cannot install the app" in text
    assert "the company has to install the app again" in text
    assert any("(eu)" in each.fill_in for each in found)


def test_a_default_and_a_move() -> None:
    residency = Residency(default="us", when_moved="follow", regions={"eu": ("eu-1",)})
    text = said(statement(residency, with_kit=True))
    assert "any other API host counts as being in region us" in text
    assert "its tokens are erased in the former one" in text


def test_without_regions_there_is_one_store() -> None:
    text = said(statement(Residency(), with_kit=True))
    assert "does not tell regions apart" in text
    assert "AES-256-GCM" in text


def test_nothing_is_promised_for_an_app_without_gongkit(tmp_path: Path) -> None:
    packet = packet_in(app_in(tmp_path, code="import flask\n"))
    (only,) = packet.residency
    assert "was not seen to use gongkit" in only.text
    assert "encrypted" in only.fill_in
    assert "marked as in need of a reconnect" not in said(packet.account_script)


def test_the_steps(tmp_path: Path) -> None:
    packet = packet_in(app_in(tmp_path))
    text = said(packet.account_script)
    in_order = [
        "https://app.pulse.example/gong/install",
        "use this login",
        "Sign in as a tech admin",
        "asks for these 2 scopes. Approve.",
        "https://app.pulse.example/gong/callback",
        "Insert a pulse",
        "https://app.pulse.example/gong/account",
        "https://app.pulse.example/gong/webhooks",
        "disconnect the app in Gong",
        "The code that is told of it is at app.py:14:2.",
    ]
    places = [text.index(each) for each in in_order]
    assert places == sorted(places)
    assert any("test login" in each for each in packet.fill_ins)


def test_an_app_that_has_little_to_show(tmp_path: Path) -> None:
    text = TEXT[: TEXT.index("[iframe]")].replace(
        'authorization = "https://app.pulse.example/gong/install"', ""
    )
    packet = packet_in(app_in(tmp_path, text, CODE.replace("on_removed", "on_installed")))
    assert packet.account_script[0].fill_in.startswith("the page of the app where")
    steps = said(packet.account_script)
    assert "The app has no page inside Gong." in steps
    assert "automation rule" not in steps
    assert "told of it" not in steps
