"""From settings and manifest to what an app works with: its keys, its store, its OAuth client."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from gongkit.auth.oauth import OAuthClient
from gongkit.errors import CredentialsError, UsageError
from gongkit.installations.key_source import development_keyring, keyring_from_file, no_key
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.opening import open_store, sqlite_path
from gongkit.installations.regional_store import RegionalStore
from gongkit.installations.residency import Residency
from gongkit.installations.store import InstallationStore
from gongkit.loopback import is_loopback
from gongkit.manifest import FILE_NAME, Manifest
from gongkit.settings import Settings, regional_variable

T = TypeVar("T")

KEY_FILE: Final = "installations.key"
"""The key file of development, in the folder of the store."""

_REFRESH_ONLY: Final = (("http://localhost/",), ("api:users:read",))
"""The redirect URIs and scopes of a client without a manifest: for a refresh it needs neither."""


def open_keyring(settings: Settings) -> Keyring:
    """Take the keys from `GONGKIT_KEY`, else from `GONGKIT_KEY_FILE`.

    With neither, a sandbox's installations get a key file beside their store, made where
    it is missing, and those in memory a key that is gone with them. Otherwise raises
    `KeyringError`, as for a key that is none and a file that others can read.
    """
    if settings.key is not None:
        return Keyring.parse(settings.key.reveal())
    if settings.key_file is not None:
        return keyring_from_file(settings.key_file)
    if {urlsplit(url).scheme for url in settings.stores} == {"memory"}:
        return Keyring.parse(generate_key())
    if is_loopback(urlsplit(settings.app_url).hostname or ""):
        return development_keyring(development_key_file(settings.store))
    raise no_key()


def open_installations(
    settings: Settings, manifest: Manifest | None, *, client_id: str
) -> InstallationStore:
    """Open the store of the app's installations, or the stores of all regions as one.

    With regions in the manifest, each has the store of `GONGKIT_STORE_<REGION>`, else the
    one of `GONGKIT_STORE`. Raises `KeyringError`, `StoreError`, and `UsageError` for a
    URL that is none, or a store of a region that is not in the manifest.
    """
    found = manifest.residency if manifest else None
    residency = (
        Residency(found.regions, default=found.default, when_moved=found.when_moved)
        if found
        else Residency({})
    )
    _check_regions(settings, residency)
    keyring = open_keyring(settings)
    if not residency.names:
        return open_store(settings.store, keyring, client_id=client_id)
    by_region = {
        region: settings.regional_stores.get(region, settings.store) for region in residency.names
    }
    with ExitStack() as failing:
        opened = {}
        for url in dict.fromkeys(by_region.values()):
            opened[url] = open_store(url, keyring, client_id=client_id)
            failing.callback(opened[url].close)
        store = RegionalStore(residency, {region: opened[url] for region, url in by_region.items()})
        failing.pop_all()
        return store


def oauth_client(settings: Settings, manifest: Manifest | None) -> OAuthClient:
    """Make the app's OAuth client, with the first redirect URI and the scopes of the manifest.

    Without a manifest it can refresh tokens; for an authorization give it a redirect URI
    and scopes (`dataclasses.replace`). Raises `CredentialsError` where the client id or
    the client secret is not set.
    """
    asking = manifest.integration if manifest else None
    redirect_uris, scopes = (asking.redirect_uris, asking.scopes) if asking else _REFRESH_ONLY
    return OAuthClient(
        client_id=_given(settings.client_id, "GONGKIT_CLIENT_ID"),
        client_secret=_given(settings.client_secret, "GONGKIT_CLIENT_SECRET"),
        older_client_secrets=settings.older_client_secrets,
        redirect_uri=redirect_uris[0],
        scopes=scopes,
        app_url=settings.app_url,
        guard=settings.guard,
    )


def development_key_file(store: str) -> Path:
    """Place the key file of development: in an SQLite store's folder, or in this one."""
    folder = sqlite_path(store).parent if urlsplit(store).scheme == "sqlite" else Path()
    return folder / KEY_FILE


def _check_regions(settings: Settings, residency: Residency) -> None:
    for region in settings.regional_stores:
        if region not in residency.names:
            known = (
                f"the regions are {', '.join(residency.names)}" if residency.names else "none is"
            )
            raise UsageError(
                f"{regional_variable(region)} is set, but region {region!r} is not known: {known}.",
                hint=f"Name its API hosts under [residency.regions] in {FILE_NAME}.",
            )


def _given(value: T | None, variable: str) -> T:
    if value is None:
        raise CredentialsError(
            f"{variable} is not set.",
            hint="Gong shows the client id and the client secret under Admin center > Settings >"
            " Ecosystem > API > Integrations; a sandbox gives them when the app is registered.",
        )
    return value
