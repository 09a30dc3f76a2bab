"""The sandbox's state: one SQLite database, in memory or in one file.

Everything an answer depends on is in it, so that a copy of it is a snapshot, and a
killed process loses nothing that was answered. Each part of the core keeps its
tables in `schema/<part>.sql`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, Iterable, Iterator
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from gongkit.errors import SandboxError

VERSION = 5
"""Of the tables. A file of another version is refused, never converted."""

_OURS = 0x476F6E67
"""SQLite's application id of our files: "Gong"."""
_SQLITE = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_STATEMENTS_KEPT = 512
_LARGEST_LOG_KEPT = 2**24
"""Bytes: what a large transaction needed beyond this is given back to the disk."""


_IN_FILE = "Name another file with --data, or move this one away."
_IN_IMAGE = "Take a snapshot from a sandbox of this version, and leave it as it is."


AMONG = "IN (SELECT value FROM json_each(?))"
"""The condition that a column is one of the values that `listed` writes."""


def listed(values: Iterable[Any]) -> str:
    """Write values as one, for `AMONG`."""
    return msgspec.json.encode(list(values)).decode()


class State:
    """An open database with the sandbox's tables.

    Reads go through `rows` and `row`; writes happen inside `with state.write():`,
    which is one transaction: all of it or nothing, on disk when it ends. `memory`
    is for what was worked out from the tables and is costly to work out again; it
    is emptied when the whole database is replaced or a transaction is undone.
    `version` rises whenever something may have been written.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self.memory: dict[Hashable, Any] = {}
        self.version = 0

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a query and give all its rows."""
        return self._db.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        """Run a query and give its first row, if it has one."""
        found: tuple[Any, ...] | None = self._db.execute(sql, values).fetchone()
        return found

    def execute(self, sql: str, *values: Any) -> int:
        """Run a statement; give the number of rows it changed."""
        return self._db.execute(sql, values).rowcount

    def execute_many(self, sql: str, values: Iterable[tuple[Any, ...]]) -> None:
        """Run a statement for each tuple of values."""
        self._db.executemany(sql, values)

    @contextmanager
    def write(self) -> Iterator[None]:
        """Make a transaction of what happens inside; undo it all if an error leaves it."""
        self._db.execute("BEGIN IMMEDIATE")
        self.version += 1
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            self.memory.clear()
            raise
        self._db.execute("COMMIT")

    def meta(self, key: str) -> str | None:
        """Read one of the database's own settings."""
        found = self.row("SELECT value FROM meta WHERE key = ?", key)
        return None if found is None else str(found[0])

    def set_meta(self, key: str, value: str) -> None:
        """Write one of the database's own settings."""
        self.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", key, value)

    def image(self) -> bytes:
        """Copy the whole database, as the bytes of an SQLite file."""
        image = bytearray(self._db.serialize())
        image[18:20] = b"\x01\x01"  # not in WAL mode, which an image cannot be
        return bytes(image)

    def replace_with(self, other: State) -> None:
        """Take over another state's whole content: all of it or, if it fails, nothing."""
        other._db.backup(self._db)
        self.memory.clear()
        self.version += 1

    def close(self) -> None:
        """Close the database."""
        self._db.close()


def open_state(path: Path | None) -> State:
    """Open the file (made where it is missing), or a new database in memory for None."""
    if path is None:
        return State(_memory_with_tables())
    _check_file(path)
    try:
        db = _connect(str(path))
        try:
            _prepare_file(db, path)
        except BaseException:
            db.close()
            raise
    except sqlite3.Error as error:
        raise _refusal(path, error) from None
    return State(db)


def state_of_image(image: bytes) -> State:
    """Open a copy of a database from `State.image`; raise SandboxError for anything else."""
    source = "The snapshot's database"
    _check_header(image[:_HEADER_BYTES], source, _IN_IMAGE)
    db = _connect(":memory:")
    try:
        db.deserialize(image)
        sound = db.execute("PRAGMA quick_check").fetchone() == ("ok",)
    except sqlite3.Error:
        sound = False
    if not sound or not _has_our_tables(db):
        db.close()
        raise _not_ours(source, "is damaged, or was changed by hand", _IN_IMAGE)
    db.execute("PRAGMA foreign_keys = ON")
    return State(db)


def _connect(target: str) -> sqlite3.Connection:
    return sqlite3.connect(
        target,
        isolation_level=None,
        check_same_thread=False,
        timeout=0,
        cached_statements=_STATEMENTS_KEPT,
    )


def _check_file(path: Path) -> None:
    """Look at the file's first bytes, so that nothing touches what is not ours; make a new one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            # It holds secrets. SQLite gives the files beside it the same mode.
            path.touch(mode=0o600)
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError as error:
        raise _not_ours(str(path), f"cannot be used as data: {error.strerror}", _IN_FILE) from None
    if header:
        _check_header(header, str(path), _IN_FILE)


def _check_header(header: bytes, source: str, hint: str) -> None:
    if not header.startswith(_SQLITE) or len(header) < _HEADER_BYTES:
        raise _not_ours(source, "is not a sandbox's data, nor any SQLite database", hint)
    version = int.from_bytes(header[60:64], "big")
    if int.from_bytes(header[68:72], "big") != _OURS:
        raise _not_ours(source, "is a database, but not a sandbox's", hint)
    if version != VERSION:
        numbers = f"its tables are version {version}, these are {VERSION}"
        raise _not_ours(source, f"was written by another version of the sandbox ({numbers})", hint)


def _prepare_file(db: sqlite3.Connection, path: Path) -> None:
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("BEGIN EXCLUSIVE")
    if not db.execute("SELECT name FROM sqlite_master").fetchone():
        _create_tables(db)
    elif not _has_our_tables(db):
        reason = "was written by another version of the sandbox (its tables differ)"
        raise _not_ours(str(path), reason, _IN_FILE)
    db.execute("COMMIT")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute(f"PRAGMA journal_size_limit = {_LARGEST_LOG_KEPT}")


def _memory_with_tables() -> sqlite3.Connection:
    db = _connect(":memory:")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("BEGIN")
    _create_tables(db)
    db.execute("COMMIT")
    return db


def _create_tables(db: sqlite3.Connection) -> None:
    folder = resources.files("gongkit.sandbox.core") / "schema"
    db.execute(f"PRAGMA application_id = {_OURS}")
    db.execute(f"PRAGMA user_version = {VERSION}")
    db.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    for part in sorted(folder.iterdir(), key=lambda part: part.name):
        if part.name.endswith(".sql"):
            for statement in part.read_text("utf-8").split(";\n"):
                db.execute(statement)


def _has_our_tables(db: sqlite3.Connection) -> bool:
    with closing(_memory_with_tables()) as ours:
        return _tables(db) == _tables(ours)


def _tables(db: sqlite3.Connection) -> set[tuple[Any, ...]]:
    return set(
        db.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    )


def _refusal(path: Path, error: sqlite3.Error) -> SandboxError:
    if "locked" in str(error):
        return SandboxError(
            f"{path} is in use by another sandbox.",
            hint="Stop that one first, or name another file with --data.",
        )
    return _not_ours(str(path), f"cannot be used as data: {error}", _IN_FILE)


def _not_ours(source: str, reason: str, hint: str) -> SandboxError:
    return SandboxError(f"{source} {reason}. It was not touched.", hint=hint)
