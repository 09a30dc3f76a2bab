"""The stores of installations: there, of today's tables, writable, and opened by the key."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from gongkit.cli.diagnosis.found import Fix, Found, State, ok
from gongkit.cli.diagnosis.keys import is_open_to_others
from gongkit.cli.diagnosis.stored import present_keyring, store_urls
from gongkit.cli.diagnosis.surroundings import Surroundings
from gongkit.errors import GongkitError, KeyringError, StoreError
from gongkit.installations.looking import Look, look_at_store
from gongkit.installations.opening import open_store, sqlite_path
from gongkit.redact import Secret, without_query
from gongkit.settings import Settings


def examine_store(around: Surroundings) -> Iterator[Found]:
    """Look at every store that is set, one after the other."""
    for url in store_urls(around.settings):
        yield from _one(url, around)


def _one(url: str, around: Surroundings) -> Iterator[Found]:
    try:
        look = look_at_store(url)
    except GongkitError as error:
        yield _failed("store.opens", error, "Without its store the app can call nobody.")
        return
    except ModuleNotFoundError:
        return  # Said of the extra postgres.
    if look is None:
        yield _not_there(url)
        return
    yield _schema(url, look, around.settings)
    if look.not_writable:
        yield _not_writable(url, look.not_writable)
    yield from _mode(url)
    if look.version == look.newest:
        yield from _key(url, around)


def _not_there(url: str) -> Found:
    kind = urlsplit(url).scheme
    if kind == "memory":
        return ok("store.opens", "The store is in memory: installations end with their process")
    if kind == "postgresql":
        return ok("store.opens", f"{_shown(url)} answers; the first installation makes its tables")
    folder = sqlite_path(url).parent
    if folder.is_dir():
        return ok("store.opens", f"{_shown(url)} is not there yet; the first installation makes it")
    return Found(
        id="store.opens",
        state=State.FAILED,
        found=f"The folder {folder} of {_shown(url)} is not there",
        why="A store's file is made when it is needed; its folder is not.",
        next=f"mkdir -p {folder}",
        fix=partial(folder.mkdir, mode=0o700, parents=True),
    )


def _schema(url: str, look: Look, settings: Settings) -> Found:
    if look.version == look.newest:
        return ok("store.schema", f"{_shown(url)} has tables of version {look.version}, the newest")
    if look.version > look.newest:
        return Found(
            id="store.schema",
            state=State.FAILED,
            found=f"{_shown(url)} has tables of version {look.version}; known is {look.newest}",
            why="A newer gongkit has written it; this one leaves it alone.",
            next="Update gongkit here.",
        )
    return Found(
        id="store.schema",
        state=State.ADVICE,
        found=f"{_shown(url)} has tables of version {look.version}; the newest is {look.newest}",
        why="The app brings them to the newest when it starts. There is no way back.",
        next="Copy the store, and start the app with GONGKIT_CLIENT_ID, whose it becomes",
        fix=_migration(url, look.version, settings),
    )


def _migration(url: str, version: int, settings: Settings) -> Fix | None:
    """Give what brings the tables to the newest; None where whose they are is not known."""
    client_id = settings.client_id
    if client_id is None:
        return None

    def migrate() -> None:
        keyring = present_keyring(settings)
        if keyring is None:
            raise StoreError("The store cannot be opened without its key.")
        if urlsplit(url).scheme == "sqlite":
            _copy(sqlite_path(url), version)
        open_store(url, keyring, client_id=client_id).close()

    return migrate


def _copy(path: Path, version: int) -> None:
    """Copy a store's file, with what its log holds, into a new one beside it."""
    copy = path.with_name(f"{path.name}.version-{version}")
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)
    except sqlite3.Error as error:
        copy.unlink()
        raise StoreError(f"The store could not be copied to {copy}: {error}.") from None


def _not_writable(url: str, why: str) -> Found:
    return Found(
        id="store.writable",
        state=State.FAILED,
        found=f"{_shown(url)} cannot be written: {why}",
        why="A refresh spends its token; the new one would be lost.",
        next="Give the app's user the right to write there; another process may hold a lock.",
    )


def _mode(url: str) -> Iterator[Found]:
    if urlsplit(url).scheme != "sqlite" or os.name != "posix":
        return
    path = sqlite_path(url)
    if not is_open_to_others(path):
        yield ok("store.mode", f"{_shown(url)} is its owner's alone")
    else:
        yield Found(
            id="store.mode",
            state=State.ADVICE,
            found=f"{_shown(url)} may be read or written by others than its owner",
            why="The tokens in it are encrypted; names, companies and hosts are not.",
            next=f"chmod 600 {path}",
            fix=partial(path.chmod, 0o600),
        )


def _key(url: str, around: Surroundings) -> Iterator[Found]:
    """Seal and open a value, and say whether the installations of the store were opened."""
    try:
        keyring = present_keyring(around.settings)
    except KeyringError:
        return  # Said of the keys.
    failed = around.stored.unopened.get(url)
    if failed is not None:
        yield _failed("store.key", failed, "Without its tokens an installation can call nobody.")
        return
    if keyring is not None:
        place = ("doctor", "nobody", "trial")
        keyring.open(keyring.seal(Secret("a trial"), bound_to=place), bound_to=place)
    yield ok("store.key", f"The key opens the installations in {_shown(url)}")


def _failed(name: str, error: GongkitError, why: str) -> Found:
    found = error.message.removesuffix(".")
    return Found(id=name, state=State.FAILED, found=found, why=why, next=error.hint)


def _shown(url: str) -> str:
    return without_query(url)
