"""Processes that share a store: whatever they do at once, and whichever of them is killed."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.installations.workers import Workers, stream

from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.opening import open_store
from gongkit.installations.store import InstallationStore
from gongkit.limits import DOCUMENTED
from gongkit.testing.store_contract import ACME, OTHER, grant_of, present, state_of

OLD, NEW = generate_key(), generate_key()
KEY = OLD


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/installations.db"
    dsn: str = request.getfixturevalue("postgres_dsn")
    return dsn


@pytest.fixture
def store(url: str) -> Iterator[InstallationStore]:
    opened = open_store(url, Keyring.parse(KEY), client_id="app")
    yield opened
    opened.close()


def test_processes_that_make_the_tables_at_once_all_get_a_store(url: str) -> None:
    code = "store.install(number, grant_of(ACME, int(number)))"
    Workers(code, 6, url, KEY).outputs()
    store = open_store(url, Keyring.parse(KEY), client_id="app")
    assert [each.company for each in store.list()] == list("012345")
    store.close()


def test_of_all_processes_and_threads_one_gets_each_lease(
    url: str, store: InstallationStore
) -> None:
    store.install(ACME, grant_of(ACME, 1))
    rounds = 10
    code = f"""
        import threading
        won = []
        def work(name):
            version = 1
            while version <= {rounds}:
                present = store.get(ACME)
                if present.version > version:
                    version = present.version
                elif store.try_lease(ACME, version, name, 60):
                    won.append(version)
                    assert store.commit_refresh(ACME, version, grant_of(ACME, version + 1))
        names = [f"{{number}}-{{n}}" for n in range(4)]
        threads = [threading.Thread(target=work, args=(name,)) for name in names]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        print(*won)
    """
    said = Workers(code, 4, url, KEY).outputs()
    won = sorted(int(version) for each in said for version in each.split())
    assert won == list(range(1, rounds + 1))
    assert present(store).grant == grant_of(ACME, rounds + 1)


def test_leases_taken_and_given_back_by_all_are_never_two_s(
    url: str, store: InstallationStore
) -> None:
    """Whoever has the lease writes the marker, and finds it as it was left."""
    store.install(ACME, grant_of(ACME, 1))
    store.install("marker", grant_of(ACME, 1))
    code = """
        for each in range(15):
            while not (lease := store.try_lease(ACME, 1, f"{number}-{each}", 60)):
                pass
            assert not lease.in_doubt
            seen = store.get("marker").version
            assert store.commit_refresh("marker", seen, grant_of(ACME, seen + 1))
            store.release_lease(lease, in_doubt=False)
    """
    Workers(code, 4, url, KEY).outputs()
    assert present(store, "marker").version == 61


def test_of_all_processes_one_gets_each_state(url: str, store: InstallationStore) -> None:
    for number in range(40):
        store.save_state(state_of(number), 600)
    code = """
        for each in range(40):
            state = state_of(each)
            if store.consume_state(state.state, state.browser) == state:
                print(each)
    """
    said = Workers(code, 4, url, KEY).outputs()
    assert sorted(int(n) for each in said for n in each.split()) == list(range(40))


def test_of_all_processes_one_is_told_of_each_change(url: str, store: InstallationStore) -> None:
    for number in range(40):
        store.install(f"company-{number:02}", grant_of(ACME, number))
    code = """
        while change := store.next_change(600):
            print(change.installation.company)
            store.change_told(change)
    """
    said = Workers(code, 4, url, KEY).outputs()
    told = sorted(company for each in said for company in each.split())
    assert told == [each.company for each in store.list()]
    assert store.next_change(600) is None


def test_calls_of_all_processes_are_spaced(url: str, store: InstallationStore) -> None:
    """The moments reserved are those of one queue, though none was made beforehand."""
    code = """
        import threading
        from gongkit.limits import DOCUMENTED
        take = lambda: store.take_slot(ACME, DOCUMENTED, bulk=False, patience=600)
        threads = [threading.Thread(target=take) for _ in range(5)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
    """
    Workers(code, 4, url, KEY).outputs()
    assert store.calls_spent(ACME) == 20
    ahead = store.take_slot(ACME, DOCUMENTED, bulk=False, patience=600).seconds
    # A call may be held for nothing if all processes are idle until its moment has passed.
    assert 10 * DOCUMENTED.spacing < ahead <= 20 * DOCUMENTED.spacing


def test_a_killed_process_loses_nothing_that_was_acknowledged(url: str) -> None:
    code = """
        from itertools import count
        for each in count(1):
            store.install(ACME, grant_of(ACME, each))
            print(each, flush=True)
    """
    for _ in range(4):
        workers = Workers(code, 1, url, KEY)
        workers.start()
        (process,) = workers.processes
        for _ in range(20):
            stream(process.stdout).readline()
        process.send_signal(signal.SIGKILL)
        rest = stream(process.stdout).read()
        process.communicate(timeout=60)
        acknowledged = int(rest.split()[-1]) if rest.split() else 20
        store = open_store(url, Keyring.parse(KEY), client_id="app")
        number = int(present(store).grant.access_token.reveal().rpartition("-")[2])
        assert number in {acknowledged, acknowledged + 1}
        assert present(store).grant == grant_of(ACME, number)
        store.close()


def test_a_store_is_not_carried_through_a_fork(url: str) -> None:
    code = """
        import os, signal
        # As if another thread were using it just now: in the child nobody lets go of it.
        lock = store._pool._pool._lock if hasattr(store, "_pool") else store._file._reading
        lock.acquire()
        child = os.fork()
        if child == 0:
            signal.alarm(20)
            try:
                store.get(ACME)
            except Exception as error:
                print(error, flush=True)
            os._exit(0)
        os.waitpid(child, 0)
        lock.release()
        print(store.get(ACME))
        store.close()
    """
    (said,) = Workers(code, 1, url, KEY).outputs()
    assert "forked" in said
    assert said.endswith("None\n")


def test_keys_are_rotated_while_the_app_runs(url: str, store: InstallationStore) -> None:
    """A worker with both keys reads and refreshes from the first step to the last."""
    for number in range(30):
        store.install(f"company-{number:02}", grant_of(OTHER, number))
    store.install(ACME, grant_of(ACME, 1))
    code = """
        version = 1
        print("refreshing", flush=True)
        import select, sys
        while not select.select([sys.stdin], [], [], 0)[0]:
            assert store.commit_refresh(ACME, version, grant_of(ACME, version + 1))
            version += 1
            assert store.get(ACME).grant == grant_of(ACME, version)
            assert len(store.list()) == 31
        print(version)
    """
    workers = Workers(code, 1, url, f"{NEW},{OLD}")
    workers.start()
    (app,) = workers.processes
    assert stream(app.stdout).readline() == "refreshing\n"
    mover = open_store(url, Keyring.parse(f"{NEW},{OLD}"), client_id="app")
    moved = 0
    while count := mover.rekey(4):
        moved += count
    mover.close()
    assert moved in {30, 31}, "the row that is refreshed may have moved by that"
    said, _ = app.communicate("stop\n", timeout=60)
    assert app.returncode == 0
    after = open_store(url, Keyring.parse(NEW), client_id="app")
    assert len(after.list()) == 31
    assert present(after).grant == grant_of(ACME, int(said))
    after.close()
