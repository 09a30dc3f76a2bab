"""The clients that an app gives: the right tokens, at the right host, within shared limits."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator

import pytest
from tests.app.installing import Registered
from tests.auth.local_gong import LocalGong

from gongkit.app.gong_app import GongApp
from gongkit.engine.perform import Options
from gongkit.engine.throttle import SharedThrottle
from gongkit.errors import HeldBack, InstallationNotFound
from gongkit.installations.installation import Installation
from gongkit.installations.sqlite import MemoryStore
from gongkit.limits import Limits
from gongkit.redact import Secret


@pytest.fixture
def app(registered: Registered) -> Iterator[GongApp]:
    app = registered.app()
    yield app
    app.close()


@pytest.fixture
def installed(app: GongApp, gong: LocalGong) -> Installation:
    return app.installations.install("acme", gong.grant("northwind"))


def test_each_company_at_its_own_host(app: GongApp, gong: LocalGong) -> None:
    for company in ("northwind", "kestrel"):
        installation = app.installations.install(company, gong.grant(company))
        assert app.client(installation).users.list().first() is not None
    asked = gong.requests("listUsers")
    assert [(each["company"], each["status"]) for each in asked] == [
        ("northwind", 200),
        ("kestrel", 200),
    ]


def test_a_client_by_key_or_by_installation(app: GongApp, installed: Installation) -> None:
    by_key = app.client("acme").users.list().first()
    assert by_key == app.client(installed).users.list().first()


def test_a_company_that_nobody_installed(app: GongApp) -> None:
    with pytest.raises(InstallationNotFound, match="nobody has not installed"):
        app.client("nobody").users.list().first()


@pytest.mark.usefixtures("installed")
def test_a_removed_company(app: GongApp) -> None:
    assert app.remove("acme")
    assert not app.remove("acme")
    with pytest.raises(InstallationNotFound, match="has removed"):
        app.client("acme").users.list().first()


@pytest.mark.usefixtures("installed")
def test_every_event_loop_has_its_connections(app: GongApp) -> None:
    async def ask() -> None:
        first, second = (app.async_client("acme", bulk=bulk) for bulk in (True, False))
        users = [await each.users.list().first() for each in (first, second)]
        assert users[0] == users[1] is not None
        await app._connections.close_async()

    asyncio.run(ask())
    asyncio.run(ask())
    gc.collect()


@pytest.mark.usefixtures("installed")
def test_the_turns_are_kept_by_the_store(registered: Registered, app: GongApp) -> None:
    usual = GongApp(registered.manifest, store=app.installations, oauth=registered.oauth)
    before = app.installations.calls_spent("acme")
    usual.client("acme").users.list().first()
    assert app.installations.calls_spent("acme") == before + 1
    usual.close()


def test_bulk_work_leaves_the_reserve(registered: Registered, gong: LocalGong) -> None:
    store = MemoryStore(client_id=registered.oauth.client_id)
    throttle = SharedThrottle(store, Limits(per_second=None, per_day=10, reserve=0.2))
    app = registered.app(store, options=Options(throttle=throttle))
    store.install("acme", gong.grant())
    bulk, interactive = app.client("acme", bulk=True), app.client("acme")
    for _ in range(8):
        bulk.users.list().first()
    with pytest.raises(HeldBack):
        bulk.users.list().first()
    assert interactive.users.list().first() is not None
    app.close()


@pytest.mark.usefixtures("installed")
def test_credentials_are_made_once(app: GongApp) -> None:
    """They remember that a refresh has failed, and for how long they rest."""
    assert app._clients.credentials("acme") is app._clients.credentials("acme")


def test_a_webhook_url_names_its_company(
    registered: Registered, app: GongApp, installed: Installation, port: int
) -> None:
    url = app.webhook_url("acme")
    base, _, key = url.rpartition("/")
    assert base == f"http://localhost:{port}/gong/webhooks"
    assert url == app.webhook_url(installed)
    assert app.company_of_webhook(Secret(key)) == installed
    assert app.company_of_webhook(Secret("x")) is None
    with pytest.raises(InstallationNotFound):
        app.webhook_url("nobody")

    elsewhere = registered.app(app.installations, url=f"http://localhost:{port}/gong/")
    assert elsewhere.webhook_url("acme") == url
