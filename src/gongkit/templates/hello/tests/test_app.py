"""The app, installed at a sandbox that stands for Gong. See gongkit's docs/testing.md."""

import pytest
from gongkit import AsyncGong
from gongkit.testing import Sandbox, ServedApp, Visitor, eventually


@pytest.fixture
def visitor(visitor: Visitor) -> Visitor:
    """Somebody who is signed in to the app."""
    visitor.post("/sign-in", email="ana@acme.example")
    return visitor


def test_it_is_installed_and_lists_calls(visitor: Visitor) -> None:
    assert "Gong is not connected yet" in visitor.get("/").text
    assert visitor.install("northwind").status == 200
    assert "<time>" in visitor.get("/").text


def test_a_company_that_declines_is_not_connected(visitor: Visitor) -> None:
    assert visitor.install(approve=False).status == 403
    assert "Gong is not connected yet" in visitor.get("/").text


def test_nobody_sees_calls_without_signing_in(installed: Visitor) -> None:
    answer = installed.another().get("/")
    assert answer.url.endswith("/sign-in?next=/")
    assert "<time>" not in answer.text


def test_customers_see_their_own_calls_only(installed: Visitor) -> None:
    stranger = installed.another()
    stranger.post("/sign-in", email="bob@other.example")
    assert "Gong is not connected yet" in stranger.get("/").text


def test_it_shows_what_it_has_when_gong_refuses(installed: Visitor, sandbox: Sandbox) -> None:
    installed.get("/")
    sandbox.fail("listCalls", {"status": 403})
    answer = installed.get("/")
    assert "Gong could not be asked" in answer.text
    assert "<time>" in answer.text


def test_tokens_are_refreshed(installed: Visitor, sandbox: Sandbox) -> None:
    sandbox.advance(2 * 86_400)
    assert "could not be asked" not in installed.get("/").text


def test_what_is_kept_is_erased_with_the_installation(installed: Visitor, app: ServedApp) -> None:
    eventually(lambda: app.module.kept)
    assert "Gong is not connected yet" in installed.post("/disconnect").text
    eventually(lambda: not app.module.kept)


def test_a_company_that_goes_while_gong_is_asked_leaves_nothing(
    installed: Visitor, app: ServedApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    eventually(lambda: any(app.module.kept.values()))
    latest_calls = app.module.latest_calls

    async def meanwhile_it_goes(client: AsyncGong) -> object:
        found = await latest_calls(client)
        (company,) = app.module.kept
        app.module.forget(company)
        return found

    monkeypatch.setattr(app.module, "latest_calls", meanwhile_it_goes)
    assert "<time>" in installed.get("/").text
    assert not app.module.kept
