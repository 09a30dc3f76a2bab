"""Exactly one refresh, counted by the sandbox itself: threads, tasks, processes, crashes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.auth.local_gong import LocalGong
from tests.installations.workers import Workers, stream

from gongkit.auth.keeper import Keeper, KeeperPass
from gongkit.auth.leased_refresh import LOST
from gongkit.auth.oauth import OAuthClient
from gongkit.auth.refresh import InstallationCredentials
from gongkit.client._async.gong import AsyncGong
from gongkit.client._sync.gong import Gong
from gongkit.clock import ManualClock
from gongkit.engine.perform import Options
from gongkit.engine.throttle import LocalThrottle
from gongkit.errors import AnswerLost, NeedsReconnect
from gongkit.http import HttpTransport
from gongkit.installations.installation import Installation
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.sqlite import SqliteStore
from gongkit.limits import UNLIMITED
from gongkit.testing.store_contract import at_once
from gongkit.wire import Request, Response, Transport

KEY = generate_key()
COMPANY = "northwind"
NEIGHBOUR = "kestrel"
DAY = 86_400.0

NOTHING = KeeperPass(0, 0, 0)

MODES = ["rotate", "reuse", "grace", "revoke_family"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "installations.db"


@pytest.fixture
def store(gong: LocalGong, path: Path) -> Iterator[SqliteStore]:
    with closing(SqliteStore(path, Keyring.parse(KEY), client_id="app")) as opened:
        for company in (COMPANY, NEIGHBOUR):
            opened.install(company, gong.grant(company))
        gong.forget_requests()
        yield opened


class Losing(HttpTransport):
    """Loses so many answers of the token endpoint after they have arrived."""

    losses = 0

    def send(self, request: Request) -> Response:
        answer = super().send(request)
        if self.losses and request.url.endswith("/oauth2/generate-customer-token"):
            self.losses -= 1
            raise AnswerLost("The answer was lost.")
        return answer


@pytest.fixture
def transport() -> Iterator[Losing]:
    opened = Losing()
    yield opened
    opened.close()


def options() -> Options:
    return Options(throttle=LocalThrottle(UNLIMITED))


def client(store: SqliteStore, oauth: OAuthClient, transport: Transport) -> Gong:
    credentials = InstallationCredentials(store, oauth, COMPANY)
    return Gong(credentials, options=options(), transport=transport)


def present(store: SqliteStore, company: str = COMPANY) -> Installation:
    found = store.get(company)
    assert found is not None
    return found


def statuses(gong: LocalGong, operation: str) -> list[int]:
    return [each["status"] for each in gong.requests(operation)]


def calling(
    gong: LocalGong, store: SqliteStore, transport: Transport, oauth: OAuthClient | None = None
) -> Callable[[int], str]:
    """Make what a thread does: a client of its own, and one call."""

    def call(number: int) -> str:
        del number
        user = client(store, oauth or gong.oauth, transport).users.list().first()
        assert user is not None
        return str(user.id)

    return call


@pytest.mark.parametrize("mode", MODES)
def test_threads_with_an_expired_token_refresh_it_once(
    gong: LocalGong, store: SqliteStore, transport: Losing, mode: str
) -> None:
    gong.control("PUT", "oauth", refresh=mode)
    neighbour = present(store, NEIGHBOUR)
    for version in range(2, 7):
        gong.advance(DAY + 1)
        users = at_once(calling(gong, store, transport), 8)
        assert len(set(users)) == 1
        assert statuses(gong, "token") == [200]
        assert present(store).version == version
        gong.forget_requests()
    assert present(store, NEIGHBOUR) == neighbour


def test_a_token_is_refreshed_ahead_of_its_end_once_and_no_call_is_refused(
    gong: LocalGong, store: SqliteStore, transport: Losing
) -> None:
    clock = ManualClock(time.time())
    oauth = replace(gong.oauth, clock=clock)
    for _ in range(5):
        gong.advance(0.86 * DAY)
        clock.advance(0.86 * DAY)
        at_once(calling(gong, store, transport, oauth), 8)
        assert statuses(gong, "token") == [200]
        assert statuses(gong, "listUsers") == [200] * 8
        gong.forget_requests()


async def test_tasks_with_an_expired_token_refresh_it_once(
    gong: LocalGong, store: SqliteStore
) -> None:
    credentials = InstallationCredentials(store, gong.oauth, COMPANY)
    async with AsyncGong(credentials, options=options()) as client:
        for _ in range(3):
            gong.advance(DAY + 1)
            await asyncio.gather(*(client.users.list().first() for _ in range(40)))
            assert statuses(gong, "token") == [200]
            gong.forget_requests()


_CALL_IN_ROUNDS = """
    from gongkit.auth.oauth import OAuthClient
    from gongkit.auth.refresh import InstallationCredentials
    from gongkit.client._sync.gong import Gong
    from gongkit.engine.perform import Options
    from gongkit.engine.throttle import LocalThrottle
    from gongkit.limits import UNLIMITED
    from gongkit.http import HttpTransport
    from gongkit.redact import Secret
    from gongkit.testing.store_contract import at_once

    app_url, client_id, client_secret, redirect_uri, company = arguments
    oauth = OAuthClient(
        client_id=client_id, client_secret=Secret(client_secret), redirect_uri=redirect_uri,
        scopes=("api:users:read",), app_url=app_url,
    )
    options = Options(throttle=LocalThrottle(UNLIMITED))
    transport = HttpTransport()
    def call(_):
        credentials = InstallationCredentials(store, oauth, company)
        return Gong(credentials, options=options, transport=transport).users.list().first().id
