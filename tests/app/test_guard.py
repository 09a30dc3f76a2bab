"""The profile's guard in an app: its clients, its authorizations, its keeper's refreshes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.app.installing import Registered, Visit
from tests.auth.local_gong import LocalGong

from gongkit.app.failures import FAILURES
from gongkit.app.gong_app import GongApp
from gongkit.client import run
from gongkit.contract.registry import OPERATIONS
from gongkit.errors import Forbidden, ProfileRefused
from gongkit.guard import Guard
from gongkit.installations.keyring import generate_key
from gongkit.testing.store_contract import grant_of

MANIFEST = """
[integration]
name = "Hello"
scopes = ["api:users:read"]
redirect_uris = ["https://hello.example/callback"]
"""
PHONE = {"phoneNumber": "+15550100"}


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], GongApp]:
    """Make an app from a manifest and the environment, in this profile."""
    (tmp_path / "gong.app.toml").write_text(MANIFEST)

    def make(profile: str) -> GongApp:
        variables = {
            "PROFILE": profile,
            "CLIENT_ID": "the-client",
            "CLIENT_SECRET": "planted",
            "STORE": "memory:",
            "KEY": generate_key(),
        }
        for name, value in variables.items():
            monkeypatch.setenv(f"GONGKIT_{name}", value)
        return GongApp.from_manifest(tmp_path)

    return make


def test_an_app_of_the_dev_profile_writes_nothing_to_gong(made: Callable[[str], GongApp]) -> None:
    app = made("dev")
    app.installations.install("acme", grant_of("us-1.api.gong.io"))
    write = OPERATIONS["purgePhoneNumber"]
    with pytest.raises(ProfileRefused, match="Profile dev changes nothing at Gong"):
        app.client("acme").request(write, query=PHONE)
    with pytest.raises(ProfileRefused, match="Profile dev changes nothing at Gong"):
        asyncio.run(app.async_client("acme", bulk=True).request(write, query=PHONE))
    app.close()


def test_an_app_of_the_prod_profile_calls_no_sandbox(
    made: Callable[[str], GongApp], gong: LocalGong
) -> None:
    app = made("prod")
    app.installations.install("northwind", gong.grant("northwind"))
    with pytest.raises(ProfileRefused, match="listUsers was not sent to 127"):
        app.client("northwind").users.list().first()
    assert gong.requests("listUsers") == []
    app.close()


def test_the_keeper_spends_no_refresh_token_of_gong_from_dev(
    made: Callable[[str], GongApp], caplog: pytest.LogCaptureFixture
) -> None:
    app = made("dev")
    old = replace(grant_of("us-1.api.gong.io"), issued_at=1.0, expires_at=2.0)
    app.installations.install("acme", old)
    outcome = run(app._background._keeper.pass_once())
    assert (outcome.refreshed, outcome.failed) == (0, 1)
    assert "Profile dev changes nothing at Gong" in caplog.text
    found = app.installations.get("acme")
    assert found is not None
    assert (found.status, found.version) == ("active", 1)


@pytest.mark.parametrize("profile", ["dev", "staging"])
def test_other_profiles_are_free_at_a_sandbox(
    profile: str, made: Callable[[str], GongApp], gong: LocalGong
) -> None:
    app = made(profile)
    app.installations.install("northwind", gong.grant("northwind"))
    with pytest.raises(Forbidden):  # by the sandbox: the app has not asked for that scope
        app.client("northwind").request(OPERATIONS["purgePhoneNumber"], query=PHONE)
    app.close()


def test_an_authorization_is_refused_on_a_page(
    registered: Registered,
    visit: Visit,
    serve: Callable[[GongApp], GongApp],
    gong: LocalGong,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="gongkit.app")
    app = serve(registered.app(oauth=replace(registered.oauth, guard=Guard("prod"))))
    answer = visit.browser.follow(f"{visit.url}/install")
    assert answer.status == FAILURES["profile_refused"].status
    assert "profile_refused" in answer.text
    assert "GONGKIT_PROFILE" not in answer.text, "that is for the developer"
    assert "Profile prod calls no sandbox" in caplog.text
    assert app.installations.list() == ()
    assert gong.requests("authorize") == []


def test_a_code_is_not_sent_where_the_profile_has_changed(
    registered: Registered, visit: Visit, serve: Callable[[GongApp], GongApp], gong: LocalGong
) -> None:
    app = serve(registered.app())
    callback = visit.approve()
    routes = app._routes
    guarded = replace(registered.oauth, guard=Guard("prod"))
    routes.authorizations = replace(routes.authorizations, oauth=guarded)
    answer = visit.browser.get(callback)
    assert (answer.status, "profile_refused" in answer.text) == (500, True)
    assert gong.requests("token") == []
