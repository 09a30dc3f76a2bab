"""The clients of an app: one for each company, with the company's tokens, on its own host."""

from __future__ import annotations

from dataclasses import replace

from gongkit.app.connections import AnyTransport
from gongkit.auth.oauth import OAuthClient
from gongkit.auth.refresh import InstallationCredentials
from gongkit.client._async.gong import AsyncGong
from gongkit.client._sync.gong import Gong
from gongkit.engine.perform import Options
from gongkit.engine.throttle import SHARED, SharedThrottle
from gongkit.installations.store import InstallationStore


class Clients:
    """Makes clients, which costs next to nothing: what is dear is shared.

    `options` say how they behave; unless these name a throttle, the store keeps the
    companies' turns for all its processes. Their guard is that of `oauth`.
    """

    def __init__(
        self,
        store: InstallationStore,
        oauth: OAuthClient,
        options: Options,
        transport: AnyTransport,
    ) -> None:
        self._store, self._oauth, self._transport = store, oauth, transport
        if options.throttle is SHARED:
            options = replace(options, throttle=SharedThrottle(store))
        options = replace(options, guard=oauth.guard)
        self._options = {bulk: replace(options, bulk=bulk) for bulk in (False, True)}
        self._credentials: dict[str, InstallationCredentials] = {}

    def credentials(self, company: str) -> InstallationCredentials:
        """Give a company's credentials: always the same ones, which remember their failures."""
        found = self._credentials.get(company)
        if found is None:
            observer = self._options[False].observer
            made = InstallationCredentials(self._store, self._oauth, company, observer=observer)
            found = self._credentials.setdefault(company, made)
        return found

    def client(self, company: str, *, bulk: bool) -> Gong:
        """Make a client for threads."""
        credentials = self.credentials(company)
        return Gong(credentials, options=self._options[bulk], transport=self._transport)

    def async_client(self, company: str, *, bulk: bool) -> AsyncGong:
        """Make a client for asyncio."""
        credentials = self.credentials(company)
        return AsyncGong(credentials, options=self._options[bulk], transport=self._transport)
