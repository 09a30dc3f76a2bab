"""What an app works with, from the environment and the manifest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.auth.local_gong import LocalGong, running

from gongkit.app.configuration import oauth_client, open_installations, open_keyring
from gongkit.errors import (
    CredentialsError,
    KeyringError,
    OAuthError,
    ResidencyRefused,
    StoreError,
    UsageError,
)
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.sqlite import MemoryStore, SqliteStore
from gongkit.manifest import Manifest, from_json
from gongkit.settings import Settings
from gongkit.testing.store_contract import grant_of

SANDBOX = "http://127.0.0.1:4664"
KEY = generate_key()
US, EU = "us-1.api.gong.io", "eu-2.api.gong.io"
REGIONS = {"us": ["us-*.api.gong.io"], "eu": ["eu-*.api.gong.io"]}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settings(**variables: str) -> Settings:
    return Settings.from_environment({f"GONGKIT_{name}": each for name, each in variables.items()})


def manifest(**residency: Any) -> Manifest:
    tables = {
        "integration": {
            "name": "Hello",
            "scopes": ["api:calls:read:basic", "api:users:read"],
            "redirect_uris": ["http://localhost:8000/callback", "https://hello.example/callback"],
        },
        "residency": residency,
    }
    return from_json(tables)


# Keys


def test_the_variable_comes_before_the_file_and_the_file_before_development(folder: Path) -> None:
    (folder / "my.key").write_text(generate_key())
    (folder / "my.key").chmod(0o600)
    both = settings(KEY=KEY, KEY_FILE="my.key", APP_URL=SANDBOX)
    assert open_keyring(both).newest == Keyring.parse(KEY).newest
    from_file = open_keyring(settings(KEY_FILE="my.key", APP_URL=SANDBOX))
    assert from_file.newest == Keyring.parse((folder / "my.key").read_text()).newest
    assert [each.name for each in folder.iterdir()] == ["my.key"]


def test_a_missing_key_is_an_error_that_names_the_variables(folder: Path) -> None:
    with pytest.raises(KeyringError, match=r"GONGKIT_KEY is not set.*\n.*GONGKIT_KEY_FILE"):
        open_installations(settings(), None, client_id="app")
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    ("store", "made"),
    [
        ("sqlite:///installations.db", "installations.key"),
        ("sqlite:///data/app.db", "data/installations.key"),
        ("postgresql://user:planted@db/app", "installations.key"),
    ],
)
@pytest.mark.parametrize("app_url", [SANDBOX, "http://localhost:4664", "http://[::1]:4664"])
def test_a_sandboxs_installations_get_a_key_file_beside_them(
    folder: Path, store: str, made: str, app_url: str
) -> None:
    (folder / "data").mkdir()
    configured = settings(STORE=store, APP_URL=app_url)
    first = open_keyring(configured)
    assert (folder / made).stat().st_mode & 0o777 == 0o600
    assert open_keyring(configured).newest == first.newest


def test_a_store_in_memory_needs_no_key(folder: Path) -> None:
    store = open_installations(settings(STORE="memory:"), None, client_id="app")
    assert isinstance(store, MemoryStore)
    store.close()
    assert not list(folder.iterdir())
    with pytest.raises(KeyringError, match="GONGKIT_KEY"):
        open_keyring(settings(STORE="memory:", STORE_EU="sqlite:///eu.db"))


# The store


def companies(path: str) -> list[tuple[str, str | None]]:
    with closing(SqliteStore(Path(path), Keyring.parse(KEY), client_id="app")) as store:
        return [(each.company, each.region) for each in store.list()]


@pytest.mark.parametrize("given", [None, manifest()])
def test_without_regions_there_is_one_store(given: Manifest | None) -> None:
    store = open_installations(settings(KEY=KEY), given, client_id="app")
    assert isinstance(store, SqliteStore)
    store.install(US, grant_of(US))
    store.close()
    assert companies("installations.db") == [(US, None)]


def test_with_regions_in_one_store_the_region_is_written_and_checked() -> None:
    store = open_installations(settings(KEY=KEY), manifest(regions=REGIONS), client_id="app")
    for company in (US, EU):
        store.install(company, grant_of(company))
    with pytest.raises(ResidencyRefused, match=r"ap-3\.api\.gong\.io"):
        store.install("x", grant_of("ap-3.api.gong.io"))
    with pytest.raises(ResidencyRefused, match="'us' to 'eu'"):
        store.commit_refresh(US, 1, grant_of(EU, 2))
    store.close()
    assert companies("installations.db") == [(EU, "eu"), (US, "us")]


def test_a_region_has_its_own_store_where_one_is_set() -> None:
    configured = settings(KEY=KEY, STORE="sqlite:///main.db", STORE_EU="sqlite:///eu.db")
    given = manifest(regions=REGIONS, when_moved="follow", default="ap")
    store = open_installations(configured, given, client_id="app")
    for company in (US, EU, "api.gong.io"):
        store.install(company, grant_of(company))
    assert store.commit_refresh(US, 1, grant_of(EU, 2))
    store.close()
    assert companies("eu.db") == [(EU, "eu"), (US, "eu")]
    assert companies("main.db") == [("api.gong.io", "ap"), (US, "us")], "one of them removed"


@pytest.mark.parametrize("given", [None, manifest(), manifest(regions={"us": ["us-*.gong.io"]})])
def test_a_store_of_an_unknown_region_is_refused(folder: Path, given: Manifest | None) -> None:
    configured = settings(KEY=KEY, STORE_EU_WEST="sqlite:///eu.db")
    with pytest.raises(UsageError, match=r"GONGKIT_STORE_EU_WEST.*'eu-west'.*\n.*residency"):
        open_installations(configured, given, client_id="app")
    assert not list(folder.iterdir())


def test_a_store_that_cannot_be_opened_leaves_none_open(folder: Path) -> None:
    (folder / "eu.db").write_text("not a database, but long enough to be taken for one: " * 9)
    configured = settings(KEY=KEY, STORE_EU="sqlite:///eu.db")
    with pytest.raises(StoreError, match=r"eu\.db"):
        open_installations(configured, manifest(regions=REGIONS), client_id="app")


# The OAuth client


def test_the_client_is_what_settings_and_manifest_say() -> None:
    configured = settings(CLIENT_ID="id", CLIENT_SECRET="newest, older,oldest", APP_URL=SANDBOX)
    client = oauth_client(configured, manifest())
    assert (client.client_id, client.client_secret.reveal()) == ("id", "newest")
    assert [each.reveal() for each in client.older_client_secrets] == ["older", "oldest"]
    assert client.redirect_uri == "http://localhost:8000/callback"
    assert client.scopes == ("api:calls:read:basic", "api:users:read")
    assert client.app_url == SANDBOX


@pytest.mark.parametrize(
    ("variables", "missing"),
    [
        ({}, "GONGKIT_CLIENT_ID"),
        ({"CLIENT_SECRET": "planted"}, "GONGKIT_CLIENT_ID"),
        ({"CLIENT_ID": "id"}, "GONGKIT_CLIENT_SECRET"),
        ({"CLIENT_ID": "id", "CLIENT_SECRET": " , "}, "GONGKIT_CLIENT_SECRET"),
    ],
)
def test_a_missing_variable_is_named(variables: dict[str, str], missing: str) -> None:
    with pytest.raises(CredentialsError, match=rf"{missing} is not set.*\n.*Integrations") as error:
        oauth_client(settings(**variables), manifest())
    assert "planted" not in str(error.value)


# At a sandbox


@pytest.fixture(scope="module")
def gong() -> Iterator[LocalGong]:
    with running() as found:
        yield found


def configured_at(gong: LocalGong, *, secret: str) -> Settings:
    return settings(APP_URL=gong.url, CLIENT_ID=gong.oauth.client_id, CLIENT_SECRET=secret)


def test_a_client_without_a_manifest_refreshes(gong: LocalGong) -> None:
    secret = gong.oauth.client_secret.reveal()
    grant = gong.grant()
    client = oauth_client(configured_at(gong, secret=f"newer,{secret}"), None)
    renewed = gong.run(client.refresh(grant))
    assert renewed.access_token != grant.access_token
    with pytest.raises(OAuthError):
        gong.run(oauth_client(configured_at(gong, secret="newer"), None).refresh(renewed))


def test_the_sandboxs_companies_are_kept_in_their_regions(gong: LocalGong, folder: Path) -> None:
    northwind, kestrel = gong.grant("northwind"), gong.grant("kestrel")
    host = kestrel.base_url.partition("://")[2]
    configured = settings(APP_URL=gong.url, STORE="sqlite:///us.db", STORE_EU="sqlite:///eu.db")
    given = manifest(default="us", regions={"eu": [host]})
    store = open_installations(configured, given, client_id="app")
    assert store.install("northwind", northwind).region == "us"
    assert store.install("kestrel", kestrel).region == "eu"
    store.close()
    ring = open_keyring(configured)
    for name, company in (("us", "northwind"), ("eu", "kestrel")):
        with closing(SqliteStore(folder / f"{name}.db", ring, client_id="app")) as one:
            assert [each.company for each in one.list()] == [company]
