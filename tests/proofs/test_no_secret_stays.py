"""Everything that an app writes down, read raw: no secret is in it, whatever has happened."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.app.installing import Registered, Visit, changed, query_of, register
from tests.app.processes import LOG, configured, served
from tests.app.serving import Answer, Browser
from tests.auth.local_gong import LocalGong
from tests.cli.command import COMMAND
from tests.ports import free_port
from tests.postgres import PASSWORD, Postgres

from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.opening import open_store
from gongkit.installations.store import InstallationStore

DAY = 86_400.0

# It logs what its libraries have to say while they are debugged, and the server's accesses.
SITE = """
import logging
from starlette.applications import Starlette
from starlette.routing import Mount
from gongkit import GongApp

logging.basicConfig(level=logging.DEBUG)
gong = GongApp.from_manifest("gong.app.toml")

@gong.on_installed
async def welcome(company, async_client, installation):
    users = await async_client.users.list().all()
    logging.info("%r of %s has %d users", installation, company, len(users))

@gong.on_needs_reconnect
def ask(company, reason):
    logging.info("%s has to install again: %s", company, reason)

application = Starlette(routes=[Mount("/gong", app=gong)], lifespan=gong.lifespan)
"""


class Secrets:
    """What must not be found anywhere."""

    def __init__(self) -> None:
        self.found: set[str] = {PASSWORD}

    def add(self, *secrets: str) -> None:
        self.found.update(secrets)

    def of_store(self, store: InstallationStore) -> None:
        """Take the tokens and webhook keys that are in a store at present."""
        for each in store.list():
            grant = each.grant
            self.add(grant.access_token.reveal(), each.webhook_key.reveal())
            self.add(grant.refresh_token.reveal() if grant.refresh_token else "")

    def of_url(self, url: str) -> str:
        """Take what an authorization's URL carries."""
        query = query_of(url)
        self.add(*(value for name in ("state", "code") for value in query.get(name, [])))
        return url

    def in_bytes(self, content: bytes) -> set[str]:
        return {each for each in self.found if each and each.encode() in content}


class Life:
    """An app's life at two companies, with all that goes wrong in one."""

    def __init__(self, gong: LocalGong, folder: Path, url: str) -> None:
        self.gong, self.folder, self.url, self.key = gong, folder, url, generate_key()
        self.port = free_port()
        self.registered: Registered = register(gong, f"http://localhost:{self.port}/gong/callback")
        self.visit = Visit(
            self.registered, Browser(self.port), f"http://localhost:{self.port}/gong"
        )
        self.secrets = Secrets()
        self.secrets.add(self.registered.oauth.client_secret.reveal(), self.key)
        self.said: list[bytes] = []

    def live(self) -> None:
        settings = {"GONGKIT_STORE": self.url, "GONGKIT_KEY": self.key}
        with (
            served(SITE, self.registered, self.folder, self.port, **settings),
            closing(self.opened()) as store,
        ):
            for company in ("northwind", "kestrel"):
                assert self.come_back(company).status == 200
                self.secrets.of_store(store)
            self.go_wrong()
            self.command("installations", "list", "--json")
            self.command("installations", "export")
            self.command("installations", "refresh", "--all")
            self.secrets.of_store(store)
            self.gong.advance(DAY + 1)  # Gong's 401 says that the token is old
            self.command("api", "listUsers", "--company", self.northwind(store))
            self.secrets.of_store(store)
            self.lose_kestrel(store)
            self.command("installations", "rekey")
            self.command("installations", "remove", self.northwind(store), "--yes")
        self.said.append((self.folder / LOG).read_bytes())
        self.said.append(json.dumps(self.gong.control("GET", "requests")).encode())

    def come_back(self, company: str) -> Answer:
        authorize = self.secrets.of_url(self.visit.begin())
        callback = self.secrets.of_url(self.registered.decide(authorize, company))
        self.secrets.add(*self.visit.browser.cookies["localhost"].values())
        return self.visit.browser.get(callback)

    def go_wrong(self) -> None:
        """Come back with a forged state, a used one, a code that Gong does not know."""
        get = self.visit.browser.get
        callback = self.secrets.of_url(self.registered.decide(self.visit.begin()))
        forged = changed(callback, state="planted-forged-state")
        assert get(self.secrets.of_url(forged)).status == 400
        wrong = changed(callback, code="planted-wrong-code")
        assert get(self.secrets.of_url(wrong)).status == 502
        assert get(callback).status == 400

    def lose_kestrel(self, store: InstallationStore) -> None:
        """Let an answer with kestrel's new tokens be lost."""
        (kestrel,) = (each for each in store.list() if each.base_url.endswith(self.kestrel_port()))
        lost = {"operation": "token", "company": "kestrel", "effect": {"drop": "after"}}
        self.gong.control("POST", "faults", **lost)
        self.command("installations", "refresh", kestrel.company, fails=3)
        self.command("installations", "show", kestrel.company)
        found = store.get(kestrel.company)
        assert found is not None
        assert found.status == "needs_reconnect"

    def kestrel_port(self) -> str:
        companies = self.gong.control("GET", "")["companies"]
        (base_url,) = (each["api_base_url"] for each in companies if each["name"] == "kestrel")
        return str(base_url).rpartition("/")[2]

    def northwind(self, store: InstallationStore) -> str:
        (found,) = (
            each for each in store.list() if not each.base_url.endswith(self.kestrel_port())
        )
        return found.company

    def command(self, *words: str, fails: int = 0) -> None:
        done = subprocess.run(
            [*COMMAND, *words],
            cwd=self.folder,
            env=configured(self.registered, self.folder)
            | {"GONGKIT_STORE": self.url, "GONGKIT_KEY": self.key},
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == fails, done.stderr.decode()
        self.said += [done.stdout, done.stderr]

    def opened(self) -> InstallationStore:
        keyring = Keyring.parse(self.key)
        return open_store(self.url, keyring, client_id=self.registered.oauth.client_id)


@pytest.fixture
def written(request: pytest.FixtureRequest, store_url: str, tmp_path: Path) -> Iterator[Path]:
    """The folder in which the database keeps all its files."""
    if store_url.startswith("sqlite"):
        yield tmp_path
    else:
        server: Postgres = request.getfixturevalue("postgres")
        yield server.folder


def test_no_secret_is_in_the_database_or_any_log(
    gong: LocalGong, store_url: str, written: Path, tmp_path: Path
) -> None:
    app = tmp_path / "app"
    app.mkdir()
    life = Life(gong, app, store_url)
    life.live()
    database = [each.read_bytes() for each in written.rglob("*") if each.is_file()]
    log = (app / LOG).read_text()

    # Without these, there was nothing to find.
    assert len(life.secrets.found) > 20
    assert any(b"needs_reconnect" in content for content in database)
    for shown in ("GET /gong/callback", "generate-customer-token", "GET /gong/install"):
        assert shown in log
    for content in (*database, *life.said):
        assert life.secrets.in_bytes(content) == set()
