"""What the store asks of a database: rows of queries, and transactions that are all or nothing.

Statements are written once for all databases, with `:name` for values. `:now`, the
database's own time in seconds since the epoch, is always there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = tuple[Any, ...]
Values = Mapping[str, Any]


class Transaction(Protocol):
    """A transaction under way: nothing of it is seen by others before its end."""

    def row(self, sql: str, values: Values) -> Row | None:
        """Run a statement and give the first row of what it returns."""
        ...

    def rows(self, sql: str, values: Values) -> Sequence[Row]:
        """Run a statement and give the rows that it returns."""
        ...

    def run(self, sql: str, values: Values) -> int:
        """Run a statement and count the rows that it changed."""
        ...


class Database(Protocol):
    """An open database. Safe for threads. Its errors are `StoreError`s."""

    for_update: str
    """What is put behind a query to keep others from changing its rows until the end of
    the transaction."""

    def rows(self, sql: str, values: Values) -> Sequence[Row]:
        """Run a query on the committed data."""
        ...

    def transaction(self, *, durable: bool = True) -> AbstractContextManager[Transaction]:
        """Do what is inside wholly, or not at all where it raises.

        `durable`: it is on disk at the end. Otherwise a power failure may undo it.
        """
        ...

    def close(self) -> None:
        """Close the connections; twice does no harm."""
        ...
