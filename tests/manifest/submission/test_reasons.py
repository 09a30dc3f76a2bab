"""Each scope has its reason: the author's words, the code, what was seen at the sandbox."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.manifest.submission.app import CODE, TEXT, app_in

from gongkit.manifest import Document
from gongkit.manifest.review import Project
from gongkit.manifest.review.observations import Called, Observations
from gongkit.manifest.submission.comments import comments_beside
from gongkit.manifest.submission.reasons import ScopeReason, reasons


def reasons_in(folder: Path, *called: Called) -> list[ScopeReason]:
    project = Project.read(folder, profile="prod")
    if called:
        project = replace(project, observations=Observations(target="app:site", called=called))
    return list(reasons(project))


def comments(scopes: str, profile: str | None = None, more: str = "") -> dict[int, str]:
    document = Document.of(
        f'[integration]\nname = "a"\nscopes = {scopes}\nredirect_uris = []\n{more}'
    )
    return comments_beside(document, "integration.scopes", profile)


@pytest.mark.parametrize(
    ("scopes", "found"),
    [
        ('[\n "a", # one\n "b"  #two\n]', {0: "one", 1: "two"}),
        ('[\n # above\n "a",\n "b" # "c"\n]', {1: '"c"'}),
        ('["a"] # alone', {0: "alone"}),
        ('["a", "b"] # whose?', {}),
        ('[\n "a#b", # no [bracket\n "b",\n]', {0: "no [bracket"}),
        ('[\n "a", #\n]', {}),
    ],
)
def test_a_comment_beside_a_scope_is_its_reason(scopes: str, found: dict[int, str]) -> None:
    assert comments(scopes) == found


def test_the_comments_of_the_profile_that_is_handed_in() -> None:
    over = '[profiles.prod.integration]\nscopes = ["b"] # for customers\n'
    assert comments('["a"] # mine', "prod", over) == {0: "for customers"}
    assert comments('["a"] # mine', "dev", over) == {0: "mine"}


def test_where_the_code_uses_it(tmp_path: Path) -> None:
    calls, users = reasons_in(app_in(tmp_path))
    assert [str(each) for each in calls.uses or ()] == ["app.py:11:28"]
    assert calls.reason == "the calls of each deal"
    assert (calls.operations, calls.unused) == (("listCalls", "getCall"), False)
    assert users.reason == "The app needs to see the company's users and their settings."
    assert (users.uses, users.unused) == ((), True)
    assert "The code was not seen to use it." in users.seen


def test_a_scope_that_is_explained_is_not_called_unused(tmp_path: Path) -> None:
    text = TEXT.replace('"api:users:read",', '"api:users:read", # soon')
    (_, users) = reasons_in(app_in(tmp_path, text))
    assert not users.unused
    assert "The code was not seen to use it." in users.seen


def test_without_code_nothing_is_said_of_it(tmp_path: Path) -> None:
    for each in reasons_in(app_in(tmp_path, code=None)):
        assert (each.uses, each.observed, each.unused) == (None, None, False)


def test_what_was_called_at_the_sandbox(tmp_path: Path) -> None:
    asked = [Called(operation=name, status=200) for name in ("listUsers", "listUsers", "getUser")]
    refused = Called(operation="listCalls", status=403)
    calls, users = reasons_in(app_in(tmp_path, code=CODE), *asked, refused)
    assert users.observed == (("getUser", 1), ("listUsers", 2))
    assert "Called at the sandbox: getUser (once), listUsers (2 times)." in users.seen
    assert not users.unused
    assert calls.observed == ()


def test_an_app_that_did_not_run_shows_nothing(tmp_path: Path) -> None:
    project = Project.read(app_in(tmp_path), profile="prod")
    project = replace(project, observations=Observations(target="app:site", failure="It ended."))
    assert [each.observed for each in reasons(project)] == [None, None]
