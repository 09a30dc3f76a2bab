"""The profile's guard on the command line: what is refused is not sent, and says how to go on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from tests.cli.app_folder import AppFolder, planted
from tests.cli.command import Run

OWN_KEY = {
    "GONGKIT_ACCESS_KEY": "planted-key",
    "GONGKIT_ACCESS_KEY_SECRET": "planted-secret",
    "GONGKIT_BASE_URL": "https://us-1.api.gong.io",
}
PURGE = ("api", "purgePhoneNumber", "phoneNumber=+15550100", "--yes")
ACME = "us-1.api.gong.io"
SECRET = {"GONGKIT_CLIENT_SECRET": "planted-secret"}


def names(app: AppFolder) -> list[str]:
    return [each["name"] for each in app.control("GET", "")["integrations"]]


@pytest.mark.parametrize("profile", ["dev", ""])
def test_a_write_with_an_access_key_from_dev(
    profile: str, gongkit: Run, here: dict[str, str]
) -> None:
    variables = {"GONGKIT_PROFILE": profile} if profile else here
    done = gongkit(*PURGE, **OWN_KEY, **variables)
    assert (done.returncode, done.stdout) == (3, "")
    assert "Profile dev changes nothing at Gong" in done.stderr
    assert "purgePhoneNumber was not sent to us-1.api.gong.io" in done.stderr
    assert "GONGKIT_PROFILE to staging or prod" in done.stderr
    assert "planted" not in done.stderr


def test_a_write_as_an_installation_from_dev(app: AppFolder) -> None:
    with app.store("app-1") as store:
        store.install(ACME, planted(f"https://{ACME}", issued_at=4_000_000_000.0))
    done = app(*PURGE, "--company", ACME, GONGKIT_CLIENT_ID="app-1", **SECRET)
    assert (done.returncode, done.stdout) == (3, "")
    assert "Profile dev changes nothing at Gong" in done.stderr


def test_a_refresh_from_dev_leaves_the_installation_as_it_was(app: AppFolder) -> None:
    with app.store("app-1") as store:
        store.install(ACME, planted(f"https://{ACME}"))
    words = ("installations", "refresh", ACME)
    done = app(*words, GONGKIT_CLIENT_ID="app-1", **SECRET)
    assert (done.returncode, done.stdout) == (3, "")
    assert f"a refresh token of https://{ACME} was not sent" in done.stderr
    with app.store("app-1") as store:
        found = store.get(ACME)
    assert found is not None
    assert (found.status, found.version) == ("active", 1)


def test_prod_calls_no_sandbox(app: AppFolder) -> None:
    prod = {"GONGKIT_PROFILE": "prod"}
    for words in (
        ("api", "listUsers"),
        ("api", "listUsers", "--company", "northwind"),
        ("install", "--headless", "--company", "northwind"),
        ("install", "--no-browser"),
    ):
        done = app(*words, **prod)
        assert (done.returncode, done.stdout) == (3, ""), words
        assert "Profile prod calls no sandbox" in done.stderr
    assert app.name not in names(app), "nothing was registered"


def test_prod_reads_no_sandbox_with_an_access_key(gongkit: Run, sandbox: Mapping[str, Any]) -> None:
    company = sandbox["companies"][0]
    variables = {
        "GONGKIT_ACCESS_KEY": company["access_key"],
        "GONGKIT_ACCESS_KEY_SECRET": company["access_key_secret"],
        "GONGKIT_BASE_URL": company["api_base_url"],
    }
    done = gongkit("api", "listUsers", **variables)
    assert done.returncode == 0, "nobody has said prod"
    done = gongkit("api", "listUsers", GONGKIT_PROFILE="prod", **variables)
    assert (done.returncode, done.stdout) == (3, "")
    assert "listUsers was not sent to" in done.stderr


def test_dev_installs_nothing_at_gong(app: AppFolder) -> None:
    real = {"GONGKIT_APP_URL": "https://app.gong.io", "GONGKIT_PROFILE": "dev"}
    done = app("install", "--no-browser", GONGKIT_CLIENT_ID="app-1", **SECRET, **real)
    assert (done.returncode, done.stdout) == (3, "")
    assert "an authorization was not sent to app.gong.io" in done.stderr
    assert "oauth2/authorize" not in done.stderr