"""


def arguments(gong: LocalGong) -> tuple[str, ...]:
    oauth = gong.oauth
    secret = oauth.client_secret.reveal()
    return (oauth.app_url, oauth.client_id, secret, oauth.redirect_uri, COMPANY)


def test_processes_with_an_expired_token_refresh_it_once(
    gong: LocalGong, store: SqliteStore, path: Path
) -> None:
    code = f"""{_CALL_IN_ROUNDS}
    for line in sys.stdin:
        print(len(set(at_once(call, 8))), flush=True)
    transport.close()
    store.close()
    """
    workers = Workers(code, 4, f"sqlite:///{path}", KEY, *arguments(gong))
    workers.start()
    for version in range(2, 7):
        gong.advance(DAY + 1)
        for process in workers.processes:
            stream(process.stdin).write("round\n")
            stream(process.stdin).flush()
        for process in workers.processes:
            assert stream(process.stdout).readline() == "1\n"
        assert statuses(gong, "token") == [200]
        assert present(store).version == version
        gong.forget_requests()
    for process in workers.processes:
        process.communicate(timeout=30)
        assert process.returncode == 0


def die_before_commit(gong: LocalGong, path: Path) -> None:
    """Run a process that gets its refresh answered, and dies before it has stored it."""
    code = f"""{_CALL_IN_ROUNDS}
    import os
    send = transport.send
    def dying(request):
        answer = send(request)
        if request.url.endswith("/oauth2/generate-customer-token"):
            os.kill(os.getpid(), 9)
        return answer
    transport.send = dying
    call(0)
    """
    workers = Workers(code, 1, f"sqlite:///{path}", KEY, *arguments(gong))
    workers.start()
    (process,) = workers.processes
    process.communicate(timeout=60)
    assert process.returncode == -9
    assert statuses(gong, "token") == [200]


def later(path: Path) -> closing[SqliteStore]:
    """Open the store at a time when every lease has run out."""
    clock = ManualClock(time.time() + 3600)
    return closing(SqliteStore(path, Keyring.parse(KEY), client_id="app", clock=clock))


@pytest.mark.parametrize("mode", ["rotate", "revoke_family"])
def test_a_crash_before_the_commit_is_told_at_once_and_not_tried_again(
    gong: LocalGong, store: SqliteStore, path: Path, transport: Losing, mode: str
) -> None:
    gong.control("PUT", "oauth", refresh=mode)
    gong.advance(DAY + 1)
    die_before_commit(gong, path)
    with later(path) as after:

        def call(number: int) -> None:
            del number
            with pytest.raises(NeedsReconnect, match=LOST):
                client(after, gong.oauth, transport).users.list().first()

        for _ in range(2):
            at_once(call, 8)
        assert statuses(gong, "token") == [200, 400]
        after.install(COMPANY, gong.grant(COMPANY))
    assert client(store, gong.oauth, transport).users.list().first()


@pytest.mark.parametrize("mode", ["reuse", "grace"])
@pytest.mark.usefixtures("store")
def test_a_crash_before_the_commit_costs_nothing_where_gong_forgives(
    gong: LocalGong, path: Path, transport: Losing, mode: str
) -> None:
    gong.control("PUT", "oauth", refresh=mode)
    gong.advance(DAY + 1)
    die_before_commit(gong, path)
    with later(path) as after:
        assert client(after, gong.oauth, transport).users.list().first()
    assert statuses(gong, "token") == [200, 200]


@pytest.mark.parametrize("mode", MODES)
def test_the_keeper_finds_a_crash_before_the_commit_and_tries_once(
    gong: LocalGong, store: SqliteStore, path: Path, mode: str
) -> None:
    gong.control("PUT", "oauth", refresh=mode)
    gong.advance(DAY + 1)
    die_before_commit(gong, path)
    clock = ManualClock(time.time() + 0.9 * DAY)
    oauth = replace(gong.oauth, clock=clock)

    def passed(opened: SqliteStore) -> KeeperPass:
        keeper = Keeper(opened, partial(InstallationCredentials, opened, oauth), clock)
        return gong.run(keeper.pass_once())

    forgives = mode in {"reuse", "grace"}
    assert passed(store) == KeeperPass(refreshed=1, failed=0, skipped=1)
    with later(path) as after:
        found = KeeperPass(refreshed=forgives, failed=not forgives, skipped=0)
        assert [passed(after) for _ in range(3)] == [found, NOTHING, NOTHING]
    assert statuses(gong, "token") == [200, 200, 200 if forgives else 400]
    found_now = present(store)
    assert found_now.status == ("active" if forgives else "needs_reconnect")
    assert found_now.reason == (None if forgives else LOST)


@pytest.mark.parametrize("mode", MODES)
def test_a_lost_answer_is_asked_for_once_more(
    gong: LocalGong, store: SqliteStore, transport: Losing, mode: str
) -> None:
    gong.control("PUT", "oauth", refresh=mode)
    gong.advance(DAY + 1)
    transport.losses = 1
    asking: Any = client(store, gong.oauth, transport).users.list()
    forgives = mode in {"reuse", "grace"}
    if forgives:
        assert asking.first()
        assert present(store).status == "active"
    else:
        with pytest.raises(NeedsReconnect, match=LOST):
            asking.first()
        assert present(store).reason == LOST
    assert statuses(gong, "token") == [200, 200 if forgives else 400]


def test_no_planted_token_is_in_the_file_after_all_this(
    gong: LocalGong, store: SqliteStore, path: Path, transport: Losing
) -> None:
    tokens = []
    for _ in range(3):
        grant = present(store).grant
        assert grant.refresh_token
        tokens += [grant.access_token.reveal(), grant.refresh_token.reveal()]
        gong.advance(DAY + 1)
        client(store, gong.oauth, transport).users.list().first()
    content = b"".join(each.read_bytes() for each in path.parent.iterdir())
    assert COMPANY.encode() in content
    assert not any(token.encode() in content for token in tokens)
