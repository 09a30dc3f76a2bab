"""`GongApp`: what an app needs to live at Gong's customers, in one object."""

from __future__ import annotations

import atexit
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

from starlette.requests import Request
from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from gongkit.app.address import WEBHOOKS, Address
from gongkit.app.authorization import Authorizations
from gongkit.app.background import Background
from gongkit.app.beside import Beside
from gongkit.app.clients import Clients
from gongkit.app.configuration import oauth_client, open_installations, open_keyring
from gongkit.app.connections import AnyTransport, Connections
from gongkit.app.frame_identity import AnyWhose, FrameIdentity, FrameUser
from gongkit.app.frames import AnyFrameHandler, Frames, Host
from gongkit.app.listeners import AnyListener, Arguments, Listeners
from gongkit.app.pages import Pages
from gongkit.app.routes import Routes, Tenant
from gongkit.app.telling import Teller
from gongkit.auth.keeper import Keeper
from gongkit.auth.oauth import OAuthClient
from gongkit.client._async.gong import AsyncGong
from gongkit.client._sync.gong import Gong
from gongkit.engine.perform import Options
from gongkit.errors import InstallationNotFound, UsageError
from gongkit.installations.installation import Change, Installation
from gongkit.installations.keyring import Keyring
from gongkit.installations.store import InstallationStore
from gongkit.manifest import FILE_NAME, Manifest, load
from gongkit.redact import Secret
from gongkit.settings import Settings
from gongkit.telemetry import observer


