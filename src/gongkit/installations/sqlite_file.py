"""The SQLite file under the store: made private, checked before it is used, transactions.

One connection reads and one writes, each under a lock of its own: with write-ahead
logging a reader never waits for a writer, whether in this process or in another.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from gongkit.errors import StoreError

APPLICATION_ID: Final = 0x676F6E67
"""In the file's header: it says that the file is an installation store ("gong")."""

VERSION: Final = 1
"""Of the tables, in the file's header. A file of a newer version is refused, untouched."""

BUSY_SECONDS: Final = 30.0
"""SQLite serves waiting writers in no order: among several processes single waits of 4 s
were measured, so the limit is well above that."""

_TABLES: Final = (
    """CREATE TABLE installations (
        company TEXT PRIMARY KEY, name TEXT, region TEXT, base_url TEXT NOT NULL,
        access_token BLOB, refresh_token BLOB, scopes TEXT NOT NULL,
        issued_at REAL NOT NULL, expires_at REAL, status TEXT NOT NULL, reason TEXT,
        created_at REAL NOT NULL, updated_at REAL NOT NULL, version INTEGER NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE leases (
        company TEXT PRIMARY KEY, holder TEXT, ends_at REAL NOT NULL, in_doubt INTEGER NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE states (
        state TEXT PRIMARY KEY, browser TEXT NOT NULL, company TEXT, scopes TEXT NOT NULL,
        ends_at REAL NOT NULL, used INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID""",
)


class SqliteFile:
    """An open store file. Safe for threads; not to be carried through a fork."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._process = os.getpid()
        self._open = True
        self._reading, self._writing = threading.Lock(), threading.Lock()
        with self._errors_named():
            _make_private(path)
            self._writer = _connect(path)
            try:
                _adopt(self._writer, path)
                self._reader = _connect(path)
            except BaseException:
                self._writer.close()
                raise

    def row(self, sql: str, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """Run a query on the committed data and give its first row."""
        rows = self.rows(sql, values)
        return rows[0] if rows else None

    def rows(self, sql: str, values: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        """Run a query on the committed data."""
        self._check_process()
        with self._errors_named(), self._reading:
            self._check_open()
            return self._reader.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Hold the one write lock of the file; on disk at the end, or undone by an error."""
        self._check_process()
        with self._errors_named(), self._writing:
            self._check_open()
            with _transaction(self._writer):
                yield self._writer

    def close(self) -> None:
        """Close both connections; twice does no harm."""
        self._check_process()
        with self._writing, self._reading:
            self._open = False
            self._reader.close()
            self._writer.close()

    def _check_open(self) -> None:
        if not self._open:
            raise StoreError(f"The installation store {self.path} was closed.")

    def _check_process(self) -> None:
        # Before any lock: a thread that held it at the fork is not there to release it.
        if self._process != os.getpid():
            raise StoreError(
                f"The installation store {self.path} was opened before this process was forked.",
                hint="Open it in each process for itself, after the fork.",
            )

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
            raise
        except (sqlite3.DatabaseError, OSError) as error:
            raise _named(self.path, error) from None


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    try:
        db.execute("BEGIN IMMEDIATE")
        yield
        db.execute("COMMIT")
    except BaseException:
        # SQLite has rolled back by itself after some errors (a full disk).
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _make_private(path: Path) -> None:
    """Make the file, for its owner only; its log files get the same mode from SQLite."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS)
    try:
        db.execute("PRAGMA synchronous = FULL")
    except BaseException:
        db.close()
        raise
    return db


def _adopt(db: sqlite3.Connection, path: Path) -> None:
    """Make the tables in an empty file; refuse any file that is not ours, before a write."""
    if _is_empty(db):
        _log_ahead(db)
        with _transaction(db):
            if _is_empty(db):
                for table in _TABLES:
                    db.execute(table)
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                db.execute(f"PRAGMA user_version = {VERSION}")
    if _header(db, "application_id") != APPLICATION_ID:
        raise StoreError(
            f"{path} is a database, but not an installation store. It was not touched.",
            hint="Name another file.",
        )
    if _header(db, "user_version") != VERSION:
        raise StoreError(
            f"{path} was written by a newer version of gongkit (its tables are version"
            f" {_header(db, 'user_version')}, these are {VERSION}). It was not touched.",
            hint="Update gongkit here, or name another file.",
        )


def _is_empty(db: sqlite3.Connection) -> bool:
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return not (tables or _header(db, "application_id") or _header(db, "user_version"))


def _header(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


def _log_ahead(db: sqlite3.Connection) -> None:
    """Switch the file to write-ahead logging, which stays with it.

    Several processes that do it at once make one another fail at once, without SQLite's
    usual waiting.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


_REASONS: Final = {
    "locked": "another process kept it locked for too long",
    "readonly": "it may not be written",
    "full": "the disk is full",
    "not a database": "it is not an SQLite database",
    "malformed": "it is damaged",
    "unable to open": "it cannot be opened",
}


def _named(path: Path, error: sqlite3.DatabaseError | OSError) -> StoreError:
    said = error.strerror if isinstance(error, OSError) else str(error)
    reason = next((text for part, text in _REASONS.items() if part in str(said)), said)
    return StoreError(
        f"The installation store {path} could not do its work: {reason}.",
        hint="Nothing was half done. Check the file, its folder's rights and the disk's space.",
    )
