"""What one would write by hand in place of a store: the same steps on one connection.

Nothing is encrypted, shared by threads, or checked.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from pathlib import Path

import psycopg

COMPANY = "us-1.api.gong.io"


READ = "SELECT version, tokens, ends_at FROM installations WHERE company = {}"
FIND = "SELECT holder, ends_at FROM leases WHERE company = {}"
TAKE = (
    "INSERT INTO leases VALUES ({}, 'bench', 60)"
    " ON CONFLICT (company) DO UPDATE SET holder = excluded.holder, ends_at = excluded.ends_at"
)
DROP = "DELETE FROM leases WHERE company = {}"
STORE = "UPDATE installations SET tokens = {}, version = version + 1 WHERE company = {}"
TURN = "SELECT next_free, paused_until, by_hour FROM turns WHERE company = {}"
KEEP = "UPDATE turns SET next_free = next_free + 1, by_hour = {} WHERE company = {}"
TABLES = (
    "CREATE TABLE installations (company {0} PRIMARY KEY, version int, tokens {0}, ends_at {1})",
    "CREATE TABLE leases (company {0} PRIMARY KEY, holder {0}, ends_at {1})",
    "CREATE TABLE turns (company {0} PRIMARY KEY, next_free {1}, paused_until {1}, by_hour {0})",
)
TOKENS = "t" * 240


class Bare(ABC):
    """A database with one installation and one company's turn."""

    for_update = ""

    def refresh(self) -> None:
        self._run(READ, COMPANY)
        self._take_lease()
        self._transaction((STORE, TOKENS, COMPANY), (DROP, COMPANY))

    def lease(self) -> None:
        self._run(READ, COMPANY)
        self._take_lease()
        self._transaction((DROP, COMPANY))

    def turn(self) -> None:
        steps = ((TURN + self.for_update, COMPANY), (KEEP, "{}", COMPANY))
        self._transaction(*steps, durable=False)

    @abstractmethod
    def close(self) -> None: ...

    def _take_lease(self) -> None:
        self._transaction((READ + self.for_update, COMPANY), (FIND, COMPANY), (TAKE, COMPANY))

    @abstractmethod
    def _run(self, sql: str, *values: str) -> None: ...

    @abstractmethod
    def _transaction(self, *steps: tuple[str, ...], durable: bool = True) -> None: ...


class BareSqlite(Bare):
    """On the `sqlite3` module."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        for table in TABLES:
            self._db.execute(table.format("TEXT", "REAL"))
        self._db.execute("INSERT INTO installations VALUES (?, 1, ?, 0)", (COMPANY, TOKENS))
        self._db.execute("INSERT INTO turns VALUES (?, 0, 0, '{}')", (COMPANY,))

    def close(self) -> None:
        self._db.close()

    def _run(self, sql: str, *values: str) -> None:
        self._db.execute(sql.replace("{}", "?"), values).fetchall()

    def _transaction(self, *steps: tuple[str, ...], durable: bool = True) -> None:
        self._db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        self._db.execute("BEGIN IMMEDIATE")
        for step in steps:
            self._run(*step)
        self._db.execute("COMMIT")


class BarePostgres(Bare):
    """On psycopg, with prepared statements as it makes them by itself."""

    for_update = " FOR UPDATE"

    def __init__(self, dsn: str) -> None:
        self._db = psycopg.connect(dsn, autocommit=True)
        for table in TABLES:
            self._db.execute(table.format("text", "float8").encode())
        self._db.execute("INSERT INTO installations VALUES (%s, 1, %s, 0)", (COMPANY, TOKENS))
        self._db.execute("INSERT INTO turns VALUES (%s, 0, 0, '{}')", (COMPANY,))

    def close(self) -> None:
        self._db.close()

    def _run(self, sql: str, *values: str) -> None:
        self._db.execute(sql.replace("{}", "%s").encode(), values)

    def _transaction(self, *steps: tuple[str, ...], durable: bool = True) -> None:
        with self._db.transaction():
            if not durable:
                self._db.execute("SET LOCAL synchronous_commit = off")
            for step in steps:
                self._run(*step)
