"""Whose installations a store holds: the client ids of its apps, found without any key.

A store that is not there is not made.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Final

from gongkit.errors import StoreError
from gongkit.installations.opening import kind_of_store, sqlite_path

_TABLE: Final = "gongkit_installations"
_APPS: Final = f"SELECT DISTINCT client_id FROM {_TABLE} ORDER BY client_id"  # noqa: S608
_HINT: Final = "Check its URL, that it can be reached, and that it is an installation store."


def apps_in(url: str) -> Sequence[str] | None:
    """Name the apps that have installations in the store at this URL, by their client ids.

    None where there is no store yet, which is always so in memory. Raises `UnknownName`
    for a kind of store there is not, `UsageError` for a URL that names none, `StoreError`
    where it cannot be read.
    """
    match kind_of_store(url):
        case "sqlite":
            return _in_sqlite(url)
        case "postgresql":
            return _in_postgres(url)
        case "memory":
            return None


def _in_sqlite(url: str) -> Sequence[str] | None:
    path = sqlite_path(url)
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            known = db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (_TABLE,)).fetchone()
            return [app for (app,) in db.execute(_APPS)] if known else ()
    except sqlite3.Error as error:
        raise StoreError(
            f"The installation store {path} cannot be read: {error}.", hint=_HINT
        ) from None


def _in_postgres(url: str) -> Sequence[str] | None:
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            known = connection.execute("SELECT to_regclass(%s) IS NULL", (_TABLE,)).fetchone()
            return None if known == (True,) else [app for (app,) in connection.execute(_APPS)]
    except psycopg.Error:
        # What psycopg says may name the user and the address.
        raise StoreError("The installation store cannot be read.", hint=_HINT) from None