class GongApp:
    """An app's routes, clients and listeners; itself an ASGI application.

    It answers `/install`, the redirect URIs, its pages inside Gong, `/health` and `/ready`
    below the place where it is mounted. `url` says which that is, as a browser sees it; by
    default the first redirect URI without its last segment. `tenant` tells whom of the app's
    own customers a request of /install comes from. With `allow_reduced_scopes` an app is
    installed also where a company grants less than was asked for.

    The `keyring` seals what tells who looks at a page inside Gong (`frame_identity`).

    A `transport` that is given is used for everything that is sent; by default the app
    keeps connections of its own. The store stays its owner's.
    """

    def __init__(
        self,
        manifest: Manifest,
        *,
        store: InstallationStore,
        oauth: OAuthClient,
        url: str | None = None,
        tenant: Tenant | None = None,
        allow_reduced_scopes: bool = False,
        options: Options | None = None,
        keyring: Keyring | None = None,
        transport: AnyTransport | None = None,
    ) -> None:
        self._store, self._oauth, self._keyring = store, oauth, keyring
        self._connections = Connections()
        transport = transport or self._connections
        self._clients = Clients(store, oauth, options or Options(), transport)
        self._listeners = Listeners()
        self._teller = Teller(store, self._listeners, self._arguments_of, oauth.clock)
        self._address = Address(manifest.integration.redirect_uris, url)
        self._background = Background(
            Keeper(store, self._clients.credentials, oauth.clock), self._teller, transport
        )
        self._pages = Pages(manifest=manifest, gong=oauth.app_url)
        self._frames = Frames(manifest, self._address, Host(app_url=oauth.app_url), self._pages)
        self._routes = Routes(
            address=self._address,
            authorizations=Authorizations(
                store=store, oauth=oauth, allow_reduced_scopes=allow_reduced_scopes
            ),
            background=self._background,
            frames=self._frames,
            pages=self._pages,
            teller=self._teller,
            tenant=tenant,
            transport=transport,
        )

    @classmethod
    def from_manifest(
        cls,
        path: Path | str = FILE_NAME,
        *,
        url: str | None = None,
        tenant: Tenant | None = None,
        allow_reduced_scopes: bool = False,
        options: Options | None = None,
    ) -> Self:
        """Make the app of a manifest, with everything else from the environment.

        `gongkit.settings.VARIABLES` says what is read there; the manifest is that of the
        profile. Raises `ManifestError`, and
        `CredentialsError`, `KeyringError` or `StoreError` where a setting is missing or
        cannot be used.
        """
        settings = Settings.from_environment()
        manifest = load(path, profile=settings.effective_profile)
        oauth = oauth_client(settings, manifest)
        store = open_installations(settings, manifest, client_id=oauth.client_id)
        atexit.register(store.close)
        return cls(
            manifest,
            store=store,
            oauth=oauth,
            url=url,
            tenant=tenant,
            allow_reduced_scopes=allow_reduced_scopes,
            options=options or Options(observer=observer()),
            keyring=open_keyring(settings),
        )

    # The application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI application."""
        match scope["type"]:
            case "http":
                answer = await self._routes.answer(self, Request(scope, receive))
                await answer(scope, receive, send)
            case "lifespan":
                await Router(lifespan=self.lifespan)(scope, receive, send)
            case _:
                await WebSocketClose()(scope, receive, send)

    @asynccontextmanager
    async def lifespan(self, app: object = None) -> AsyncIterator[None]:  # noqa: ARG002
        """Keep tokens fresh and tell the listeners meanwhile.

        A mounted application is given no lifespan, so the outer one passes it on:
        `Starlette(lifespan=gong.lifespan)`, `FastAPI(lifespan=gong.lifespan)`.
        """
        try:
            async with self._background.running():
                yield
        finally:
            await self._connections.close_async()
            self.close()

    def close(self) -> None:
        """Close the connections of clients for threads; a call after it makes new ones.

        For scripts: a served app does it at its end.
        """
        self._connections.close()

    def beside(self, other: ASGIApp, *, at: str) -> ASGIApp:
        """Put the app under a path of an application that cannot mount one, as Django."""
        return Beside(self, other, at)

    # Listeners: see gongkit.app.listeners.ARGUMENTS for what they may take

    def on_installed(self, listener: AnyListener) -> AnyListener:
        """Let it know of new installations, and of those that work again."""
        return self._listeners.add("installed", listener)

    def on_needs_reconnect(self, listener: AnyListener) -> AnyListener:
        """Let it know of installations that only the customer can make work again."""
        return self._listeners.add("needs_reconnect", listener)

    def on_removed(self, listener: AnyListener) -> AnyListener:
        """Let it know of installations that were removed."""
        return self._listeners.add("removed", listener)

    # Pages inside Gong: see gongkit.app.frames.ARGUMENTS for what their handlers may take

    def email_composer(self, handler: AnyFrameHandler) -> AnyFrameHandler:
        """Let it answer the page behind the button in Gong's email composer."""
        return self._frames.add("email_composer", handler)

    def account_information(self, handler: AnyFrameHandler) -> AnyFrameHandler:
        """Let it answer the page that Gong shows beside an account."""
        return self._frames.add("account_information", handler)

    def frame_identity(self, whose: AnyWhose) -> AnyWhose:
        """Let it tell who is signed in to the app: see `gongkit.app.frame_identity.Whose`.

        The pages inside Gong then learn it with the script of `identity_url`. Raises
        `UsageError` where the app was made without a keyring.
        """
        if self._keyring is None:
            raise UsageError(
                "frame_identity needs a keyring.",
                hint="Give GongApp the one of its store: GongApp(…, keyring=keyring).",
            )
        self._routes.identity = FrameIdentity(
            whose=whose,
            store=self._store,
            keyring=self._keyring,
            client_id=self._oauth.client_id,
            clock=self._oauth.clock,
            pages=self._pages,
        )
        return whose

    async def frame_user(self, request: Request) -> FrameUser | None:
        """Tell who sends a request from a page inside Gong; None where it has no token."""
        identity = self._routes.identity
        return None if identity is None else await identity.user(request)

    # Clients and installations

    @property
    def installations(self) -> InstallationStore:
        """The store. Its methods block."""
        return self._store

    def client(self, company: str | Installation, *, bulk: bool = False) -> Gong:
        """Give a client for a company; calls raise `InstallationNotFound` for an unknown one.

        `bulk` work leaves a part of the company's day to everything else.
        """
        return self._clients.client(_key(company), bulk=bulk)

    def async_client(self, company: str | Installation, *, bulk: bool = False) -> AsyncGong:
        """Give a client for a company, for asyncio."""
        return self._clients.async_client(_key(company), bulk=bulk)

    def remove(self, company: str | Installation) -> bool:
        """Erase a company's tokens, and tell `on_removed`; False where there were none. Blocks."""
        removed = self._store.remove(_key(company))
        self._teller.wake()
        return removed

    def webhook_url(self, company: str | Installation) -> str:
        """Give the URL for a company's automation rules. It holds a key: Gong names no company.

        Blocks, unless it is given an `Installation`. Raises `InstallationNotFound`.
        """
        found = company if isinstance(company, Installation) else self._store.get(company)
        if found is None:
            raise InstallationNotFound(f"{_key(company)} has not installed the app.")
        return f"{self._address.url}{WEBHOOKS}/{found.webhook_key.reveal()}"

    def company_of_webhook(self, key: Secret) -> Installation | None:
        """Find whose webhook URL ends with this key. Blocks."""
        return self._store.of_webhook_key(key)

    def _arguments_of(self, change: Change) -> Arguments:
        installation = change.installation
        given: Mapping[str, Any] = {
            "app": self,
            "changed_at": change.changed_at,
            "company": installation.company,
            "event": change.event,
            "installation": installation,
            "reason": installation.reason,
            "tenant": installation.tenant,
        }
        return {name: lambda value=value: value for name, value in given.items()} | {
            "client": lambda: self.client(installation),
            "async_client": lambda: self.async_client(installation),
        }


def _key(company: str | Installation) -> str:
    return company.company if isinstance(company, Installation) else company
