"""What runs while the app lives, how it begins, and how it ends."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.app.installing import Registered, Visit
from tests.app.serving import serving
from tests.auth.local_gong import LocalGong

from gongkit.app.gong_app import GongApp
from gongkit.clock import ManualClock, SystemClock
from gongkit.engine.observer import End, Silent
from gongkit.engine.perform import Options
from gongkit.errors import StoreError, UsageError
from gongkit.testing import eventually

Serve = Callable[[GongApp], GongApp]


class Watching(Silent):
    """Lets a test wait for a refresh."""

    def __init__(self) -> None:
        self.begun, self.ended = threading.Event(), threading.Event()

    def refresh_begins(self, company: str) -> End:  # noqa: ARG002
        self.begun.set()
        return lambda _: self.ended.set()


def ageing(registered: Registered, watching: Watching) -> GongApp:
    """Make an app for which a day has nearly passed, so that its tokens are due."""
    clock = ManualClock(SystemClock().now() + 23 * 3600)
    return registered.app(
        oauth=replace(registered.oauth, clock=clock), options=Options(observer=watching)
    )


async def on_thread(work: Callable[..., Any], *given: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(None, work, *given)


async def test_the_keeper_refreshes_what_is_due(registered: Registered) -> None:
    watching = Watching()
    app = ageing(registered, watching)
    app.installations.install("acme", registered.grant())
    async with app.lifespan():
        assert await on_thread(watching.ended.wait, 20)
    installation = app.installations.get("acme")
    assert installation is not None
    assert installation.version == 2


async def test_a_refresh_under_way_is_finished(registered: Registered, gong: LocalGong) -> None:
    watching = Watching()
    app = ageing(registered, watching)
    app.installations.install("acme", registered.grant())
    # Long enough to leave meanwhile, on a busy machine too.
    gong.control("POST", "faults", operation="token", times=1, effect={"delay": 3})
    async with app.lifespan():
        assert await on_thread(watching.begun.wait, 20)
        assert not watching.ended.is_set()
    installation = app.installations.get("acme")
    assert installation is not None
    assert (installation.version, installation.status) == (2, "active")


async def test_one_lifespan_at_a_time_and_again(registered: Registered) -> None:
    app = registered.app()
    async with app.lifespan():
        with pytest.raises(UsageError, match="running already"):
            async with app.lifespan():
                pass
    async with app.lifespan():
        pass


async def test_no_task_stays_behind(registered: Registered) -> None:
    app = registered.app()
    before = asyncio.all_tasks()
    async with app.lifespan():
        assert len(asyncio.all_tasks()) == len(before) + 2
    assert asyncio.all_tasks() == before


def test_an_app_that_is_the_outermost(registered: Registered, port: int) -> None:
    """It handles the lifespan protocol itself; uvicorn would not start otherwise."""
    app, told = registered.app(), threading.Event()
    app.on_installed(told.set)
    app.installations.install("acme", registered.grant())
    with serving(app, port, lifespan="on"):
        assert told.wait(20)


def test_a_keeper_that_fails_is_not_ready(
    registered: Registered, visit: Visit, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, asked = registered.app(), threading.Event()

    def due(*_: object, **__: object) -> tuple[str, ...]:
        asked.set()
        raise StoreError("away")

    monkeypatch.setattr(app.installations, "due", due)
    serve(app)
    assert asked.wait(20)

    def told() -> bool:
        answer = visit.browser.get(f"{visit.url}/ready")
        return (answer.status, json.loads(answer.text)["keeper"]) == (503, "failed")

    # It fails a moment after it was asked.
    assert eventually(told)


def test_a_websocket_is_refused(registered: Registered) -> None:
    from starlette.testclient import TestClient, WebSocketDenialResponse
    from starlette.websockets import WebSocketDisconnect

    client = TestClient(registered.app())
    with pytest.raises((WebSocketDisconnect, WebSocketDenialResponse)):
        client.websocket_connect("/install").__enter__()
