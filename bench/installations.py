"""The installation stores against bare SQL, and an app's client against a plain HTTP call."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import httpx2
from bench.bare_sql import COMPANY, Bare, BarePostgres, BareSqlite
from bench.measure import Report, compare
from bench.oauth import REDIRECT, SCOPES, authorize, manifest
from bench.processes import control, sandbox
from tests.postgres import running_postgres

from gongkit import UNLIMITED, Limits, Options, Secret, SharedThrottle
from gongkit.app.gong_app import GongApp
from gongkit.auth.oauth import OAuthClient
from gongkit.auth.refresh import InstallationCredentials
from gongkit.client import run
from gongkit.clock import ManualClock
from gongkit.http import HttpTransport
from gongkit.installations.installation import Installation, TokenGrant
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.opening import open_store
from gongkit.installations.store import InstallationStore
from gongkit.manifest import from_json

LIMITS = Limits(per_second=1_000_000.0, per_day=1_000_000_000)
ANSWER_SECONDS = 0.02
"""Gong's own answers take longer."""
COUNT, CALLS, SLOW_CALLS = 200, 300, 30


def measure() -> list[Report]:
    with (
        sandbox() as found,
        tempfile.TemporaryDirectory() as folder,
        running_postgres(fsync="on", full_page_writes="on") as postgres,
    ):
        places: dict[str, tuple[str, Bare]] = {
            "SQLite": (f"sqlite:///{folder}/installations.db", BareSqlite(Path(folder, "bare.db"))),
            "PostgreSQL": (postgres.create_database(), BarePostgres(postgres.create_database())),
        }
        return [
            report
            for name, (url, bare) in places.items()
            for report in of_store(name, url, bare, found["url"])
        ]


def of_store(name: str, url: str, bare: Bare, app_url: str) -> list[Report]:
    oauth = client(app_url)
    keyring = Keyring.parse(generate_key())
    with closing(open_store(url, keyring, client_id=oauth.client_id)) as store, closing(bare):
        store.install(COMPANY, grant())
        return [
            compare(
                f"A refresh as {name} keeps it: read, leased, stored",
                "refreshes/s",
                {
                    "the store": lambda: rate(partial(kept, store)),
                    "bare SQL": lambda: rate(bare.refresh),
                },
            ),
            compare(
                f"A lease in {name}, taken and given back",
                "leases/s",
                {
                    "the store": lambda: rate(partial(leased, store)),
                    "bare SQL": lambda: rate(bare.lease),
                },
            ),
            compare(
                f"A slot of the throttle in {name}",
                "slots/s",
                {
                    "the store": lambda: rate(partial(slot, store)),
                    "bare SQL": lambda: rate(bare.turn),
                },
            ),
            *at_sandbox(name, store, oauth),
        ]


def at_sandbox(name: str, store: InstallationStore, oauth: OAuthClient) -> list[Report]:
    """Compare what an app does with what it would cost without any store."""
    transport = HttpTransport()
    installed = store.install("northwind", approved(oauth, transport))
    app = GongApp(
        from_json(manifest()),
        store=store,
        oauth=oauth,
        options=Options(throttle=SharedThrottle(store, UNLIMITED)),
        transport=transport,
    )
    with httpx2.Client() as line:

        def called(title: str, count: int, goal: float | None = None) -> Report:
            candidates = {
                "the app's client": lambda: rate(partial(users, app), count),
                "httpx2 and json": lambda: rate(partial(plain, line, installed), count),
            }
            return compare(f"{title} ({name})", "calls/s", candidates, goal=goal)

        at_once = called("app.client(company).users.list()", CALLS)
        slow = {"operation": "listUsers", "times": None, "effect": {"delay": ANSWER_SECONDS}}
        control(oauth.app_url, "POST", "/_sandbox/faults", slow)
        title = f"The same, of a Gong that takes {ANSWER_SECONDS * 1000:.0f} ms to answer"
        later = called(title, SLOW_CALLS, goal=1 / 1.15)
        control(oauth.app_url, "DELETE", "/_sandbox/faults")
    refreshing = Refreshing(store, oauth, transport)
    refreshed = compare(
        f"Refreshes at the sandbox, kept in {name}",
        "refreshes/s",
        {
            "with lease and store": lambda: rate(refreshing.kept),
            "the token requests alone": lambda: rate(refreshing.alone),
        },
    )
    transport.close()
    return [at_once, later, refreshed]


def rate(work: Callable[[], object], count: int = COUNT) -> float:
    started = time.perf_counter()
    for _ in range(count):
        work()
    return count / (time.perf_counter() - started)


def client(app_url: str) -> OAuthClient:
    """Register an integration."""
    registered = control(app_url, "POST", "/_sandbox/integrations", manifest())
    return OAuthClient(
        client_id=registered["client_id"],
        client_secret=Secret(registered["client_secret"]),
        redirect_uri=REDIRECT,
        scopes=tuple(SCOPES),
        app_url=app_url,
    )


def approved(oauth: OAuthClient, transport: HttpTransport) -> TokenGrant:
    code = Secret(authorize(oauth.app_url, oauth.client_id))
    return run(oauth.exchange(code), transport)


def grant(number: int = 0) -> TokenGrant:
    return TokenGrant(
        base_url=f"https://{COMPANY}",
        access_token=Secret(f"{number:064}"),
        refresh_token=Secret(f"{number:064}"),
        scopes=("api:users:read",),
        issued_at=0.0,
        expires_at=86_400.0,
    )


# What the store does


def kept(store: InstallationStore) -> None:
    present = there(store.get(COMPANY))
    if store.try_lease(COMPANY, present.version, "bench", 60) is None:
        raise RuntimeError("the lease was not given")
    if not store.commit_refresh(COMPANY, present.version, grant(present.version)):
        raise RuntimeError("the refresh was not stored")


def leased(store: InstallationStore) -> None:
    lease = store.try_lease(COMPANY, there(store.get(COMPANY)).version, "bench", 60)
    if lease is None:
        raise RuntimeError("the lease was not given")
    store.release_lease(lease, in_doubt=False)


def slot(store: InstallationStore) -> None:
    store.take_slot(COMPANY, LIMITS, bulk=False, patience=0)


def there(found: Installation | None) -> Installation:
    if found is None:
        raise RuntimeError("the installation is gone")
    return found


# At the sandbox


def users(app: GongApp) -> None:
    app.client("northwind").users.list().all()


def plain(line: httpx2.Client, installed: Installation) -> None:
    token = installed.grant.access_token.reveal()
    answer = line.get(
        f"{installed.base_url}/v2/users", headers={"authorization": f"Bearer {token}"}
    )
    answer.raise_for_status()
    answer.json()


class Refreshing:
    """Refreshes one installation again and again, and another one without keeping anything."""

    def __init__(
        self,
        store: InstallationStore,
        oauth: OAuthClient,
        transport: HttpTransport,
    ) -> None:
        self._clock = ManualClock(time.time())
        self._oauth, self._transport = replace(oauth, clock=self._clock), transport
        self._credentials = InstallationCredentials(store, self._oauth, "northwind")
        self._grant = approved(oauth, transport)

    def kept(self) -> None:
        self._clock.advance(86_400)
        if not run(self._credentials.refresh_when_due(), self._transport):
            raise RuntimeError("it was not refreshed")

    def alone(self) -> None:
        self._grant = run(self._oauth.refresh(self._grant), self._transport)
