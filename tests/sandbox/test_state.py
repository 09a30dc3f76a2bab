"""The data file: what is not ours stays untouched, what is written is there after any end."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from gongkit.clock import SYSTEM_CLOCK, ManualClock
from gongkit.errors import SandboxError, UsageError
from gongkit.sandbox.core.companies import load_companies
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.sandbox import Sandbox
from gongkit.sandbox.core.state import VERSION, State, open_state, state_of_image


def foreign_database(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE diary (page TEXT)")
    db.execute("INSERT INTO diary VALUES ('mine')")
    db.commit()
    db.close()


def wal_database(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    db.commit()
    db.close()


def other_version(path: Path) -> None:
    open_state(path).close()
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {VERSION + 1}")
    db.commit()
    db.close()


def other_tables(path: Path) -> None:
    open_state(path).close()
    db = sqlite3.connect(path)
    db.execute("DROP TABLE sessions")
    db.commit()
    db.close()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (foreign_database, "not a sandbox's"),
        (wal_database, "not a sandbox's"),
        (other_version, "another version"),
        (other_tables, "another version"),
        (lambda path: path.write_text("Dear diary, " * 50), "nor any SQLite database"),
        (lambda path: path.write_bytes(b"SQLite format 3\0"), "nor any SQLite database"),
        (lambda path: path.write_bytes(b"\0" * 5000), "nor any SQLite database"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_and_untouched(
    tmp_path: Path, make: Callable[[Path], object], says: str
) -> None:
    path = tmp_path / "data.db"
    make(path)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    with pytest.raises(SandboxError, match=says) as error:
        open_state(path)
    assert str(path) in str(error.value)
    assert "--data" in error.value.hint
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_a_directory_and_an_impossible_place_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="directory"):
        open_state(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(SandboxError, match="cannot be used"):
        open_state(tmp_path / "file" / "sandbox.db")


def test_a_missing_folder_is_made_and_an_empty_file_is_filled(tmp_path: Path) -> None:
    open_state(tmp_path / "a" / "b" / "sandbox.db").close()
    assert (tmp_path / "a" / "b" / "sandbox.db").exists()
    (tmp_path / "empty.db").touch()
    state = open_state(tmp_path / "empty.db")
    assert load_companies(state) == {}
    state.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_its_owner_can_read_the_data(tmp_path: Path) -> None:
    state = open_state(tmp_path / "sandbox.db")
    with state.write():
        state.set_meta("a", "b")
    modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    state.close()
    assert modes == {"sandbox.db": 0o600, "sandbox.db-wal": 0o600}


def test_data_in_use_by_another_is_refused(data: Path) -> None:
    first = open_state(data)
    with pytest.raises(SandboxError, match="in use by another sandbox"):
        open_state(data)
    first.close()
    open_state(data).close()


def test_a_write_is_all_or_nothing(data: Path) -> None:
    state = open_state(data)
    state.memory["worked out"] = 1

    def half() -> None:
        with state.write():
            state.set_meta("a", "1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert state.meta("a") is None
    assert state.memory == {}
    with state.write():
        state.set_meta("a", "2")
    state.close()
    state = open_state(data)
    assert state.meta("a") == "2"
    state.close()


def test_an_image_is_a_whole_state(data: Path) -> None:
    state = open_state(data)
    with state.write():
        state.set_meta("a", "1")
    image = state.image()
    with state.write():
        state.set_meta("a", "2")
    copy = state_of_image(image)
    assert copy.meta("a") == "1"
    state.memory["worked out"] = 1
    state.replace_with(copy)
    assert (state.meta("a"), state.memory) == ("1", {})
    with state.write():
        state.set_meta("b", "3")
    copy.close()
    state.close()
    state = open_state(data)
    assert (state.meta("a"), state.meta("b")) == ("1", "3")
    state.close()


def test_an_image_with_more_in_it_is_refused(data: Path) -> None:
    state = open_state(data)
    state.execute("CREATE TRIGGER sly AFTER INSERT ON meta BEGIN DELETE FROM meta; END")
    with pytest.raises(SandboxError, match="changed by hand"):
        state_of_image(state.image())
    state.close()


# --- what the data was made with


def sandbox(state: State, *, seed: str | None = None, start: str | None = None) -> Sandbox:
    return Sandbox(state, SYSTEM_CLOCK, Hosts("127.0.0.1", 1), seed=seed, start=start)


def test_one_seed_makes_the_same_companies() -> None:
    first, second, other = open_state(None), open_state(None), open_state(None)
    for state, seed in ((first, "1"), (second, "1"), (other, "2")):
        sandbox(state, seed=seed, start="2026-03-01T00:00:00Z")
    ids = [[c.id for c in load_companies(state).values()] for state in (first, second, other)]
    assert ids[0] == ids[1] != ids[2]
    tables = [name for (name,) in first.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert len(tables) > 10
    for table in set(tables) - {"meta"}:
        content = f"SELECT * FROM {table}"
        assert first.rows(content) == second.rows(content), table
    for state in (first, second, other):
        state.close()


def test_data_is_kept_with_the_seed_and_start_it_was_made_with(tmp_path: Path) -> None:
    path, start = tmp_path / "sandbox.db", "2026-03-01T00:00:00Z"
    state = open_state(path)
    sandbox(state, seed="7", start=start)
    state.close()
    state = open_state(path)
    sandbox(state)
    sandbox(state, seed="7", start=start)
    with pytest.raises(SandboxError, match="made with --seed 7, not with 8"):
        sandbox(state, seed="8")
    with pytest.raises(SandboxError, match="made with --now 2026-03-01"):
        sandbox(state, start="2026-03-02T00:00:00Z")
    state.close()
    unnamed = open_state(None)
    sandbox(unnamed)
    with pytest.raises(SandboxError, match="made without --now"):
        sandbox(unnamed, start=start)
    unnamed.close()


def test_time_begins_where_it_was_told_and_goes_on_from_there(tmp_path: Path) -> None:
    clock, path = ManualClock(1_800_000_000), tmp_path / "sandbox.db"
    hosts = Hosts("127.0.0.1", 1)
    state = open_state(path)
    first = Sandbox(state, clock, hosts, start="2030-01-01T00:00:00Z")
    assert first.clock.now() == 1_893_456_000
    first.clock.advance(100)
    state.close()
    clock.advance(5)
    state = open_state(path)
    assert Sandbox(state, clock, hosts).clock.now() == 1_893_456_105
    state.close()


@pytest.mark.parametrize("start", ["0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z", "noon", "2026"])
def test_a_start_that_cannot_be_is_refused(start: str) -> None:
    state = open_state(None)
    with pytest.raises(UsageError):
        sandbox(state, start=start)
    assert load_companies(state) == {}
    state.close()


def test_a_large_transaction_leaves_no_large_log_behind(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.db"
    with closing(open_state(path)) as state:
        for text in ("x" * 40_000_000, "y", "z"):
            with state.write():
                state.set_meta("something", text)
        assert (tmp_path / "sandbox.db-wal").stat().st_size < 20_000_000
