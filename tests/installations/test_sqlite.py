"""The SQLite store: the contract, and what is its own: the file, processes, crashes."""

from __future__ import annotations

import logging
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.installations.earlier_versions import make_version_1
from tests.installations.workers import Workers

from gongkit.clock import ManualClock
from gongkit.errors import BaseUrlRefused, KeyringError, StoreError
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.sqlite import SqliteStore
from gongkit.testing.store_contract import (
    ACME,
    OTHER,
    OpenStore,
    SharedStoreContract,
    grant_of,
    present,
    state_of,
)

KEY = generate_key()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "installations.db"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def store(path: Path, clock: ManualClock) -> Iterator[SqliteStore]:
    opened = SqliteStore(path, Keyring.parse(KEY), client_id="app", clock=clock)
    yield opened
    opened.close()


class TestContract(SharedStoreContract):
    @pytest.fixture
    def open_store(self, path: Path, clock: ManualClock) -> Iterator[OpenStore]:
        with ExitStack() as stack:

            def opened(client_id: str, keyring: Keyring) -> SqliteStore:
                store = SqliteStore(path, keyring, client_id=client_id, clock=clock)
                stack.callback(store.close)
                return store

            yield opened


# The file


def test_the_file_and_its_logs_are_its_owner_s_only(path: Path, store: SqliteStore) -> None:
    store.install(ACME, grant_of(ACME))
    files = sorted(path.parent.iterdir())
    assert [each.name.removeprefix(path.name) for each in files] == ["", "-shm", "-wal"]
    assert {each.stat().st_mode & 0o777 for each in files} == {0o600}


def test_no_secret_is_in_the_file_or_its_logs(
    path: Path, store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for number in range(1, 20):
        store.install(ACME, grant_of(ACME, number))
        store.save_state(state_of(number), 600)
    store.consume_state(state_of(3).state, state_of(3).browser)
    webhook_key = present(store).webhook_key
    assert store.of_webhook_key(webhook_key)
    store.remove(ACME)

    def found(what: str) -> bool:
        return any(what.encode() in each.read_bytes() for each in path.parent.iterdir())

    for _ in range(2):
        assert found(ACME)
        assert not found("planted")
        assert not found(webhook_key.reveal())
        store.close()
    assert "planted" not in caplog.text


def test_a_token_copied_to_another_company_does_not_open(path: Path, store: SqliteStore) -> None:
    store.install(ACME, grant_of(ACME))
    store.install(OTHER, grant_of(OTHER))
    tamper(
        path,
        "UPDATE gongkit_installations SET access_token ="
        f" (SELECT access_token FROM gongkit_installations WHERE company = '{ACME}')",
    )
    assert store.get(ACME)
    with pytest.raises(KeyringError, match=f"access_token of {re.escape(OTHER)}"):
        store.get(OTHER)


def test_tokens_swapped_between_columns_do_not_open(path: Path, store: SqliteStore) -> None:
    store.install(ACME, grant_of(ACME))
    tamper(path, "UPDATE gongkit_installations SET access_token = refresh_token")
    with pytest.raises(KeyringError, match="access_token"):
        store.get(ACME)


def test_a_base_url_that_was_changed_in_the_file_is_refused(path: Path, store: SqliteStore) -> None:
    store.install(ACME, grant_of(ACME))
    tamper(path, "UPDATE gongkit_installations SET base_url = 'https://evil.example'")
    with pytest.raises(BaseUrlRefused, match=r"evil\.example"):
        store.get(ACME)


def test_another_key_does_not_read_the_tokens(path: Path, store: SqliteStore) -> None:
    store.install(ACME, grant_of(ACME))
    stranger = SqliteStore(path, Keyring.parse(generate_key()), client_id="app")
    with pytest.raises(KeyringError, match="not in the keyring"):
        stranger.get(ACME)
    stranger.close()


def test_everything_is_there_again_after_a_restart(path: Path, store: SqliteStore) -> None:
    made = store.install(ACME, grant_of(ACME), name="Acme", region="us")
    store.close()
    reopened = SqliteStore(path, Keyring.parse(KEY), client_id="app")
    assert reopened.list() == (made,)
    reopened.close()


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.touch()
    SqliteStore(path, Keyring.parse(KEY), client_id="app").close()
    assert path.stat().st_size > 0


def refusal(path: Path) -> str:
    with pytest.raises(StoreError) as refused:
        SqliteStore(path, Keyring.parse(KEY), client_id="app")
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
    tamper(path, "PRAGMA user_version = 3")
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
    damaged = SqliteStore(path, Keyring.parse(KEY), client_id="app")
    with pytest.raises(StoreError, match="damaged"):
        damaged.list()
    damaged.close()


def test_a_folder_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(tmp_path)
    assert "No such file" in refusal(tmp_path / "missing" / "installations.db")


def test_a_file_that_may_not_be_written_is_named(open_folder: Path) -> None:
    path = open_folder / "installations.db"
    make_version_1(path, KEY)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
    path.chmod(0o444)
    before = path.read_bytes()
    code = """
        import os
        from pathlib import Path
        from gongkit.errors import StoreError
        from gongkit.installations.sqlite import SqliteStore
        if os.geteuid() == 0:  # who may write everything
            os.setgid(65534)
            os.setuid(65534)
        for path in arguments:
            try:
                SqliteStore(Path(path), keyring, client_id="app")
            except StoreError as error:
                print(str(error).splitlines()[0])
    """
    missing = open_folder / "missing.db"
    open_folder.chmod(0o555)
    workers = Workers(code, 1, "memory:", KEY, str(path), str(missing))
    assert workers.outputs()[0].splitlines() == [
        f"The installation store {path} could not do its work: it may not be written.",
        f"The installation store {missing} could not do its work: Permission denied.",
    ]
    assert path.read_bytes() == before


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Make a folder into which every user may look, unlike pytest's."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


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
    hurried = SqliteStore(path, Keyring.parse(KEY), client_id="app")
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
    SqliteStore(path, Keyring.parse(KEY), client_id="app").close()
    blocker.close()


def test_a_store_names_its_file_and_nothing_else(path: Path, store: SqliteStore) -> None:
    assert repr(store) == f"<SqliteStore {path}>"


def tamper(path: Path, sql: str) -> None:
    """Change the file with other means than ours."""
    db = sqlite3.connect(path)
    db.execute(sql)
    db.commit()
    db.close()
