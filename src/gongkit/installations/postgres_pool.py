"""The PostgreSQL database under a store: a pool of connections, its tables, transactions.

A connection that broke while nobody used it is replaced before its next use, so that a
server's restart costs nobody an error. What had begun when a connection broke is not
repeated here, for it may have been done.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout

from gongkit.clock import Clock
from gongkit.errors import StoreError, UsageError
from gongkit.installations.database import Row, Values
from gongkit.installations.postgres_errors import reason_of
from gongkit.installations.postgres_schema import STEPS, VERSION

Connection = psycopg.Connection[Row]

CONNECTIONS: Final = 8
"""The most that one process opens."""

PATIENCE_SECONDS: Final = 10
"""How long a connection, and a lock in the database, are waited for."""

IDLE_SECONDS: Final = 5
"""How long a transaction may stand still: less than others wait for its locks."""

_NETWORK: Final = {
    "connect_timeout": PATIENCE_SECONDS,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
"""A server that vanished is noticed within half a minute, unless the URL says otherwise."""

_MIGRATION_LOCK: Final = 0x676F6E67
_SERVER_TIME: Final = "extract(epoch FROM clock_timestamp())::float8"
_NAME: Final = re.compile(r"(?<!:):([a-z_]+)")


class PostgresPool:
    """An open database. Safe for threads; not to be carried through a fork."""

    for_update = " FOR UPDATE"

    def __init__(self, url: str, clock: Clock | None) -> None:
        self._address, self.name = read_url(url)
        self._clock, self._process = clock, os.getpid()
        with self._errors_named(), self._connect() as connection:
            _adopt(connection, self.name)
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            self._address,
            min_size=1,
            max_size=CONNECTIONS,
            timeout=PATIENCE_SECONDS,
            # It gives up as soon as whoever waits does, and the next one begins anew.
            reconnect_timeout=PATIENCE_SECONDS,
            check=ConnectionPool.check_connection,
            # Transactions begin where ours do, and poolers in between may share connections.
            kwargs={"autocommit": True, "prepare_threshold": None},
            open=True,
        )

    def rows(self, sql: str, values: Values) -> Sequence[Row]:
        """Run a query on the committed data."""
        with self._errors_named(), self._connected() as connection:
            return _Statements(connection, self._clock).rows(sql, values)

    @contextmanager
    def transaction(self, *, durable: bool = True) -> Iterator[_Statements]:
        """Do what is inside wholly or not at all."""
        with (
            self._errors_named(),
            self._connected() as connection,
            _transaction(connection, durable=durable),
        ):
            yield _Statements(connection, self._clock)

    def close(self) -> None:
        """Close the connections; twice does no harm."""
        self._check_process()
        self._pool.close()

    def _connect(self) -> Connection:
        """Connect outside the pool: it tells at once why it cannot be done."""
        return psycopg.connect(self._address, autocommit=True, prepare_threshold=None)

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        self._check_process()
        with self._pool.connection() as connection:
            yield connection

    def _check_process(self) -> None:
        if self._process != os.getpid():
            raise StoreError(
                f"The installation store {self.name} was opened before this process was forked.",
                hint="Open it in each process for itself, after the fork.",
            )

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
        try:
            yield
        except PoolClosed:
            raise StoreError(f"The installation store {self.name} was closed.") from None
        except PoolTimeout:
            raise self._failed(self._why_no_connection()) from None
        except psycopg.Error as error:
            raise self._failed(reason_of(error)) from None

    def _why_no_connection(self) -> str:
        try:
            self._connect().close()
        except psycopg.Error as error:
            return reason_of(error)
        return f"none of this process's {CONNECTIONS} connections became free in time"

    def _failed(self, reason: str) -> StoreError:
        return StoreError(
            f"The installation store {self.name} could not do its work: {reason}.",
            hint="Nothing was half done. Check the server, its disk, and the user's rights.",
        )


class _Statements:
    """Runs statements on one connection, with the store's time in them."""

    def __init__(self, connection: Connection, clock: Clock | None) -> None:
        self._connection, self._clock = connection, clock

    def row(self, sql: str, values: Values) -> Row | None:
        return self._execute(sql, values).fetchone()

    def rows(self, sql: str, values: Values) -> Sequence[Row]:
        return self._execute(sql, values).fetchall()

    def run(self, sql: str, values: Values) -> int:
        return self._execute(sql, values).rowcount

    def _execute(self, sql: str, values: Values) -> psycopg.Cursor[Row]:
        # Binary: a float comes back as it was stored, whatever the server's settings.
        if self._clock is None:
            now = _SERVER_TIME
            return self._connection.execute(_in_psycopg(sql, now=now), values, binary=True)
        values = {**values, "now": self._clock.now()}
        return self._connection.execute(_in_psycopg(sql), values, binary=True)


