"""The installations of all stores, read with the key that there is; nothing is made or migrated."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from gongkit.app.configuration import development_key_file
from gongkit.cli.sandbox_url import is_sandbox
from gongkit.errors import GongkitError, KeyringError
from gongkit.installations.apps import apps_in
from gongkit.installations.installation import Installation
from gongkit.installations.key_source import keyring_from_file, no_key
from gongkit.installations.keyring import Keyring
from gongkit.installations.looking import look_at_store
from gongkit.installations.opening import open_store
from gongkit.settings import Settings


@dataclass
class Stored:
    """What could be read, and per store why something could not."""

    installations: list[Installation] = field(default_factory=list)
    """Those that were not removed, of all apps or of the one whose client id is set."""
    unopened: dict[str, GongkitError] = field(default_factory=dict)
    """By the store's URL."""


def read_stores(settings: Settings) -> Stored:
    """Read what is in the stores whose tables are up to date."""
    stored = Stored()
    for url in store_urls(settings):
        try:
            stored.installations += _read(url, settings)
        except GongkitError as error:
            stored.unopened[url] = error
    return stored


def store_urls(settings: Settings) -> tuple[str, ...]:
    """Name the stores that are set, each once, without those that are no URLs."""
    return tuple(url for url in settings.stores if is_splittable(url))


def is_splittable(url: str) -> bool:
    """Tell whether a URL has parts at all: some, such as `http://[`, have none."""
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True


def present_keyring(settings: Settings) -> Keyring | None:
    """Take the keys that there are, and make none; None where there are none.

    Raises `KeyringError` where they cannot be used.
    """
    if settings.key is not None:
        return Keyring.parse(settings.key.reveal())
    path = key_path(settings)
    if path is None or not (settings.key_file or path.exists()):
        return None
    return keyring_from_file(path)


def key_path(settings: Settings) -> Path | None:
    """Name the file in which the keys are looked for: the one that is set, or development's."""
    if settings.key_file is not None:
        return settings.key_file
    if is_sandbox(settings.app_url):
        return development_key_file(settings.store)
    return None


def _read(url: str, settings: Settings) -> list[Installation]:
    look = look_at_store(url)
    if look is None or look.version != look.newest:
        return []
    apps = [each for each in apps_in(url) or () if settings.client_id in {None, each}]
    if not apps:
        return []
    keyring = present_keyring(settings)
    if keyring is None:
        raise _key_gone() if key_path(settings) else no_key()
    found: list[Installation] = []
    for app in apps:
        with closing(open_store(url, keyring, client_id=app)) as store:
            found += (each for each in store.list() if each.status != "removed")
    return found


def _key_gone() -> KeyringError:
    return KeyringError(
        "The store has installations, and their key file is gone.",
        hint="Put the key file back beside the store; without it every company must reconnect.",
    )
