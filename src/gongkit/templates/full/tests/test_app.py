"""The app, installed at a sandbox that stands for Gong. See gongkit's docs/testing.md."""

import pytest
from gongkit import Secret
from gongkit.errors import StoreError
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


def test_the_composer_inserts_a_recap(installed: Visitor) -> None:
    frame = installed.frame("email_composer")
    assert "@gong.io/frontend-sdk" in frame.page.text
    frame.identify()
    latest = frame.get("/api/calls").json[0]
    recap = frame.get(f"/api/calls/{latest['id']}/recap").json["html"]
    assert latest["title"] in recap
    assert "<a href=" in recap


def test_the_latest_calls_are_beside_an_account(installed: Visitor) -> None:
    frame = installed.frame("account_information", accountId="an-account")
    assert 'data-account="an-account"' in frame.page.text
    frame.identify()
    assert frame.get("/api/calls").json
    assert frame.get("/api/calls?account=an-account").json == []


def test_what_gong_adds_to_the_url_stays_text(installed: Visitor) -> None:
    frame = installed.frame("account_information", accountId='"><script>')
    assert "&quot;&gt;&lt;script&gt;" in frame.page.text


def test_nobody_sees_calls_without_signing_in(installed: Visitor) -> None:
    assert installed.frame("email_composer").get("/api/calls").status == 401
    assert installed.another().get("/").url.endswith("/sign-in?next=/")


def test_customers_see_their_own_calls_only(installed: Visitor) -> None:
    stranger = installed.another()
    stranger.post("/sign-in", email="bob@other.example")
    frame = stranger.frame("email_composer")
    frame.identify()
    assert frame.get("/api/calls").status == 404


def test_what_gong_refuses_is_said(installed: Visitor, sandbox: Sandbox) -> None:
    frame = installed.frame("email_composer")
    frame.identify()
    sandbox.fail("*", {"status": 403})
    assert frame.get("/api/calls").status == 502


def test_tokens_are_refreshed(installed: Visitor, sandbox: Sandbox) -> None:
    frame = installed.frame("email_composer")
    frame.identify()
    sandbox.advance(2 * 86_400)
    assert frame.get("/api/calls").status == 200


def test_a_call_that_gong_sends_gets_a_new_recap(installed: Visitor, app: ServedApp) -> None:
    frame = installed.frame("email_composer")
    frame.identify()
    latest = frame.get("/api/calls").json[0]
    frame.get(f"/api/calls/{latest['id']}/recap")
    (company,) = app.module.recaps
    rule = app.module.gong.webhook_url(company)
    sent = {"callData": {"metaData": {"id": latest["id"]}}, "isTest": False}
    assert installed.another().send("POST", rule, json=sent).status == 204
    assert app.module.recaps[company] == {}
    assert installed.another().send("POST", f"{rule}x", json=sent).status == 404


def test_no_log_has_the_key_of_a_webhook(
    installed: Visitor,
    app: ServedApp,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_: Secret) -> None:
        raise StoreError("The store is away.")

    (installation,) = app.module.gong.installations.of_tenant("acme.example")
    rule = app.module.gong.webhook_url(installation)
    monkeypatch.setattr(app.module.gong, "company_of_webhook", fail)
    assert installed.another().send("POST", rule, json={}).status == 502
    assert "The store is away." in caplog.text
    assert rule.rpartition("/")[2] not in caplog.text


def test_a_company_belongs_to_a_region(visitor: Visitor, app: ServedApp) -> None:
    visitor.install("northwind")
    (installation,) = app.module.gong.installations.of_tenant("acme.example")
    assert installation.region == "us"


def test_it_says_how_it_is(visitor: Visitor) -> None:
    assert visitor.get("/gong/health").status == 200
    assert visitor.get("/gong/ready").status == 200


def test_what_is_kept_is_erased_with_the_installation(installed: Visitor, app: ServedApp) -> None:
    frame = installed.frame("email_composer")
    frame.identify()
    latest = frame.get("/api/calls").json[0]
    frame.get(f"/api/calls/{latest['id']}/recap")
    assert app.module.recaps
    assert "Gong is not connected yet" in installed.post("/disconnect").text
    eventually(lambda: not app.module.recaps)
