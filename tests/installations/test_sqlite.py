"""The SQLite store: the contract, and what is its own: the file, processes, crashes."""

from __future__ import annotations

import re
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.installations.contract import (
    ACME,
    OTHER,
    InstallationStoreContract,
    grant_of,
    present,
    state_of,
)
from tests.installations.workers import Workers, stream

from gongkit.clock import ManualClock
from gongkit.errors import BaseUrlRefused, KeyringError, StoreError
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.sqlite import SqliteStore
from gongkit.installations.store import InstallationStore

KEY = generate_key()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "installations.db"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def store(path: Path, clock: ManualClock) -> Iterator[SqliteStore]:
    opened = SqliteStore(path, Keyring.parse(KEY), clock=clock)
    yield opened
    opened.close()


class TestContract(InstallationStoreContract):
    @pytest.fixture
    def store(self, path: Path, clock: ManualClock) -> Iterator[InstallationStore]:
        opened = SqliteStore(path, Keyring.parse(KEY), clock=clock)
        yield opened
        opened.close()


# Several processes


def test_processes_that_make_the_file_at_once_all_get_a_store(path: Path) -> None:
    code = "store.install(number, grant_of(ACME, int(number)))"
    Workers(code, 6, path, KEY).outputs()
    store = SqliteStore(path, Keyring.parse(KEY))
    assert [each.company for each in store.list()] == list("012345")
    store.close()


def test_of_all_processes_and_threads_one_gets_each_lease(path: Path, store: SqliteStore) -> None:
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
    said = Workers(code, 4, path, KEY).outputs()
    won = sorted(int(version) for each in said for version in each.split())
    assert won == list(range(1, rounds + 1))
    assert present(store).grant == grant_of(ACME, rounds + 1)


def test_of_all_processes_one_gets_each_state(path: Path) -> None:
    real = SqliteStore(path, Keyring.parse(KEY))
    for number in range(40):
        real.save_state(state_of(number), 600)
    code = """
        for each in range(40):
            state = state_of(each)
            if store.consume_state(state.state, state.browser) == state:
                print(each)
    """
    said = Workers(code, 4, path, KEY).outputs()
    assert sorted(int(n) for each in said for n in each.split()) == list(range(40))
    real.close()


def test_a_killed_process_loses_nothing_that_was_acknowledged(path: Path) -> None:
    code = """
        from itertools import count
        for each in count(1):
            store.install(ACME, grant_of(ACME, each))
            print(each, flush=True)
    """
    for _ in range(5):
        workers = Workers(code, 1, path, KEY)
        workers.start()
        (process,) = workers.processes
        for _ in range(20):
            stream(process.stdout).readline()
        process.send_signal(signal.SIGKILL)
        rest = stream(process.stdout).read()
        process.communicate(timeout=60)
        acknowledged = int(rest.split()[-1]) if rest.split() else 20
        store = SqliteStore(path, Keyring.parse(KEY))
        number = int(present(store).grant.access_token.reveal().rpartition("-")[2])
        assert number in {acknowledged, acknowledged + 1}
        assert present(store).grant == grant_of(ACME, number)
        store.close()


def test_a_store_is_not_carried_through_a_fork(path: Path) -> None:
    code = """
        import os, signal
        # As if another thread were reading just now: in the child nobody lets go of it.
        store._file._reading.acquire()
        child = os.fork()
        if child == 0:
            signal.alarm(20)
            try:
                store.get(ACME)
            except Exception as error:
                print(error, flush=True)
            os._exit(0)
        os.waitpid(child, 0)
        store._file._reading.release()
        print(store.get(ACME))
    """
    (said,) = Workers(code, 1, path, KEY).outputs()
    assert "forked" in said
    assert said.endswith("None\n")


# The file


def test_the_file_and_its_logs_are_its_owner_s_only(path: Path, store: SqliteStore) -> None:
    store.install(ACME, grant_of(ACME))
    files = sorted(path.parent.iterdir())
    assert [each.name.removeprefix(path.name) for each in files] == ["", "-shm", "-wal"]
    assert {each.stat().st_mode & 0o777 for each in files} == {0o600}


def test_no_token_is_in_the_file_or_its_logs(path: Path, store: SqliteStore) -> None:
    for number in range(1, 20):
        store.install(ACME, grant_of(ACME, number))
        store.save_state(state_of(number), 600)
    store.consume_state(state_of(3).state, state_of(3).browser)
    store.remove(ACME)

    def content() -> bytes:
        return b"".join(each.read_bytes() for each in sorted(path.parent.iterdir()))

    assert ACME.encode() in content()
    assert b"planted" not in content()
    store.close()
    assert ACME.encode() in content()
    assert b"planted" not in content()


