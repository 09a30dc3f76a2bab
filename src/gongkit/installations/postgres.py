"""The installation store in PostgreSQL, for any number of processes on any number of machines."""

from __future__ import annotations

from gongkit.clock import Clock
from gongkit.installations.keyring import Keyring
from gongkit.installations.postgres_pool import PostgresPool
from gongkit.installations.sql_store import SqlStore


class PostgresStore(SqlStore):
    """`InstallationStore` in a PostgreSQL database, 12 or newer, of which it uses five tables.

    They are named `gongkit_…`, in the first schema of the search path, and made where
    they are missing; older ones are brought to the newest form. `clock` is the server's
    unless another is given. Raises `StoreError` where the server cannot be used.
    """

    def __init__(
        self, url: str, keyring: Keyring, *, client_id: str, clock: Clock | None = None
    ) -> None:
        self._pool = PostgresPool(url, clock)
        super().__init__(self._pool, keyring, client_id)

    def __repr__(self) -> str:
        return f"<PostgresStore {self._pool.name}>"
