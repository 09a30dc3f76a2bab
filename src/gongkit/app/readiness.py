"""Whether the app can do its work: its store, its keyring, its keeper. No secret in it."""

from __future__ import annotations

from typing import Final, Literal

from gongkit.app.failures import log
from gongkit.errors import GongkitError, KeyringError
from gongkit.installations.store import InstallationStore

Part = Literal["store", "keyring", "keeper"]
State = Literal["ok", "failed", "unknown"]

_ANY_TIME: Final = 1e12
"""A moment by which every token is due."""


def readiness(store: InstallationStore, *, keeps: bool) -> dict[Part, State]:
    """Ask each part. Blocks; what failed is logged with its reason."""
    parts: dict[Part, State] = {"store": "ok", "keyring": "ok", "keeper": "ok"}
    if not keeps:
        parts["keeper"] = "failed"
        log.warning("Not ready: the keeper does not run, or its last pass has failed")
    try:
        store.check()
        _open_one(store)
    except KeyringError as error:
        parts["keyring"] = "failed"
        log.warning("Not ready: %s", error.message)
    except GongkitError as error:
        parts["store"], parts["keyring"] = "failed", "unknown"
        log.warning("Not ready: %s", error.message)
    return parts


def _open_one(store: InstallationStore) -> None:
    """Read an installation, if there is one: its tokens have to be decrypted."""
    for company in store.due(_ANY_TIME, after="", limit=1):
        store.get(company)
