"""The SQLite file under a store: made private, checked before it is used, transactions.

One connection reads and one writes, each under a lock of its own: with write-ahead
logging a reader never waits for a writer, whether in this process or in another.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from gongkit.clock import Clock
from gongkit.errors import StoreError
from gongkit.installations.database import Row, Values
from gongkit.installations.sqlite_schema import VERSION

APPLICATION_ID: Final = 0x676F6E67
"""In the file's header: it says that the file is an installation store ("gong")."""

BUSY_SECONDS: Final = 30.0
"""SQLite serves waiting writers in no order: among several processes single waits of 4 s
were measured, so the limit is well above that."""

Migrate = Callable[[sqlite3.Connection, int], None]
"""Brings the tables from this version to the newest one."""


class SqliteFile:
    """An open store file. Safe for threads; not to be carried through a fork.

    Without a path it is in memory, and gone at the end.
    """

    for_update = ""
    """A transaction holds the whole file: there is nobody to keep off."""

    def __init__(self, path: Path | None, migrate: Migrate, clock: Clock) -> None:
        self.path = path
        self._name = "in memory" if path is None else str(path)
        self._clock, self._process, self._open = clock, os.getpid(), True
        self._reading, self._writing = threading.Lock(), threading.Lock()
        with self._errors_named():
            if path is not None:
                _make_private(path)
            self._writer = _connect(path)
            try:
                _adopt(self._writer, self._name, migrate)
                self._reader = self._writer if path is None else _connect(path)
            except BaseException:
                self._writer.close()
                raise
        if path is None:
            self._reading = self._writing

    def rows(self, sql: str, values: Values) -> Sequence[Row]:
        """Run a query on the committed data."""
        self._check_process()
        with self._errors_named(), self._reading:
            self._check_open()
            return _Statements(self._reader, self._clock).rows(sql, values)

    @contextmanager
    def transaction(self, *, durable: bool = True) -> Iterator[_Statements]:
        """Hold the one write lock of the file; undone by an error.

        What is not durable costs no waiting for the disk.
        """
        self._check_process()
        with self._errors_named(), self._writing:
            self._check_open()
            self._writer.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            with _transaction(self._writer):
                yield _Statements(self._writer, self._clock)

    def close(self) -> None:
        """Close both connections; twice does no harm."""
        self._check_process()
        with self._writing:
            self._open = False
            self._writer.close()
        with self._reading:
            self._reader.close()

    def _check_open(self) -> None:
        if not self._open:
            raise StoreError(f"The installation store {self._name} was closed.")

    def _check_process(self) -> None:
        # Before any lock: a thread that held it at the fork is not there to release it.
        if self._process != os.getpid():
            raise StoreError(
                f"The installation store {self._name} was opened before this process was forked.",
                hint="Open it in each process for itself, after the fork.",
            )

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
            raise
        except sqlite3.DatabaseError as error:
            raise named_error(self._name, str(error)) from None


class _Statements:
    """Runs statements on one connection, with the store's time in them."""

    def __init__(self, db: sqlite3.Connection, clock: Clock) -> None:
        self._db, self._clock = db, clock

    def row(self, sql: str, values: Values) -> Row | None:
        row: Row | None = self._execute(sql, values).fetchone()
        return row

    def rows(self, sql: str, values: Values) -> Sequence[Row]:
        return self._execute(sql, values).fetchall()

    def run(self, sql: str, values: Values) -> int:
        return self._execute(sql, values).rowcount

    def _execute(self, sql: str, values: Values) -> sqlite3.Cursor:
        return self._db.execute(sql, {**values, "now": self._clock.now()})


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
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise named_error(str(path), error.strerror or "") from None


def _connect(path: Path | None) -> sqlite3.Connection:
    return sqlite3.connect(
        path or ":memory:", isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
    )


def _adopt(db: sqlite3.Connection, name: str, migrate: Migrate) -> None:
    """Bring an empty or older file to the newest tables; refuse any that is not ours, untouched."""
    if is_empty(db):
        _log_ahead(db)
    elif header(db, "application_id") != APPLICATION_ID:
        raise foreign(name)
    if header(db, "user_version") < VERSION:
        with _transaction(db):
            # Another process may have been faster.
            found = header(db, "user_version")
            if found < VERSION:
                migrate(db, found)
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                db.execute(f"PRAGMA user_version = {VERSION}")
    if header(db, "user_version") > VERSION:
        raise StoreError(
            f"{name} was written by a newer version of gongkit (its tables are version"
            f" {header(db, 'user_version')}, these are {VERSION}). It was not touched.",
            hint="Update gongkit here, or name another file.",
        )


def foreign(name: str) -> StoreError:
    """Say that a file is somebody else's."""
    return StoreError(
        f"{name} is a database, but not an installation store. It was not touched.",
        hint="Name another file.",
    )


def is_empty(db: sqlite3.Connection) -> bool:
    """Tell whether nothing was ever written to a file."""
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return not (tables or header(db, "application_id") or header(db, "user_version"))


def header(db: sqlite3.Connection, name: str) -> int:
    """Read a number of the file's header."""
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


def named_error(name: str, said: str) -> StoreError:
    """Say in plain words what SQLite could not do."""
    reason = next((text for part, text in _REASONS.items() if part in said), said)
    return StoreError(
        f"The installation store {name} could not do its work: {reason}.",
        hint="Nothing was half done. Check the file, its folder's rights and the disk's space.",
    )
