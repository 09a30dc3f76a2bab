"""The installation store in one SQLite file, for any number of processes of one machine.

Not for a network file system: SQLite's locks do not work there.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from gongkit.clock import SYSTEM_CLOCK, Clock
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.sql_store import SqlStore
from gongkit.installations.sqlite_file import Migrate, SqliteFile
from gongkit.installations.sqlite_schema import STEPS


class SqliteStore(SqlStore):
    """`InstallationStore` in one file; `keyring` encrypts the tokens in it.

    A missing file is made, readable by its owner only; an older one is brought to the
    newest tables. `clock` says when leases and states end. Raises `StoreError` for a
    file that is no store, or a newer one.
    """

    def __init__(
        self, path: Path, keyring: Keyring, *, client_id: str, clock: Clock = SYSTEM_CLOCK
    ) -> None:
        self._file = SqliteFile(path, _migration(keyring, client_id), clock)
        super().__init__(self._file, keyring, client_id)

    def __repr__(self) -> str:
        return f"<SqliteStore {self._file.path}>"


class MemoryStore(SqlStore):
    """`InstallationStore` that is gone with its process: for tests and trials."""

    def __init__(self, *, client_id: str = "", clock: Clock = SYSTEM_CLOCK) -> None:
        keyring = Keyring.parse(generate_key())
        super().__init__(
            SqliteFile(None, _migration(keyring, client_id), clock), keyring, client_id
        )

    def __repr__(self) -> str:
        return "<MemoryStore>"


def _migration(keyring: Keyring, client_id: str) -> Migrate:
    def migrate(db: sqlite3.Connection, version: int) -> None:
        for step in STEPS[version:]:
            step(db, keyring, client_id)

    return migrate