@contextmanager
def _transaction(connection: Connection, *, durable: bool = True) -> Iterator[None]:
    """Do what is inside wholly or not at all.

    Every statement sees what others have committed before it, as the statements expect.
    A machine that vanishes halfway lets go of its locks.
    """
    connection.execute(
        "BEGIN ISOLATION LEVEL READ COMMITTED;"
        f" SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s';"
        f" SET LOCAL idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'"
        + ("" if durable else "; SET LOCAL synchronous_commit = off")
    )
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if not connection.closed:
            connection.execute("ROLLBACK")
        raise


@lru_cache
def _in_psycopg(sql: str, *, now: str = "%(now)s::float8") -> bytes:
    """Write a statement's values as psycopg does."""
    return _NAME.sub(lambda name: now if name[1] == "now" else f"%({name[1]})s", sql).encode()


def _adopt(connection: Connection, name: str) -> None:
    """Bring an empty or older database to the newest tables; leave a newer one alone."""
    if tables_version(connection) < VERSION:
        try:
            with _transaction(connection):
                _migrate(connection)
        except psycopg.errors.InsufficientPrivilege:
            raise StoreError(
                f"{name} lacks tables of an installation store, and its user may not make them.",
                hint="Open the store once as a user who may, then grant this one SELECT, INSERT,"
                " UPDATE and DELETE on the tables gongkit_….",
            ) from None
    found = tables_version(connection)
    if found > VERSION:
        raise StoreError(
            f"{name} was written by a newer version of gongkit (its tables are version"
            f" {found}, these are {VERSION}). It was not touched.",
            hint="Update gongkit here, or name another database.",
        )


def _migrate(connection: Connection) -> None:
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_MIGRATION_LOCK,))
    # Another process may have been faster.
    steps = STEPS[tables_version(connection) :]
    for step in steps:
        connection.execute(step)
    if steps:
        connection.execute("UPDATE gongkit_schema SET version = %s", (VERSION,))


def tables_version(connection: Connection) -> int:
    """Tell which version the tables have; 0 where there are none."""
    # Not to_regclass: it goes by what the connection has known since before it waited for a lock.
    made = connection.execute(
        "SELECT FROM pg_class WHERE relname = 'gongkit_schema' AND pg_table_is_visible(oid)"
    )
    if made.fetchone() is None:
        return 0
    (found,) = connection.execute("SELECT version FROM gongkit_schema")
    return int(found[0])


def read_url(url: str) -> tuple[str, str]:
    """Give the address to connect to, and what may be shown of it: host and database."""
    try:
        parts = conninfo_to_dict(url)
        address = make_conninfo(url, **{k: v for k, v in _NETWORK.items() if k not in parts})
    except psycopg.ProgrammingError:
        raise UsageError(
            "The store's URL cannot be read.",
            hint="Write postgresql://user:password@host/database.",
        ) from None
    host, database = parts.get("host") or "localhost", parts.get("dbname") or parts.get("user")
    return address, f"postgresql://{host}/{database or ''}"
