"""The tables of an SQLite store, and the steps from each earlier version to the next.

A new file takes all the steps too: there is one way to the newest tables.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, Final

from gongkit.installations.installation import TokenGrant, refresh_at
from gongkit.installations.keyring import Keyring
from gongkit.redact import Secret

_VERSION_1: Final = (
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

_VERSION_2: Final = (
    """CREATE TABLE gongkit_installations (
        client_id TEXT NOT NULL, company TEXT NOT NULL, tenant TEXT, name TEXT, region TEXT,
        base_url TEXT NOT NULL, access_token BLOB, refresh_token BLOB,
        webhook_key BLOB NOT NULL, webhook_digest TEXT NOT NULL UNIQUE, scopes TEXT NOT NULL,
        issued_at REAL NOT NULL, expires_at REAL, refresh_at REAL, status TEXT NOT NULL,
        reason TEXT, created_at REAL NOT NULL, updated_at REAL NOT NULL,
        version INTEGER NOT NULL, change TEXT, changed_at REAL NOT NULL,
        claimed_until REAL NOT NULL, PRIMARY KEY (client_id, company)
    ) WITHOUT ROWID""",
    """CREATE INDEX gongkit_due ON gongkit_installations (client_id, refresh_at)
    WHERE status = 'active'""",
    "CREATE INDEX gongkit_tenants ON gongkit_installations (client_id, tenant)",
    "CREATE INDEX gongkit_base_urls ON gongkit_installations (client_id, base_url)",
    """CREATE INDEX gongkit_changes ON gongkit_installations (client_id, changed_at)
    WHERE change IS NOT NULL""",
    """CREATE TABLE gongkit_leases (
        client_id TEXT NOT NULL, company TEXT NOT NULL, holder TEXT, ends_at REAL NOT NULL,
        in_doubt INTEGER NOT NULL, PRIMARY KEY (client_id, company)
    ) WITHOUT ROWID""",
    """CREATE TABLE gongkit_states (
        state TEXT PRIMARY KEY, client_id TEXT NOT NULL, browser TEXT NOT NULL,
        redirect_uri TEXT NOT NULL, tenant TEXT, scopes TEXT NOT NULL, ends_at REAL NOT NULL,
        used INTEGER NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX gongkit_old_states ON gongkit_states (ends_at)",
    """CREATE TABLE gongkit_turns (
        company TEXT PRIMARY KEY, next_free REAL NOT NULL, latest REAL NOT NULL,
        paused_until REAL NOT NULL, seen REAL NOT NULL, by_hour TEXT NOT NULL
    ) WITHOUT ROWID""",
)
_COPY_INSTALLATION: Final = """
    INSERT INTO gongkit_installations VALUES
        (:client_id, :company, NULL, :name, :region, :base_url, :access_token, :refresh_token,
         :webhook_key, :webhook_digest, :scopes, :issued_at, :expires_at, :refresh_at, :status,
         :reason, :created_at, :updated_at, :version, NULL, :updated_at, 0)
"""
_COPY_LEASES: Final = """
    INSERT INTO gongkit_leases
    SELECT :client_id, company, holder, ends_at, in_doubt FROM leases
"""


def _first_tables(db: sqlite3.Connection, keyring: Keyring, client_id: str) -> None:
    del keyring, client_id
    for statement in _VERSION_1:
        db.execute(statement)


def _several_apps(db: sqlite3.Connection, keyring: Keyring, client_id: str) -> None:
    """Give the rows to the app that opens the file: until here a file was one app's.

    Authorizations that have begun are forgotten: they last for minutes.
    """
    for statement in _VERSION_2:
        db.execute(statement)
    cursor = db.execute("SELECT * FROM installations")
    names = [column[0] for column in cursor.description]
    for row in cursor.fetchall():
        old = dict(zip(names, row, strict=True))
        db.execute(_COPY_INSTALLATION, _moved(old, keyring, client_id))
    db.execute(_COPY_LEASES, {"client_id": client_id})
    for table in ("installations", "leases", "states"):
        db.execute(f"DROP TABLE {table}")


def _moved(old: Mapping[str, Any], keyring: Keyring, client_id: str) -> dict[str, Any]:
    company, webhook_key = old["company"], Secret(secrets.token_urlsafe(24))
    opened: dict[str, Secret | None] = {"webhook_key": webhook_key}
    for column in ("access_token", "refresh_token"):
        sealed = old[column]
        opened[column] = sealed and keyring.open(sealed, bound_to=(company, column))
    grant = TokenGrant(
        base_url=old["base_url"],
        access_token=opened["access_token"] or Secret(""),
        refresh_token=opened["refresh_token"],
        scopes=tuple(old["scopes"].split()),
        issued_at=old["issued_at"],
        expires_at=old["expires_at"],
    )
    anew = {
        column: secret and keyring.seal(secret, bound_to=(client_id, company, column))
        for column, secret in opened.items()
    }
    return {
        **old,
        **anew,
        "client_id": client_id,
        "webhook_digest": hashlib.sha256(webhook_key.reveal().encode()).hexdigest(),
        "refresh_at": refresh_at(company, grant),
    }


STEPS: Final[tuple[Callable[[sqlite3.Connection, Keyring, str], None], ...]] = (
    _first_tables,
    _several_apps,
)
"""The step at place n leads from version n to n + 1; 0 is an empty file."""

VERSION: Final = len(STEPS)
