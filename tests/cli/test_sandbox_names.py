"""Companies without a name are called as the sandbox calls them, and only while it runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.auth.local_gong import LocalGong
from tests.cli.app_folder import AppFolder, planted
from tests.cli.command import Run
from tests.ports import free_port

from gongkit.installations.installation import company_key

NAMELESS = ("northwind", "kestrel", "globex")


@pytest.fixture
def gong(app: AppFolder) -> LocalGong:
    return LocalGong(app.app_url)


@pytest.fixture
def nameless(app: AppFolder, gong: LocalGong) -> AppFolder:
    """An app that three companies have installed in the browser, as GongApp stores them."""
    install_everywhere(app, gong)
    return app


def install_everywhere(app: AppFolder, gong: LocalGong) -> None:
    with app.store(gong.oauth.client_id) as store:
        for name in NAMELESS:
            grant = gong.grant(name)
            store.install(company_key(grant.base_url), grant, tenant=f"customer of {name}")


def names(app: AppFolder, *words: str, **more: str) -> set[str | None]:
    done = app(*words, "--json", **more)
    assert done.returncode == 0, done.stderr
    return {each["name"] for each in json.loads(done.stdout)}


def test_they_are_shown_by_their_names(nameless: AppFolder, sandbox: Mapping[str, Any]) -> None:
    assert names(nameless, "fleet") == names(nameless, "installations", "list") == set(NAMELESS)
    shown = nameless("fleet").stdout.splitlines()[1:]
    assert {line.split()[0] for line in shown} == set(NAMELESS)
    base_url = {each["name"]: each["api_base_url"] for each in sandbox["companies"]}["kestrel"]
    assert (
        f"name {'':7}kestrel" in nameless("installations", "show", urlsplit(base_url).netloc).stdout
    )


def test_they_are_found_by_their_names(nameless: AppFolder, gong: LocalGong) -> None:
    assert names(nameless, "fleet", "--company", "kestrel") == {"kestrel"}
    for words in (("show", "KESTREL"), ("refresh", "kestrel"), ("remove", "kestrel", "--yes")):
        done = nameless("installations", *words)
        assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(" (kestrel).\n")
    assert names(nameless, "fleet") == {"northwind", "globex"}
    wrong = nameless("installations", "show", "northwint")
    assert (wrong.returncode, "Did you mean 'northwind'?" in wrong.stderr) == (4, True)
    gong.forget_requests()
    assert nameless("api", "listUsers", "--company", "northwind").returncode == 0
    (asked,) = gong.requests("listUsers")
    assert asked["client"] == gong.oauth.client_id


def test_what_the_store_has_comes_first(nameless: AppFolder, gong: LocalGong) -> None:
    with nameless.store(gong.oauth.client_id) as store:
        store.install("acme", planted("https://acme.api.gong.io"), tenant="northwind")
    done = nameless("installations", "show", "northwind", "--json")
    assert json.loads(done.stdout)["company"] == "acme"


def test_a_name_is_read_and_not_kept(nameless: AppFolder, gong: LocalGong) -> None:
    assert names(nameless, "fleet") == set(NAMELESS)
    nobody = f"http://127.0.0.1:{free_port()}"
    away: list[dict[str, str]] = [
        {"GONGKIT_APP_URL": nobody},
        {"GONGKIT_APP_URL": "https://app.gong.io"},
        {"GONGKIT_PROFILE": "prod"},
    ]
    for more in away:
        assert names(nameless, "fleet", GONGKIT_CLIENT_ID=gong.oauth.client_id, **more) == {None}
    exported = nameless("installations", "export").stdout.splitlines()
    assert [json.loads(line)["name"] for line in exported] == [None] * 3


def test_companies_that_share_a_host_are_not_told_apart_by_it(
    gongkit: Run, own_sandbox: Mapping[str, Any], tmp_path: Path
) -> None:
    app = AppFolder(gongkit, tmp_path, str(own_sandbox["url"]))
    gong = LocalGong(app.app_url)
    install_everywhere(app, gong)
    gong.control("POST", "companies", name="initech")
    only = {"GONGKIT_CLIENT_ID": gong.oauth.client_id}
    assert names(app, "fleet", **only) == {"northwind", "kestrel", None}
    # Here the one that approves is known.
    done = app("install", "--headless", "--company", "initech", "--json")
    assert json.loads(done.stdout)["name"] == "initech"