def test_a_token_copied_to_another_company_does_not_open(path: Path, store: SqliteStore) -> None:
    store.install(ACME, grant_of(ACME))
    store.install(OTHER, grant_of(OTHER))
    tamper(
        path,
        "UPDATE installations SET access_token ="
        f" (SELECT access_token FROM installations WHERE company = '{ACME}')",
    )
    assert store.get(ACME)
    with pytest.raises(KeyringError, match=f"access_token of {re.escape(OTHER)}"):
        store.get(OTHER)


def test_tokens_swapped_between_columns_do_not_open(path: Path, store: SqliteStore) -> None:
    store.install(ACME, grant_of(ACME))
    tamper(path, "UPDATE installations SET access_token = refresh_token")
    with pytest.raises(KeyringError, match="access_token"):
        store.get(ACME)


def test_a_base_url_that_was_changed_in_the_file_is_refused(path: Path, store: SqliteStore) -> None:
    store.install(ACME, grant_of(ACME))
    tamper(path, "UPDATE installations SET base_url = 'https://evil.example'")
    with pytest.raises(BaseUrlRefused, match=r"evil\.example"):
        store.get(ACME)


def test_another_key_does_not_read_the_tokens(path: Path, store: SqliteStore) -> None:
    store.install(ACME, grant_of(ACME))
    stranger = SqliteStore(path, Keyring.parse(generate_key()))
    with pytest.raises(KeyringError, match="not in the keyring"):
        stranger.get(ACME)
    stranger.close()


def test_everything_is_there_again_after_a_restart(path: Path, store: SqliteStore) -> None:
    made = store.install(ACME, grant_of(ACME), name="Acme", region="us")
    store.close()
    reopened = SqliteStore(path, Keyring.parse(KEY))
    assert reopened.list() == (made,)
    reopened.close()


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.touch()
    SqliteStore(path, Keyring.parse(KEY)).close()
    assert path.stat().st_size > 0


def refusal(path: Path) -> str:
    with pytest.raises(StoreError) as refused:
        SqliteStore(path, Keyring.parse(KEY))
    assert str(path) in str(refused.value)
    return str(refused.value)


def test_another_program_s_database_is_refused_untouched(path: Path) -> None:
    tamper(path, "CREATE TABLE orders (id)")
    before = path.read_bytes()
    assert "not an installation store" in refusal(path)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_file_of_a_newer_version_is_refused_untouched(path: Path, store: SqliteStore) -> None:
    store.close()
    tamper(path, "PRAGMA user_version = 2")
    before = path.read_bytes()
    assert "newer version" in refusal(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_untouched(path: Path) -> None:
    path.write_text("These are my notes, and they are long enough to have a header. " * 50)
    before = path.read_bytes()
    assert "not an SQLite database" in refusal(path)
    assert path.read_bytes() == before


def test_a_damaged_file_is_named(path: Path, store: SqliteStore) -> None:
    for number in range(200):
        store.install(f"company-{number}", grant_of(ACME, number))
    store.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    damaged = SqliteStore(path, Keyring.parse(KEY))
    with pytest.raises(StoreError, match="damaged"):
        damaged.list()
    damaged.close()


def test_a_folder_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(tmp_path)
    assert "No such file" in refusal(tmp_path / "missing" / "installations.db")


def test_a_full_disk_loses_nothing_that_was_there(store: SqliteStore) -> None:
    made = store.install(ACME, grant_of(ACME))
    pages = store._file._writer.execute("PRAGMA page_count").fetchone()[0]
    store._file._writer.execute(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        for number in range(1000):
            store.install(f"company-{number}", grant_of(ACME, number))

    with pytest.raises(StoreError, match="disk is full"):
        fill()
    assert store.get(ACME) == made
    assert store.commit_refresh(ACME, 1, grant_of(ACME, 2))
    assert present(store).version == 2


def test_a_file_that_stays_locked_is_named(
    path: Path, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.install(ACME, grant_of(ACME))
    store.close()
    monkeypatch.setattr("gongkit.installations.sqlite_file.BUSY_SECONDS", 0.05)
    hurried = SqliteStore(path, Keyring.parse(KEY))
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        hurried.install(ACME, grant_of(ACME, 2))
    assert present(hurried).version == 1
    blocker.execute("ROLLBACK")
    blocker.close()
    assert hurried.install(ACME, grant_of(ACME, 2)).version == 2
    hurried.close()


def test_a_file_that_is_locked_while_it_is_made_is_waited_for(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")

    class Time:
        monotonic = staticmethod(time.monotonic)

        @staticmethod
        def sleep(_: float) -> None:
            blocker.execute("ROLLBACK")

    monkeypatch.setattr("gongkit.installations.sqlite_file.time", Time)
    SqliteStore(path, Keyring.parse(KEY)).close()
    blocker.close()


def test_a_store_names_its_file_and_nothing_else(path: Path, store: SqliteStore) -> None:
    assert repr(store) == f"<SqliteStore {path}>"


def tamper(path: Path, sql: str) -> None:
    """Change the file with other means than ours."""
    db = sqlite3.connect(path)
    db.execute(sql)
    db.commit()
    db.close()
