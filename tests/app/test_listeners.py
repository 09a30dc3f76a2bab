"""What listeners may take, when they are told, and what becomes of one that raises."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from tests.app.installing import Registered, Visit
from tests.auth.local_gong import LocalGong

from gongkit.app.gong_app import GongApp
from gongkit.app.listeners import ARGUMENTS
from gongkit.client._async.gong import AsyncGong
from gongkit.client._sync.gong import Gong
from gongkit.clock import ManualClock
from gongkit.errors import StoreError, UnknownName, UsageError
from gongkit.installations.installation import Installation
from gongkit.installations.sqlite import MemoryStore

Serve = Callable[[GongApp], GongApp]


# Registering


def test_every_argument_of_the_table_is_given(
    registered: Registered, visit: Visit, serve: Serve
) -> None:
    app, told = registered.app(tenant=lambda _: "acme"), Told()

    @app.on_installed
    def hear(  # noqa: PLR0917
        app: GongApp,
        async_client: AsyncGong,
        changed_at: float,
        client: Gong,
        company: str,
        event: str,
        installation: Installation,
        reason: str | None,
        tenant: str | None,
    ) -> None:
        told(**locals())

    serve(app)
    visit.install()

    given = told.wait()
    assert set(given) == set(ARGUMENTS)
    (installation,) = app.installations.list()
    assert given["app"] is app
    assert given["installation"] == installation
    assert (given["company"], given["event"]) == (installation.company, "installed")
    assert (given["tenant"], given["reason"]) == ("acme", None)
    assert given["changed_at"] == installation.updated_at
    assert given["client"].users.list().first() is not None
    assert isinstance(given["async_client"], AsyncGong)


@pytest.mark.parametrize("name", ["installations", "companie", "client_", "kwargs"])
def test_an_unknown_argument(registered: Registered, name: str) -> None:
    app = registered.app()
    with pytest.raises(UnknownName) as caught:
        app.on_installed(eval(f"lambda company, {name}: None"))
    assert caught.value.given == name


def test_the_nearest_is_named(registered: Registered) -> None:
    def listener(instalation: Installation) -> None: ...

    with pytest.raises(UnknownName, match=r"listener named 'instalation'.\nDid you mean 'inst"):
        registered.app().on_removed(listener)


@pytest.mark.parametrize("parameters", ["company, /", "*companies", "**everything"])
def test_a_parameter_that_cannot_be_given_by_name(registered: Registered, parameters: str) -> None:
    with pytest.raises(UsageError, match="cannot be given by name"):
        registered.app().on_installed(eval(f"lambda {parameters}: None"))


def test_a_default_does_not_make_a_name_known(registered: Registered) -> None:
    def listener(company: str, retries: int = 3) -> None: ...

    with pytest.raises(UnknownName, match="retries"):
        registered.app().on_installed(listener)


def test_registering_gives_the_listener_back(registered: Registered) -> None:
    app = registered.app()

    @app.on_removed
    @app.on_installed
    def listener(*, company: str) -> str:
        return company

    assert listener(company="acme") == "acme"


# Telling


class Told:
    """Hears, and lets a test wait for it."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self._some = threading.Semaphore(0)

    def __call__(self, **arguments: Any) -> None:
        self.heard.append({k: v for k, v in arguments.items() if k != "told"})
        self._some.release()

    def wait(self) -> dict[str, Any]:
        assert self._some.acquire(timeout=20)
        return self.heard[-1]

    def until(self, company: str, event: str) -> dict[str, Any]:
        while True:
            for each in self.heard:
                if (each["company"], each["event"]) == (company, event):
                    return each
            self.wait()


def test_sync_and_async_listeners_in_their_order(
    registered: Registered, visit: Visit, serve: Serve
) -> None:
    app, order, told = registered.app(), [], Told()

    @app.on_installed
    def first(company: str) -> None:
        order.append((company, threading.current_thread().name))

    @app.on_installed
    async def second(company: str, async_client: AsyncGong) -> None:
        assert await async_client.users.list().first() is not None
        order.append((company, threading.current_thread().name))

    class Third:
        async def __call__(self, company: str) -> None:
            order.append((company, threading.current_thread().name))
            told()

    app.on_installed(Third())
    serve(app)
    visit.install()

    told.wait()
    (installation,) = app.installations.list()
    assert [company for company, _ in order] == [installation.company] * 3
    thread, loop, also_loop = (name for _, name in order)
    assert thread != loop == also_loop


