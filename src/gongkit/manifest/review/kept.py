"""Where the app keeps data: what it imports for that, and for some libraries what it does.

A database is there to keep things. Redis mostly caches or hands on tasks, and most services
of AWS keep nothing: these count where something is written without an end, or where a
service that keeps data is opened.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from gongkit.manifest.review.code import (
    argument,
    at,
    calls,
    constant,
    dotted,
    imports,
    parsed,
)
from gongkit.manifest.review.files import TextFile
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Evidence

_DATABASES: Final = frozenset(
    (
        *("django.db", "flask_sqlalchemy"),
        *("sqlite3", "aiosqlite", "sqlalchemy", "sqlmodel", "psycopg", "psycopg2", "asyncpg"),
        *("pymongo", "motor", "peewee", "tortoise", "duckdb", "mysql", "pymysql"),
        *("shelve", "dbm", "chromadb", "pinecone", "qdrant_client", "elasticsearch"),
    )
)
_REDIS: Final = frozenset(("redis", "aioredis", "valkey"))
_AWS: Final = frozenset(("boto3", "aioboto3", "aiobotocore"))
_KEEPING: Final = frozenset(
    (
        "s3",
        "dynamodb",
        "rds-data",
        "redshift-data",
        "opensearch",
        "docdb",
        "simpledb",
        "timestream-write",
    )
)
"""Services of AWS that keep what they are given."""

_WRITES: Final = frozenset(("hset", "hmset", "hsetnx", "mset", "setnx", "sadd", "zadd", "xadd"))
"""Methods of Redis alone, after which a value stays until somebody deletes it."""

_ENDS: Final = frozenset(("ex", "px", "exat", "pxat"))
_EXPIRES: Final = frozenset(("expire", "pexpire", "expireat", "pexpireat", "hexpire"))


def keeping(project: Project) -> Iterator[Evidence]:
    """Find where data is kept; the text of the evidence says with what."""
    files = list(parsed(project))
    libraries = {name for file in files for _, name in _roots(file)}
    for file in files:
        for node, name in _roots(file):
            if name in _DATABASES:
                yield at(file, node, name)
        if libraries & _REDIS:
            yield from _kept_in_redis(file)
        if libraries & _AWS:
            yield from _kept_at_aws(file)


def _roots(file: TextFile) -> Iterator[tuple[ast.stmt, str]]:
    """Give the libraries that a file imports; of Django only what concerns its database."""
    for node, name in imports(file):
        yield node, "django.db" if name.startswith("django.db") else name.partition(".")[0]


def _kept_in_redis(file: TextFile) -> Iterator[Evidence]:
    """Find writes without an end; a file that lets its keys expire has a cache."""
    made = [call for call in calls(file) if isinstance(call.func, ast.Attribute)]
    methods = {dotted(call.func).rpartition(".")[2] for call in made}
    if methods & _EXPIRES:
        return
    speaks = any(name in _REDIS for _, name in _roots(file))
    for call in made:
        owner, _, method = dotted(call.func).rpartition(".")
        is_set = method == "set" and len(call.args) == 2 and (speaks or "redis" in owner.lower())
        ends = any(argument(call, name) is not None for name in _ENDS)
        if method in _WRITES or (is_set and not ends):
            yield at(file, call, "redis")


def _kept_at_aws(file: TextFile) -> Iterator[Evidence]:
    """Find `boto3.client("s3")`, `session.resource("dynamodb")`."""
    for call in calls(file):
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"client", "resource"}:
            given = call.args[0] if call.args else argument(call, "service_name")
            service = constant(given)
            if isinstance(service, str) and service in _KEEPING:
                yield at(file, call, f"AWS {service}")
