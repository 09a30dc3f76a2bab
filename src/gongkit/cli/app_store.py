"""The installations that a command works on: their store, opened only where there is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from gongkit.app.configuration import oauth_client, open_installations
from gongkit.auth.refresh import InstallationCredentials
from gongkit.cli.company import find_company, names_of, not_found
from gongkit.cli.integration import apps_of_sandbox, choose_app, manifest_here, with_secret
from gongkit.cli.none_installed import what_to_do
from gongkit.cli.sandbox_names import called_as_there
from gongkit.errors import InstallationNotFound
from gongkit.installations.apps import apps_in
from gongkit.installations.installation import Installation
from gongkit.installations.store import InstallationStore
from gongkit.manifest import Manifest
from gongkit.redact import without_query
from gongkit.settings import Settings


@dataclass(frozen=True, slots=True)
class AppStore:
    """One app's open store."""

    store: InstallationStore
    settings: Settings
    """With the client id of the app."""
    manifest: Manifest | None
    others: int
    """How many other apps have installations there."""

    def installations(self) -> Sequence[Installation]:
        """List them, to be shown: those at a sandbox have its names for them."""
        return called_as_there(self.settings, self.store.list())

    def find(self, named: str) -> Installation | None:
        """Find the installation that is meant; None where it is none.

        What the store has of them comes before a sandbox's names. Raises
        `InstallationNotFound` where several are meant.
        """
        listed = self.store.list()
        found = find_company(named, listed)
        if found is not None:
            return called_as_there(self.settings, (found,))[0]
        return find_company(named, called_as_there(self.settings, listed))

    def company(self, named: str) -> Installation:
        """Find the installation that is meant.

        Raises `InstallationNotFound` where it is none or several.
        """
        found = self.find(named)
        if found is None:
            raise not_found(named, names_of(self.installations()), shown(self.settings))
        return found

    def credentials(self, company: str) -> InstallationCredentials:
        """Give the credentials of an installation, which refresh its tokens."""
        oauth = oauth_client(with_secret(self.settings), self.manifest)
        return InstallationCredentials(self.store, oauth, company)


@contextmanager
def opened_store(settings: Settings, *, of_sandbox: bool = False) -> Iterator[AppStore | None]:
    """Open the store of the app that is meant; None where it has none, and none is made.

    `of_sandbox`: where the app URL is a sandbox's, only apps that it knows are meant.
    """
    apps = _apps(settings)
    if of_sandbox and apps and not settings.client_id:
        apps = apps_of_sandbox(settings, apps)
    if apps is None or not (apps or settings.client_id):
        yield None
        return
    chosen, manifest = choose_app(settings, apps), manifest_here(settings)
    client_id = chosen.client_id or ""
    others = len(set(apps) - {client_id})
    with closing(open_installations(chosen, manifest, client_id=client_id)) as store:
        yield AppStore(store, chosen, manifest, others)


@contextmanager
def the_store(settings: Settings) -> Iterator[AppStore]:
    """Open the store of the app that is meant. Raises `InstallationNotFound` where it has none."""
    with opened_store(settings) as found:
        if found is None:
            raise InstallationNotFound(
                f"No company has installed the app: {shown(settings)} holds nothing.",
                hint=what_to_do(settings),
            )
        yield found


def _apps(settings: Settings) -> Sequence[str] | None:
    """Name the apps of all stores there are; None where there is no store."""
    found = [apps for url in settings.stores if (apps := apps_in(url)) is not None]
    return sorted({app for apps in found for app in apps}) if found else None


def shown(settings: Settings) -> str:
    """Name the stores, without what their URLs may hold of credentials."""
    return ", ".join(map(without_query, settings.stores))
