"""Looking at a store without any key and without changing it: its tables, and whether it writes.

Opening a store makes what is missing and brings older tables to the newest; this does not.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from gongkit.errors import StoreError
from gongkit.installations import sqlite_schema
from gongkit.installations.opening import kind_of_store, sqlite_path
from gongkit.installations.sqlite_file import APPLICATION_ID, foreign, header, is_empty, named_error

_PATIENCE_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a store that is there."""

    version: int
    """That of its tables."""
    newest: int
    """That of the tables which this gongkit makes."""
    not_writable: str
    """Why nothing can be written; empty where it can."""


def look_at_store(url: str) -> Look | None:
    """Look at the store at this URL; None where there is none yet, as always in memory.

    Raises `UnknownName` for a kind of store there is not, `UsageError` for a URL that
    names none, `StoreError` where it cannot be read.
    """
    match kind_of_store(url):
        case "sqlite":
            return _at_sqlite(url)
        case "postgresql":
            return _at_postgres(url)
        case "memory":
            return None


def _at_sqlite(url: str) -> Look | None:
    path = sqlite_path(url)
    if not path.exists():
        return None
    try:
        # Only the mode keeps SQLite from making a file; the name may have any characters.
        address = f"{path.resolve().as_uri()}?mode=rw"
        with closing(_connect(address)) as db:
            if is_empty(db):
                return None
            if header(db, "application_id") != APPLICATION_ID:
                raise foreign(str(path))
            return Look(header(db, "user_version"), sqlite_schema.VERSION, _why_not_written(db))
    except sqlite3.Error as error:
        raise named_error(str(path), str(error)) from None


def _connect(address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=_PATIENCE_SECONDS)


def _why_not_written(db: sqlite3.Connection) -> str:
    try:
        db.execute("BEGIN IMMEDIATE")
        db.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        return str(error)
    return ""


def _at_postgres(url: str) -> Look | None:
    import psycopg

    from gongkit.installations import postgres_schema
    from gongkit.installations.postgres_errors import reason_of
    from gongkit.installations.postgres_pool import read_url, tables_version

    address, name = read_url(url)
    try:
        with psycopg.connect(address, autocommit=True) as connection:
            version = tables_version(connection)
            if not version:
                return None
            may_write = connection.execute(
                "SELECT current_setting('transaction_read_only') = 'off'"
                " AND has_table_privilege('gongkit_installations', 'INSERT')"
                " AND has_table_privilege('gongkit_installations', 'UPDATE')"
            ).fetchone()
            why = "" if may_write == (True,) else "the server or the user's rights do not allow it"
            return Look(version, postgres_schema.VERSION, why)
    except psycopg.Error as error:
        raise StoreError(
            f"The installation store {name} cannot be read: {reason_of(error)}.",
            hint="Check its URL, that the server runs, and the user's rights.",
        ) from None
