"""The app, installed at a sandbox that stands for Gong. See gongkit's docs/testing.md."""

import pytest
from gongkit.testing import Sandbox, ServedApp, Visitor, eventually


@pytest.fixture
def visitor(visitor: Visitor) -> Visitor:
    """Somebody who is signed in to the app."""
    visitor.post("/sign-in", email="ana@acme.example")
    return visitor


def test_it_is_installed(visitor: Visitor) -> None:
    assert "Gong is not connected yet" in visitor.get("/").text
    assert visitor.install("northwind").status == 200
    assert "active" in visitor.get("/").text


def test_a_company_that_declines_is_not_connected(visitor: Visitor) -> None:
    assert visitor.install(approve=False).status == 403
    assert "Gong is not connected yet" in visitor.get("/").text


def test_the_latest_calls_are_beside_an_account(installed: Visitor) -> None:
    frame = installed.frame("account_information", accountId="an-account")
    assert 'data-account="an-account"' in frame.page.text
    frame.identify()
    assert frame.get("/api/calls").json
    assert frame.get("/api/calls?account=an-account").json == []


def test_other_accounts_calls_are_left_out(installed: Visitor, app: ServedApp) -> None:
    frame = installed.frame("account_information")
    frame.identify()
    frame.get("/api/calls")
    (here,) = app.module.kept.values()
    accounts = [
        crm_object.object_id
        for call in here.calls
        for context in call.context or ()
        for crm_object in context.objects or ()
        if crm_object.object_type == "Account"
    ]
    found = frame.get(f"/api/calls?account={accounts[0]}").json
    assert len(found) == min(accounts.count(accounts[0]), 10)


def test_what_gong_adds_to_the_url_stays_text(installed: Visitor) -> None:
    frame = installed.frame("account_information", accountId='"><script>')
    assert "&quot;&gt;&lt;script&gt;" in frame.page.text


def test_nobody_sees_calls_without_signing_in(installed: Visitor) -> None:
    assert installed.frame("account_information").get("/api/calls").status == 401
    assert installed.another().get("/").url.endswith("/sign-in?next=/")


def test_customers_see_their_own_calls_only(installed: Visitor) -> None:
    stranger = installed.another()
    stranger.post("/sign-in", email="bob@other.example")
    frame = stranger.frame("account_information")
    frame.identify()
    assert frame.get("/api/calls").status == 404


def test_what_gong_refuses_is_said(installed: Visitor, sandbox: Sandbox) -> None:
    frame = installed.frame("account_information")
    frame.identify()
    sandbox.fail("*", {"status": 403})
    assert frame.get("/api/calls").status == 502


def test_tokens_are_refreshed(installed: Visitor, sandbox: Sandbox) -> None:
    frame = installed.frame("account_information")
    frame.identify()
    sandbox.advance(2 * 86_400)
    assert frame.get("/api/calls").status == 200


def test_what_is_kept_is_erased_with_the_installation(installed: Visitor, app: ServedApp) -> None:
    frame = installed.frame("account_information")
    frame.identify()
    frame.get("/api/calls")
    assert app.module.kept
    assert "Gong is not connected yet" in installed.post("/disconnect").text
    eventually(lambda: not app.module.kept)


def test_a_company_that_goes_while_gong_is_asked_leaves_nothing(
    installed: Visitor, app: ServedApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = installed.frame("account_information")
    frame.identify()
    started = app.module.started

    def meanwhile_it_goes(call: object) -> object:
        app.module.kept.clear()
        return started(call)

    monkeypatch.setattr(app.module, "started", meanwhile_it_goes)
    assert frame.get("/api/calls").json
    assert not app.module.kept
