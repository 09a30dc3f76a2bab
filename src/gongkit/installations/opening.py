"""Opening an installation store by its URL, as `GONGKIT_STORE` gives it."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from gongkit.errors import UnknownName, UsageError
from gongkit.installations.keyring import Keyring
from gongkit.installations.store import InstallationStore

_KINDS: Final = ("sqlite",)


def open_store(url: str, keyring: Keyring) -> InstallationStore:
    """Open `sqlite:///installations.db` (a path from here) or `sqlite:////var/lib/app.db`.

    Raises `UnknownName` for a kind of store there is not, `UsageError` for a URL that
    names no file, `StoreError` where the file cannot be used.
    """
    parts = urlsplit(url)
    if parts.scheme not in _KINDS:
        raise UnknownName("kind of installation store", parts.scheme, _KINDS)
    path = unquote(parts.path[1:])
    if parts.netloc or parts.query or parts.fragment or not path:
        raise UsageError(
            "The store's URL does not name a file.",
            hint="Write sqlite:///installations.db, or sqlite:////var/lib/app/installations.db.",
        )
    from gongkit.installations.sqlite import SqliteStore

    return SqliteStore(Path(path), keyring)
