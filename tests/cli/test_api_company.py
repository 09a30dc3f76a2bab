"""`gongkit api --company`: as an installation, or else as a company of the sandbox."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.cli.app_folder import AppFolder, planted
from tests.cli.command import Done, Run


@pytest.fixture
def installed(app: AppFolder) -> AppFolder:
    """An app that kestrel has installed."""
    done = app("install", "--headless", "--company", "kestrel", "--tenant", "customer-7")
    assert done.returncode == 0, done.stderr
    return app


def clients(app: AppFolder, operation: str) -> list[str | None]:
    """Who has called an operation, by client id; None is an access key."""
    log = app.control("GET", f"requests?operation={operation}")["requests"]
    return [entry["client"] for entry in log]


def domains(done: Done) -> set[str]:
    assert done.returncode == 0, done.stderr
    users = [json.loads(line) for line in done.stdout.splitlines()]
    return {user["emailAddress"].partition("@")[2].partition(".")[0] for user in users}


def test_the_store_comes_first(installed: AppFolder) -> None:
    key = installed.control("GET", "")["companies"][0]
    other = {
        "GONGKIT_ACCESS_KEY": key["access_key"],
        "GONGKIT_ACCESS_KEY_SECRET": key["access_key_secret"],
        "GONGKIT_BASE_URL": key["api_base_url"],
    }
    for company in ("kestrel", "customer-7", "EU"):
        installed.control("DELETE", "requests")
        done = installed("api", "listUsers", "-o", "jsonl", "--company", company, **other)
        assert domains(done) == {"kestrel"}
        assert clients(installed, "listUsers") == [installed.client_id]
    without = installed("api", "listUsers", "-o", "jsonl", **other)
    assert domains(without) == {"northwind"}


def test_the_calls_are_counted_in_the_store(installed: AppFolder) -> None:
    assert installed("api", "listUsers", "--company", "kestrel").returncode == 0
    with installed.store(installed.client_id) as store:
        (found,) = store.list()
        assert store.calls_spent(found.company) == 1


def test_a_company_of_the_sandbox_that_has_not_installed_it(installed: AppFolder) -> None:
    done = installed("api", "listUsers", "-o", "jsonl", "--company", "northwind")
    assert domains(done) == {"northwind"}
    assert clients(installed, "listUsers")[-1] != installed.client_id


def test_nobody_of_that_name(installed: AppFolder) -> None:
    done = installed("api", "listUsers", "--company", "northwynd")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == (
        "Error: There is no installation of 'northwynd' in sqlite:///installations.db,"
        " and no company of that name in the sandbox.\nDid you mean 'northwind'?\n"
    )


def test_asking_makes_no_store(app: AppFolder) -> None:
    done = app("api", "listUsers", "-o", "jsonl", "--company", "northwind")
    assert domains(done) == {"northwind"}
    gong = {"GONGKIT_APP_URL": "https://app.gong.io"}
    for more in ({}, {"GONGKIT_CLIENT_ID": "x"}):
        nowhere = app("api", "listUsers", "--company", "northwind", **gong, **more)
        assert (nowhere.returncode, nowhere.stdout) == (4, "")
        assert "in sqlite:///installations.db." in nowhere.stderr
        assert "`gongkit install`" in nowhere.stderr
    assert [path.name for path in app.path.iterdir()] == ["gong.app.toml"]


def test_a_token_stays_at_its_own_host(installed: AppFolder, sandbox: Mapping[str, Any]) -> None:
    elsewhere = sandbox["companies"][0]["api_base_url"]
    done = installed("api", "listUsers", "--company", "kestrel", "--base-url", elsewhere)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"are for {sandbox['companies'][1]['api_base_url']} only." in done.stderr


def test_an_installation_that_was_removed(installed: AppFolder) -> None:
    assert installed("installations", "remove", "kestrel", "--yes").returncode == 0
    done = installed("api", "listUsers", "--company", "kestrel")
    assert (done.returncode, done.stdout) == (4, "")
    assert "has removed the app." in done.stderr


def test_what_another_sandbox_s_app_installed_is_left_alone(app: AppFolder) -> None:
    with app.store("of-a-sandbox-that-is-gone") as store:
        store.install("127.0.0.1:9", planted("http://127.0.0.1:9"), name="northwind")
    done = app("api", "listUsers", "-o", "jsonl", "--company", "northwind")
    assert domains(done) == {"northwind"}


def test_the_secret_is_needed_where_no_sandbox_has_it(app: AppFolder) -> None:
    with app.store("app-1") as store:
        store.install("us-1.api.gong.io", planted("https://us-1.api.gong.io"), name="Acme")
    done = app("api", "listUsers", "--company", "acme", GONGKIT_APP_URL="https://app.gong.io")
    assert (done.returncode, done.stdout) == (3, "")
    assert "GONGKIT_CLIENT_SECRET is not set." in done.stderr


def test_an_expired_token_is_refreshed(
    gongkit: Run, own_sandbox: Mapping[str, Any], tmp_path: Path
) -> None:
    app = AppFolder(gongkit, tmp_path, str(own_sandbox["url"]))
    assert app("install", "--headless", "--company", "northwind").returncode == 0
    app.control("PUT", "clock", {"advance": 2 * 86_400})
    done = app("api", "listUsers", "-o", "jsonl", "--company", "northwind")
    assert domains(done) == {"northwind"}
    with app.store(app.client_id) as store:
        (found,) = store.list()
        assert found.version == 2
    period = app("api", "listCalls", "--company", "northwind")
    assert period.returncode == 0, period.stderr
    ahead = str(app.control("GET", "clock")["now"])[:10]
    assert f"toDateTime={ahead}" in period.stderr
