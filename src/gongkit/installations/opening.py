"""Opening an installation store by its URL, as `GONGKIT_STORE` gives it."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal, get_args
from urllib.parse import unquote, urlsplit

from gongkit.errors import UnknownName, UsageError
from gongkit.installations.keyring import Keyring
from gongkit.installations.store import InstallationStore

Kind = Literal["memory", "postgresql", "sqlite"]
_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


def open_store(url: str, keyring: Keyring, *, client_id: str) -> InstallationStore:
    """Open the store in which the integration of this client id keeps its installations.

    `sqlite:///installations.db` is a path from here, `sqlite:////var/lib/app.db` a whole
    one, `postgresql://user:password@host/database` a server, `memory:` is gone with the
    process. Raises `UnknownName` for a kind of store there is not, `UsageError` for a URL
    that names no file, `StoreError` where the store cannot be used.
    """
    match kind_of_store(url):
        case "sqlite":
            from gongkit.installations.sqlite import SqliteStore

            return SqliteStore(sqlite_path(url), keyring, client_id=client_id)
        case "postgresql":
            from gongkit.installations.postgres import PostgresStore

            return PostgresStore(url, keyring, client_id=client_id)
        case "memory":
            from gongkit.installations.sqlite import MemoryStore

            return MemoryStore(client_id=client_id)


def kind_of_store(url: str) -> Kind:
    """Say what kind of store a URL names. Raises `UnknownName` for one there is not."""
    scheme = urlsplit(url).scheme
    for kind in _KINDS:
        if scheme == kind:
            return kind
    raise UnknownName("kind of installation store", scheme, _KINDS)


def sqlite_path(url: str) -> Path:
    """Read which file an SQLite store's URL names; `UsageError` where it names none."""
    parts = urlsplit(url)
    path = unquote(parts.path[1:])
    if parts.netloc or parts.query or parts.fragment or not path:
        raise UsageError(
            "The store's URL does not name a file.",
            hint="Write sqlite:///installations.db, or sqlite:////var/lib/app/installations.db.",
        )
    return Path(path)
