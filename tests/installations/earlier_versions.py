"""SQLite store files as earlier versions of gongkit wrote them, byte for byte the same tables."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

APPLICATION_ID = 0x676F6E67

VERSION_1 = """
    CREATE TABLE installations (
        company TEXT PRIMARY KEY, name TEXT, region TEXT, base_url TEXT NOT NULL,
        access_token BLOB, refresh_token BLOB, scopes TEXT NOT NULL,
        issued_at REAL NOT NULL, expires_at REAL, status TEXT NOT NULL, reason TEXT,
        created_at REAL NOT NULL, updated_at REAL NOT NULL, version INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE leases (
        company TEXT PRIMARY KEY, holder TEXT, ends_at REAL NOT NULL, in_doubt INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE states (
        state TEXT PRIMARY KEY, browser TEXT NOT NULL, company TEXT, scopes TEXT NOT NULL,
        ends_at REAL NOT NULL, used INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
"""
SCOPES = "api:calls:read:basic api:users:read"


def make_version_1(path: Path, key: str, *, companies: int = 0) -> None:
    """Write a file with an installation of every kind, and so many ordinary ones besides."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(VERSION_1)
        rows = [
            ("active", "Acme", "us", "active", None, True, 87_400.5),
            ("in-doubt", None, None, "active", None, True, 87_400.5),
            ("marked", "Marked", "eu", "needs_reconnect", "it was spent", True, None),
            ("no-refresh", None, "us", "active", None, False, 5000.0),
            ("removed", "Gone", "us", "removed", None, None, None),
            *((f"plain-{n}", None, None, "active", None, True, 9000.0) for n in range(companies)),
        ]
        for company, name, region, status, reason, refreshable, expires_at in rows:
            access = None if refreshable is None else _sealed(key, company, "access_token")
            refresh = _sealed(key, company, "refresh_token") if refreshable else None
            granted = ("https://us-1.api.gong.io", access, refresh, SCOPES, 1000.0, expires_at)
            row = (company, name, region, *granted, status, reason, 900.0, 1000.25, 7)
            db.execute(f"INSERT INTO installations VALUES ({', '.join('?' * 14)})", row)
        db.execute("INSERT INTO leases VALUES ('in-doubt', NULL, 1060.0, 1)")
        db.execute("INSERT INTO leases VALUES ('active', 'a-holder', 9e9, 0)")
        db.execute("INSERT INTO states VALUES ('s', 'b', 'active', '', 9e9, 0)")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("PRAGMA user_version = 1")


def _sealed(key: str, company: str, column: str) -> bytes:
    """Seal a token as version 1 did: bound to its company and column."""
    raw = base64.b64decode(key)
    nonce = os.urandom(12)
    place = json.dumps((company, column)).encode()
    content = AESGCM(raw).encrypt(nonce, f"planted-{column}-{company}".encode(), place)
    return b"\x01" + hashlib.sha256(b"gongkit key id\0" + raw).digest()[:8] + nonce + content
