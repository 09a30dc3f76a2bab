"""What was seen of a running app that is no mistake for certain: a person has to look."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.manifest.review.sound_app import FILES, write

from gongkit.manifest.review import Grade, Project, review
from gongkit.manifest.review.observations import Called, Observations, Shown, Step

URL = "http://localhost:8000/gong"


def told(folder: Path, **seen: object) -> list[tuple[str, Grade]]:
    """What an app comes to with which this was seen, but for what passes."""
    given = {"target": "app:site", "install": Step.INSTALLED, **seen}
    project = replace(Project.read(folder), observations=Observations(**given))  # type: ignore[arg-type]
    found = review(project).outcomes
    return [
        (each.rule.id, each.grade)
        for each in found
        if each.grade is not Grade.PASS and each.rule.id.startswith("run-")
    ]


@pytest.mark.parametrize(
    ("status", "grade"), [(200, Grade.FAIL), (303, Grade.REVIEW), (400, Grade.PASS)]
)
def test_a_forged_state_may_lead_to_a_page_that_says_no(
    tmp_path: Path, status: int, grade: Grade
) -> None:
    forged = Shown(url=f"{URL}/callback", status=status)

    found = told(write(tmp_path), forged=forged)

    assert found == ([] if grade is Grade.PASS else [("run-state-checked", grade)])


@pytest.mark.parametrize(("status", "grade"), [(401, Grade.REVIEW), (404, Grade.FAIL)])
def test_a_page_inside_gong_may_ask_who_somebody_is(
    tmp_path: Path, status: int, grade: Grade
) -> None:
    page = Shown(url=f"{URL}/composer", place="iframe.email_composer.url", status=status)

    assert ("run-frame", grade) in told(write(tmp_path), frames=(page,))


def test_an_app_without_gongapp_may_be_installed_from_elsewhere(tmp_path: Path) -> None:
    by_hand = {**FILES, "app.py": "site = made_by_hand()\n"}
    (tmp_path / "kit").mkdir()
    (tmp_path / "hand").mkdir()

    write(tmp_path / "kit")
    write(tmp_path / "hand", by_hand)

    def grades(folder: str, said: str) -> list[tuple[str, Grade]]:
        return told(tmp_path / folder, install=Step.NO_INSTALL, install_said=said)

    assert grades("kit", "It answers 404.") == [("run-installs", Grade.FAIL)]
    assert grades("hand", "It answers 404.") == [("run-installs", Grade.REVIEW)]
    assert grades("hand", "It answers 500.") == [("run-installs", Grade.FAIL)]


def test_a_token_against_forged_requests_is_for_the_pages_script(tmp_path: Path) -> None:
    def home(cookie: str) -> tuple[Shown, ...]:
        return (Shown(url="http://localhost:8000/", status=200, cookies=(cookie,)),)

    write(tmp_path)

    assert told(tmp_path, pages=home("csrftoken; Path=/; SameSite=Lax")) == []
    assert told(tmp_path, pages=home("who; Path=/; SameSite=Lax")) == [("run-cookies", Grade.FAIL)]


GONG_ALONE = {"content-security-policy": "frame-ancestors https://*.gong.io"}


@pytest.mark.parametrize(
    ("headers", "rule"),
    [
        (GONG_ALONE, None),
        ({}, "run-frame-ancestors"),
        ({"content-security-policy": "default-src 'self'"}, "run-frame-ancestors"),
        ({"content-security-policy": "frame-ancestors 'self'"}, "run-frame-ancestors"),
        (
            {"content-security-policy": "frame-ancestors *; img-src https://cdn.gong.io"},
            "run-frame-ancestors",
        ),
        ({**GONG_ALONE, "x-frame-options": "SAMEORIGIN"}, "run-x-frame-options"),
    ],
)
def test_who_may_embed_a_page_inside_gong(
    tmp_path: Path, headers: dict[str, str], rule: str | None
) -> None:
    place = "iframe.email_composer.url"
    page = Shown(url=f"{URL}/composer", place=place, status=200, headers=headers)

    found = told(write(tmp_path), frames=(page,))

    assert found == ([(rule, Grade.FAIL)] if rule else [])


@pytest.mark.parametrize(
    ("flags", "secure", "grade"),
    [
        ("HttpOnly; Secure; SameSite=Lax", True, Grade.PASS),
        ("HttpOnly; SameSite=Lax", True, Grade.FAIL),
        ("HttpOnly; SameSite=Lax", False, Grade.PASS),
        ("HttpOnly; Secure", True, Grade.REVIEW),
        ("Secure; SameSite=Lax", True, Grade.FAIL),
    ],
)
def test_the_flags_of_a_cookie(tmp_path: Path, flags: str, secure: bool, grade: Grade) -> None:
    page = Shown(url=f"{URL}/x", status=200, cookies=(f"who; Path=/; {flags}",), secure=secure)

    found = told(write(tmp_path), pages=(page,))

    assert found == ([] if grade is Grade.PASS else [("run-cookies", grade)])


REFUSED, READ = Called(operation="listUsers", status=401), Called(operation="listUsers", status=200)
SPENT, RENEWED = Called(operation="token", status=400), Called(operation="token", status=200)


@pytest.mark.parametrize(
    ("later", "fails"),
    [
        ((REFUSED,), True),
        ((REFUSED, SPENT), True),
        ((REFUSED, RENEWED, READ), False),
        ((RENEWED, READ), False),
        ((), False),
    ],
)
def test_an_ended_token_is_made_good(
    tmp_path: Path, later: tuple[Called, ...], fails: bool
) -> None:
    found = told(write(tmp_path), called=(READ,), called_later=later)

    assert (("run-refresh", Grade.FAIL) in found) == fails


def test_a_scope_can_be_missed_later_too(tmp_path: Path) -> None:
    forbidden = Called(operation="listUsers", status=403)

    assert ("run-scope-missing", Grade.FAIL) in told(write(tmp_path), called_later=(forbidden,))


@pytest.mark.parametrize(("status", "fails"), [(200, True), (302, True), (401, False)])
def test_a_delivery_that_nobody_signed_is_refused(tmp_path: Path, status: int, fails: bool) -> None:
    hook = Shown(url="http://localhost:8000/hooks", place="webhooks.rules[0].url", status=status)

    found = told(write(tmp_path), unsigned=(hook,))

    assert (("run-webhook-signed", Grade.FAIL) in found) == fails


@pytest.mark.parametrize(("status", "told_of"), [(500, True), (None, True), (404, False)])
def test_a_page_that_fails_once_the_company_is_gone(
    tmp_path: Path, status: int | None, told_of: bool
) -> None:
    after = (Shown(url=f"{URL}/", status=status),)

    found = told(write(tmp_path), after_removal=after)

    assert (("run-errors", Grade.REVIEW) in found) == told_of
