"""What all pages of one sandbox have in common: who looks at them, and what they are told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gongkit.sandbox.core.companies import companies_by_id, load_companies
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.oauth.credentials import digest
from gongkit.sandbox.core.people import TECH_ADMIN, User, user_of_session
from gongkit.sandbox.core.sandbox import Sandbox
from gongkit.sandbox.core.state import State
from gongkit.sandbox.server.same_origin import is_own
from gongkit.sandbox.ui.rendering import HEADERS, page

COOKIE: Final = "gongkit_session"
ROLES: Final = {"tech_admin": "tech admin", "business_admin": "business admin", "rep": "sales rep"}

Endpoint = Callable[[Request], Awaitable[Response]]
UserEndpoint = Callable[[Request, User], Awaitable[Response]]


class Notice(NamedTuple):
    """What a person is told on the next page, once: that it was done, and a secret, if any."""

    text: str
    secret: str | None = None
    secret_name: str = ""


class Site:
    """One sandbox as its pages see it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        # By the digest of the session's cookie. Not in the data: secrets are shown once.
        self._notices: dict[bytes, Notice] = {}

    @property
    def state(self) -> State:
        """The sandbox's data."""
        return self.sandbox.state

    def now(self) -> float:
        """Give the sandbox's time, in seconds since the epoch."""
        return self.sandbox.clock.now()

    def companies(self) -> dict[str, Company]:
        """Give all companies by name."""
        return load_companies(self.state)

    def company_of(self, user: User) -> Company:
        """Give the company that somebody works for."""
        return companies_by_id(self.state)[user.company_id]

    def user(self, request: Request) -> User | None:
        """Find who is signed in."""
        token = request.cookies.get(COOKIE)
        return user_of_session(self.state, token, self.now()) if token else None

    def page(
        self,
        request: Request,
        template: str,
        status: int = 200,
        headers: Mapping[str, str] = HEADERS,
        **values: Any,
    ) -> Response:
        """Answer with a page for whoever looks at it, with what they are to be told.

        A page of an error leaves that to the next one: a secret is told once.
        `section` says which entry of the navigation it belongs to.
        """
        user = self.user(request)
        head = {
            "user": user,
            "role": ROLES[user.role] if user else None,
            "company": self.company_of(user) if user else None,
            "here": here(request),
            "notice": self._notices.pop(_session(request), None) if status < 400 else None,
        }
        return page(template, status, headers, **{**head, **values})

    def is_told(self, request: Request) -> bool:
        """Tell whether the next page of this session has something to say already."""
        return _session(request) in self._notices

    def tell(self, request: Request, notice: Notice) -> None:
        """Let the next page of this session say something."""
        self._notices[_session(request)] = notice

    def for_users(self, endpoint: UserEndpoint) -> Endpoint:
        """Have somebody sign in first, and come back."""

        async def signed_in(request: Request) -> Response:
            user = self.user(request)
            return to_sign_in(request) if user is None else await endpoint(request, user)

        return signed_in

    def for_tech_admins(self, endpoint: UserEndpoint) -> Endpoint:
        """Let tech admins in, and tell others why they are not."""

        async def admitted(request: Request, user: User) -> Response:
            if user.role == TECH_ADMIN:
                return await endpoint(request, user)
            return self.page(
                request, "insufficient.html", 403, what="open the admin center", section="admin"
            )

        return self.for_users(admitted)


def from_own_page(endpoint: Endpoint) -> Endpoint:
    """Refuse forms that pages of other origins send."""

    async def checked(request: Request) -> Response:
        if not is_own(dict(request.scope["headers"])):
            raise HTTPException(403, "This form was sent from a page of another origin.")
        return await endpoint(request)

    return checked


def hosts_of(request: Request) -> Hosts:
    """Say where everything is, in the words that the browser used."""
    hosts: Hosts = request.scope["state"]["hosts"]
    return hosts


def here(request: Request) -> str:
    """Give the path and query of a request."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def to_sign_in(request: Request) -> Response:
    """Send somebody to sign in, and afterwards back: to the page that a form was on."""
    back = here(request) if request.method in {"GET", "HEAD"} else _page_before(request)
    return RedirectResponse(f"/sign-in?{urlencode({'next': back})}", 303)


def _page_before(request: Request) -> str:
    """Give the path of the page from which the browser comes, if it is one of these."""
    try:
        before = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "/"
    if before.netloc != request.url.netloc or not before.path:
        return "/"
    return before.path + (f"?{before.query}" if before.query else "")


def see(path: str) -> Response:
    """Send the browser on after a form, so that reloading sends nothing twice."""
    return RedirectResponse(path, 303)


def _session(request: Request) -> bytes:
    return digest(request.cookies.get(COOKIE, ""))
