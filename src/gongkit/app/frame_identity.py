"""Who looks at the app's page inside Gong: a sign-in in a pop-up, a ticket, a token.

Gong hands the page no identity, and browsers keep the app's cookies out of a frame on
Gong's pages. So the page opens a pop-up of the app itself, where the user signs in as
ever. The pop-up gets a ticket and hands it to the page by `postMessage`, and the page
trades it for a token that it keeps in memory and sends as `Authorization`.

A ticket counts once, for a minute, and from the origin to which it was given. Ticket and
token are sealed with the keyring: there is no secret of their own to keep.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import resources
from typing import Any, Final, TypeVar

import msgspec
from anyio.to_thread import run_sync
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from gongkit.app.address import IDENTITY, IDENTITY_SCRIPT
from gongkit.app.failures import log
from gongkit.app.listeners import call
from gongkit.app.pages import HEADERS, Pages
from gongkit.clock import Clock
from gongkit.decoders import decoder_of
from gongkit.errors import KeyringError
from gongkit.installations.installation import OAuthState
from gongkit.installations.keyring import Keyring, Place
from gongkit.installations.store import InstallationStore
from gongkit.redact import Secret

TICKET_SECONDS: Final = 60
TOKEN_SECONDS: Final = 900
_MAX_BODY_BYTES: Final = 10_000

_TICKET: Final = f"{IDENTITY}/ticket"
_TOKEN: Final = f"{IDENTITY}/token"
_POP_UP_SCRIPT: Final = f"{IDENTITY}/pop-up.js"
_SCRIPTS: Final[Mapping[str, str]] = {
    IDENTITY_SCRIPT: "frame-identity.js",
    _POP_UP_SCRIPT: "frame-pop-up.js",
}

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameUser:
    """The user of a page inside Gong, in the app's own words: its ids, not Gong's."""

    user: str
    tenant: str | None = None


Whose = Callable[[Request], Any]
"""Tells who is signed in to the app in a request of its own site: a `FrameUser`, or an answer
that is given instead, such as a redirect to the app's sign-in; None for nobody. Or awaits it."""

AnyWhose = TypeVar("AnyWhose", bound=Whose)


class _Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is in a ticket and in a token."""

    user: str
    tenant: str | None
    origin: str
    ends_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameIdentity:
    """Answers the pop-up and the page, and tells whose a token is."""

    whose: Whose
    store: InstallationStore
    keyring: Keyring
    client_id: str
    clock: Clock
    pages: Pages

    def methods(self, route: str) -> dict[str, Handler]:
        """Give what answers at a route, by method."""
        if route in _SCRIPTS:
            script = partial(_script, _SCRIPTS[route])
            return {"GET": script, "HEAD": script}
        if route == IDENTITY:
            return {"GET": self._pop_up, "HEAD": self._pop_up}
        takes = {_TICKET: self._ticket, _TOKEN: self._token}.get(route)
        return {} if takes is None else {"POST": takes}

    async def user(self, request: Request) -> FrameUser | None:
        """Tell whose the token of a request is; None where it has none that counts."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        found = await run_sync(partial(self._open, token.strip(), "frame token"))
        if found is None or request.headers.get("origin", found.origin) != found.origin:
            return None
        return FrameUser(user=found.user, tenant=found.tenant)

    async def _pop_up(self, request: Request) -> Response:
        """Show the pop-up to whoever is signed in; have the others sign in first."""
        who = await self._who(request)
        if isinstance(who, Response):
            return who
        return self.pages.pop_up(f".{_POP_UP_SCRIPT}", signed_in=who is not None)

    async def _ticket(self, request: Request) -> Response:
        """Give the pop-up a ticket for its own origin."""
        origin, who = _own_origin(request), await self._who(request)
        if origin is None or not isinstance(who, FrameUser):
            return _no("not signed in")
        ticket = await run_sync(partial(self._seal, who, origin, TICKET_SECONDS, "frame ticket"))
        kept = OAuthState(state=Secret(ticket), browser=Secret(origin), redirect_uri=origin)
        await run_sync(partial(self.store.save_state, kept, TICKET_SECONDS))
        return JSONResponse({"ticket": ticket}, headers=HEADERS)

    async def _token(self, request: Request) -> Response:
        """Trade a ticket for a token, once, at the origin to which the ticket was given."""
        origin, ticket = _own_origin(request), await _ticket_in(request)
        if origin is None or ticket is None:
            return _no("no ticket")
        use = partial(self.store.consume_state, Secret(ticket), Secret(origin))
        used = await run_sync(use)
        found = await run_sync(partial(self._open, ticket, "frame ticket"))
        if not isinstance(used, OAuthState) or found is None:
            why = used if isinstance(used, str) else "it does not open"
            log.warning("A frame's ticket was refused: %s", why)
            return _no("the ticket does not count, or not any more")
        who = FrameUser(user=found.user, tenant=found.tenant)
        token = await run_sync(partial(self._seal, who, origin, TOKEN_SECONDS, "frame token"))
        return JSONResponse({"token": token, "expires_in": TOKEN_SECONDS}, headers=HEADERS)

    async def _who(self, request: Request) -> FrameUser | Response | None:
        """Ask the app; what goes wrong in it is logged, and has a page."""
        try:
            return _checked(await call(self.whose, request))
        except Exception:  # noqa: BLE001 - it is the app's own
            log.exception("frame_identity failed")
            return self.pages.frame_failed()

    def _seal(self, who: FrameUser, origin: str, seconds: float, kind: str) -> str:
        sealed = _Sealed(who.user, who.tenant, origin, self.clock.now() + seconds)
        text = Secret(msgspec.json.encode(sealed).decode())
        content = self.keyring.seal(text, bound_to=self._place(kind))
        return base64.urlsafe_b64encode(content).decode()

    def _open(self, text: str, kind: str) -> _Sealed | None:
        try:
            content = base64.urlsafe_b64decode(text.encode())
            opened = self.keyring.open(content, bound_to=self._place(kind))
            found = decoder_of(_Sealed).decode(opened.reveal())
        except (binascii.Error, ValueError, KeyringError):
            return None
        return found if self.clock.now() < found.ends_at else None

    def _place(self, kind: str) -> Place:
        return ("frame identity", self.client_id, kind)


def _checked(who: Any) -> FrameUser | Response | None:
    if who is not None and not isinstance(who, FrameUser | Response):
        raise TypeError(f"it gave a {type(who).__name__}: it gives a FrameUser, or None")
    return who


async def _script(name: str, request: Request) -> Response:  # noqa: ARG001
    content = (resources.files("gongkit.app") / "scripts" / name).read_text("utf-8")
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return Response(content, headers=headers, media_type="text/javascript")


def _own_origin(request: Request) -> str | None:
    """Give the origin of the page that sends a request, if it is that of this app.

    Browsers say so; by the host it is compared for those that do not, as a proxy may hide it.
    """
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if origin is None or site not in {None, "same-origin"}:
        return None
    same_host = origin.partition("://")[2] == request.headers.get("host")
    return origin if site == "same-origin" or same_host else None


async def _ticket_in(request: Request) -> str | None:
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MAX_BODY_BYTES:
                return None
        ticket = decoder_of(dict[str, str]).decode(body).get("ticket")
    except (ClientDisconnect, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return ticket or None


def _no(reason: str) -> Response:
    return JSONResponse({"error": reason}, 401, HEADERS)
