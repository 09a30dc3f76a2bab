"""A task that is cancelled in the middle of a refresh does not cost the installation."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import anyio
import pytest
from tests.auth.by_hand import tokens
from tests.auth.test_oauth import CLIENT, GRANT

from gongkit.auth.refresh import InstallationCredentials
from gongkit.client._async.gong import AsyncGong
from gongkit.clock import SYSTEM_CLOCK
from gongkit.engine.perform import Options
from gongkit.engine.throttle import LocalThrottle
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.sqlite import SqliteStore
from gongkit.limits import UNLIMITED
from gongkit.redact import Secret
from gongkit.wire import Request, Response

COMPANY = "us-1.api.gong.io"


class Slow:
    """A Gong whose token endpoint answers when it is told to, and whose API never does."""

    def __init__(self) -> None:
        self.asked, self.may_answer = asyncio.Event(), asyncio.Event()

    async def open_async(self) -> None: ...

    async def send_async(self, request: Request) -> Response:
        if not request.url.endswith("/oauth2/generate-customer-token"):
            await asyncio.Event().wait()
        self.asked.set()
        await self.may_answer.wait()
        return tokens(1)

    async def close_async(self) -> None: ...


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    keyring = Keyring.parse(generate_key())
    with closing(SqliteStore(tmp_path / "installations.db", keyring, client_id="app")) as opened:
        opened.install(COMPANY, GRANT)
        yield opened


def client(store: SqliteStore, transport: Slow) -> AsyncGong:
    oauth = replace(CLIENT, clock=SYSTEM_CLOCK)
    credentials = InstallationCredentials(store, oauth, COMPANY)
    options = Options(throttle=LocalThrottle(UNLIMITED))
    return AsyncGong(credentials, options=options, transport=transport)


def refreshed(store: SqliteStore) -> bool:
    found = store.get(COMPANY)
    assert found is not None
    return found.grant.refresh_token == Secret("planted-refresh-1")


async def test_a_cancelled_task_stores_the_refresh_first(store: SqliteStore) -> None:
    transport = Slow()
    task = asyncio.ensure_future(client(store, transport).users.list().first())
    await transport.asked.wait()
    task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    transport.may_answer.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert refreshed(store)


async def test_a_cancelled_scope_waits_for_the_refresh(store: SqliteStore) -> None:
    transport = Slow()

    async def cancel(scope: anyio.CancelScope) -> None:
        await transport.asked.wait()
        scope.cancel()
        asyncio.get_running_loop().call_later(0.01, transport.may_answer.set)

    async with anyio.create_task_group() as group:
        group.start_soon(cancel, group.cancel_scope)
        await client(store, transport).users.list().first()
    assert refreshed(store)
