"""The links of a manifest are asked over real HTTP, as a browser would follow them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cli.pages import Page, web_pages
from tests.manifest.review.sound_project import line_of, write
from tests.ports import free_port

from gongkit.cli.checking.visiting import visit_all
from gongkit.manifest.review import Grade, Outcome, Project, review
from gongkit.manifest.review.visit import Visit

PAGES = {
    "/": Page(),
    "/no-head": Page(200, head=405),
    "/moved": Page(301, "/"),
    "/twice": Page(302, "{origin}/moved"),
    "/loop": Page(302, "/loop"),
    "/nowhere": Page(302, "mailto:a@b.c"),
    "/unsaid": Page(302),
    "/gone": Page(410),
    "/broken": Page(500),
    "/guarded": Page(403),
    "/away": Page(302, "http://localhost:1/"),
}


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with web_pages(PAGES) as origin:
        yield origin


def asked(url: str) -> Visit:
    return visit_all([url])[url]


@pytest.mark.parametrize(
    ("path", "status", "hops"),
    [
        ("/", 200, []),
        ("/no-head", 200, []),
        ("/moved", 200, ["/"]),
        ("/twice", 200, ["/moved", "/"]),
        ("/unsaid", 302, []),
        ("/gone", 410, []),
        ("/broken", 500, []),
        ("/missing", 404, []),
    ],
)
def test_a_page_is_asked_to_its_end(origin: str, path: str, status: int, hops: list[str]) -> None:
    visit = asked(origin + path)

    assert (visit.status, visit.hops) == (status, tuple(origin + hop for hop in hops))


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/loop", "It is redirected more than 5 times"),
        ("/nowhere", "It is redirected to what is no URL"),
    ],
)
def test_a_redirect_that_leads_nowhere_ends(origin: str, path: str, why: str) -> None:
    visit = asked(origin + path)

    assert (visit.status, visit.failure) == (None, why)


def test_nobody_there_is_said_once(origin: str) -> None:
    nobody = f"http://127.0.0.1:{free_port()}/"

    visits = visit_all([nobody, f"{origin}/", nobody])

    assert list(visits) == [nobody, f"{origin}/"]
    assert not visits[nobody].answers
    assert visits[nobody].failure.startswith("no connection")


def reviewed(folder: Path, visit: Visit) -> list[Outcome]:
    project = Project.read(folder, profile="prod", publish=True)
    made = review(
        replace(project, visits={visit.url: visit}), ["link-not-answering", "link-redirected"]
    )
    return [each for each in made.outcomes if each.grade is not Grade.PASS]


HELP = "https://help.dealnotes.io/gong"


@pytest.mark.parametrize(
    ("visit", "rule", "grade"),
    [
        (Visit(HELP, 404), "link-not-answering", Grade.FAIL),
        (Visit(HELP, None, (), "no connection"), "link-not-answering", Grade.FAIL),
        (Visit(HELP, 401), "link-not-answering", Grade.REVIEW),
        (Visit(HELP, 403), "link-not-answering", Grade.REVIEW),
        (Visit(HELP, 429), "link-not-answering", Grade.REVIEW),
        (Visit(HELP, 200, ("https://other.io/",)), "link-redirected", Grade.REVIEW),
        (Visit(HELP, 200, ("http://dealnotes.io/", HELP)), "link-redirected", Grade.REVIEW),
    ],
)
def test_what_a_link_answers_is_judged(
    visit: Visit, rule: str, grade: Grade, tmp_path: Path
) -> None:
    folder = write(tmp_path)

    (found,) = reviewed(folder, visit)

    assert (found.rule.id, found.grade) == (rule, grade)
    text = (folder / "gong.app.toml").read_text()
    assert found.evidence[0].line == line_of(text, HELP)


@pytest.mark.parametrize("hops", [(), ("https://www.dealnotes.io/gong", f"{HELP}/")])
def test_a_link_that_answers_is_fine(hops: tuple[str, ...], tmp_path: Path) -> None:
    assert reviewed(write(tmp_path), Visit(HELP, 200, hops)) == []
