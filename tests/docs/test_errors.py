"""Every code has a page in docs/errors, every page there has a code, and they are alike."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.docs.test_docs import anchors

import gongkit
from gongkit.app.failures import FAILURES
from gongkit.cli.explanations import ERRORS, INDEX, Explanation, explanations, find, from_pages
from gongkit.errors import GongkitError
from gongkit.manifest import Code
from gongkit.manifest.review import RULES as RULES_OF_CHECK
from gongkit.sandbox.core.frames.reports import REASONS
from gongkit.sandbox.core.frames.rules import RULES

FOLDER = Path(__file__).parents[2] / "docs/errors"
NOT_IMPORTED = ("gongkit.__main__", "gongkit.testing", "gongkit.templates")
EXPLAINED = list(from_pages())


def error_classes() -> dict[str, type[GongkitError]]:
    """Find all errors of gongkit by their codes, in whatever module they are."""
    for module in pkgutil.walk_packages(gongkit.__path__, "gongkit."):
        if not module.name.startswith(NOT_IMPORTED):
            importlib.import_module(module.name)
    return {each.code: each for each in _with_subclasses(GongkitError) if _is_ours(each)}


def _with_subclasses(kind: type[GongkitError]) -> Iterator[type[GongkitError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _with_subclasses(each)


def _is_ours(kind: type[GongkitError]) -> bool:
    return kind.__module__.startswith("gongkit.")


def codes_on(page: str) -> list[str]:
    return [each.code for each in EXPLAINED if each.page.startswith(f"{page}#")]


def test_every_error_has_a_page_and_every_page_an_error() -> None:
    pages = {each.code: each for each in EXPLAINED if each.about == ERRORS}
    classes = error_classes()
    assert pages.keys() == classes.keys()
    for code, kind in classes.items():
        assert pages[code].page == f"{code}.md"
        assert f"`{kind.__name__}`, exit code {kind.exit_code}." in pages[code].text


def test_every_code_of_a_family_is_on_its_page() -> None:
    assert codes_on("manifest-findings.md") == list(Code)
    assert codes_on("app-failures.md") == list(FAILURES)
    assert codes_on("frames.md") == [*RULES, *REASONS]


def test_the_apps_failures_are_told_as_the_code_has_them() -> None:
    told = {each.code: each for each in EXPLAINED if each.page.startswith("app-failures.md#")}
    for code, failure in FAILURES.items():
        text = told[code].text
        assert text.startswith(f"{failure.when}\n")
        title = failure.title.format(app="Deal Notes")
        assert f"The page is answered {failure.status} and titled “{title}”." in text
        assert f"An authorization failed: code={code} reason=" in text


@pytest.mark.parametrize("each", EXPLAINED, ids=lambda each: each.page)
def test_a_page_says_what_happened_why_and_what_to_do(each: Explanation) -> None:
    assert re.search(r"[.)]$", each.summary)
    assert "\n**What to do.** " in each.text
    if not each.page.startswith("frames.md"):  # those are said in a sentence
        assert "```text\n" in each.text
        assert "\n**Why.** " in each.text


def test_no_page_is_left_over() -> None:
    named = {each.page.partition("#")[0] for each in EXPLAINED}
    assert {path.name for path in FOLDER.glob("*")} == {INDEX, *named}


def test_a_finding_is_shown_as_the_manifest_shows_it() -> None:
    for each in EXPLAINED:
        if each.page.startswith("manifest-findings.md"):
            example = each.text.partition("```text\n")[2].partition("\n```")[0]
            assert re.match(r"[\w.\[\]\" ]+( \(line \d+, column \d+\))?: .+\.", example), example


def test_other_codes_are_explained_from_their_tables() -> None:
    known = explanations()
    assert [each.about for each in known["disconnect"]] == ["The sandbox's behaviour"]
    for code in RULES_OF_CHECK:
        assert find(code, known), code
    for same in known.values():
        for each in same:
            file, _, anchor = each.page.partition("#")
            assert not anchor or anchor in anchors(FOLDER / file)
