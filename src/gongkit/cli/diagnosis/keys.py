"""The keys that encrypt installations: whether they are keys, and who can read their file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from gongkit.cli.diagnosis.found import Found, State, ok
from gongkit.cli.diagnosis.stored import key_path, present_keyring, store_urls
from gongkit.cli.diagnosis.surroundings import Surroundings
from gongkit.errors import KeyringError
from gongkit.installations.key_source import development_keyring, no_key
from gongkit.settings import Settings

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def examine_keys(around: Surroundings) -> Iterator[Found]:
    """Look at the keys that there are, and say when one is made otherwise."""
    settings = around.settings
    try:
        keyring = present_keyring(settings)
    except KeyringError as error:
        yield _unusable(error, settings)
        return
    if keyring is None:
        if not around.stored.unopened:  # Otherwise the store says whose key is missing.
            yield _no_key(settings)
        return
    older = f", and {keyring.older} older" if keyring.older else ""
    yield ok("key.usable", f"{_source(settings)} holds a key{older}")


def _source(settings: Settings) -> str:
    if settings.key is not None:
        return "GONGKIT_KEY"
    return f"The key file {key_path(settings)}"


def _unusable(error: KeyringError, settings: Settings) -> Found:
    path = None if settings.key is not None else key_path(settings)
    open_to_others = path is not None and is_open_to_others(path)
    return Found(
        id="key.usable",
        state=State.FAILED,
        found=error.message.removesuffix("."),
        why="No installation can be read or stored without its key.",
        next=error.hint,
        fix=partial(path.chmod, 0o600) if path is not None and open_to_others else None,
    )


def _no_key(settings: Settings) -> Found:
    path = key_path(settings)
    if all(url.startswith("memory:") for url in store_urls(settings)):
        return ok("key.usable", "No key is needed: the store is in memory")
    if path is not None:
        return Found(
            id="key.usable",
            state=State.OK,
            found=f"No key yet; the first installation makes {path}, for this sandbox",
            fix=partial(_make, path),
        )
    if settings.client_id is None:
        return ok("key.usable", "No key is set; GONGKIT_KEY is needed before a company installs")
    return Found(
        id="key.usable",
        state=State.FAILED,
        found="No key is set, and GONGKIT_CLIENT_ID is: an app is to be installed at Gong",
        why="Tokens are stored encrypted or not at all: the app does not start without a key.",
        next=no_key().hint,
    )


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    development_keyring(path)


def is_open_to_others(path: Path) -> bool:
    """Tell whether others than its owner may read or write a file.

    Not so of a folder or a device, whose mode is nobody's to change who only named it.
    """
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return os.name == "posix" and stat.S_ISREG(mode) and bool(mode & _OTHERS)