def test_what_others_do_is_told_too(registered: Registered, serve: Serve) -> None:
    """Another process, or the command line, has changed the store."""
    app, told = registered.app(), Told()
    app.on_installed(partial(_hear, told))
    app.on_needs_reconnect(partial(_hear, told))
    app.on_removed(partial(_hear, told))
    store, grant = app.installations, registered.grant()
    store.install("before the start", grant)

    serve(app)

    told.until("before the start", "installed")
    store.install("acme", grant)
    store.mark_needs_reconnect("acme", 1, "spent", usable_until=None)
    app.remove("before the start")  # which also looks for what others have done
    told.until("before the start", "removed")
    assert told.until("acme", "needs_reconnect")["reason"] == "spent"


def _hear(told: Told, company: str, event: str, reason: str | None) -> None:
    told(company=company, event=event, reason=reason)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def app(registered: Registered, clock: ManualClock) -> GongApp:
    """An app that is not served: a test tells its listeners when it wants."""
    store = MemoryStore(client_id=registered.oauth.client_id, clock=clock)
    return registered.app(store, oauth=replace(registered.oauth, clock=clock))


def _append(heard: list[str], company: str) -> None:
    heard.append(company)


async def tell(app: GongApp) -> None:
    await app._teller.tell_all()
    await app._teller.settled()


async def test_a_listener_that_raises_is_told_again_with_growing_pauses(
    app: GongApp, clock: ManualClock, gong: LocalGong, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[float] = []
    heard: list[str] = []
    app.on_installed(partial(_append, heard))

    @app.on_installed
    def broken(installation: Installation) -> None:
        if installation.company == "acme":
            tries.append(clock.now())
            raise LookupError(f"planted {installation.grant.access_token}")

    grant = gong.grant()
    app.installations.install("acme", grant)
    app.installations.install("other", grant)
    for _ in range(200):
        await tell(app)
        clock.advance(30)

    pauses = [later - earlier for earlier, later in pairwise(tries)]
    # Companies are told side by side: which is first is nobody's promise.
    assert sorted(heard) == ["acme", "other"], "those that have heard it are left in peace"
    assert 4 < len(tries) < 8
    assert pauses == sorted(pauses)
    assert pauses[0] >= 60
    assert pauses[-1] > 8 * pauses[0]
    assert "LookupError: planted" in caplog.text
    assert grant.access_token.reveal() not in caplog.text


async def test_a_listener_that_has_recovered_is_told_once(
    app: GongApp, clock: ManualClock, gong: LocalGong
) -> None:
    outcomes = iter([LookupError("down"), None])
    heard = []

    @app.on_installed
    async def listener(company: str) -> None:
        if error := next(outcomes):
            raise error
        heard.append(company)

    app.installations.install("acme", gong.grant())
    for _ in range(10):
        await tell(app)
        clock.advance(61)
    assert heard == ["acme"]
    assert app.installations.next_change(1) is None


async def test_a_change_without_listeners_counts_as_told(app: GongApp, gong: LocalGong) -> None:
    app.installations.install("acme", gong.grant())
    await tell(app)
    assert app.installations.next_change(1) is None


async def test_changes_of_one_company_are_told_one_after_the_other(
    app: GongApp, gong: LocalGong
) -> None:
    order: list[str] = []
    go_on, other = asyncio.Event(), asyncio.Event()

    @app.on_installed
    async def slow(company: str) -> None:
        order.append(f"{company} begins")
        await go_on.wait()
        order.append(f"{company} ends")

    @app.on_removed
    async def removed(company: str) -> None:
        order.append(f"{company} removed")
        other.set()

    grant = gong.grant()
    app.installations.install("acme", grant)
    await app._teller.tell_all()
    app.installations.remove("acme")
    app.installations.install("other", grant)
    app.installations.remove("other")
    await app._teller.tell_all()
    await other.wait()
    go_on.set()
    await app._teller.settled()
    assert order == ["acme begins", "other removed", "acme ends", "acme removed"]


async def test_a_store_that_fails_is_asked_again(
    app: GongApp,
    gong: LocalGong,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    heard: list[str] = []
    app.on_installed(partial(_append, heard))
    app.installations.install("acme", gong.grant())

    def down(_: float) -> None:
        raise StoreError("away")

    with monkeypatch.context() as patched:
        patched.setattr(app.installations, "next_change", down)
        await tell(app)
    assert "away" in caplog.text
    await tell(app)
    assert heard == ["acme"]
