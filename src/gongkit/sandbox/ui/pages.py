"""The pages on the main port: home, sign-in, the authorization of an integration, and others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from importlib import resources
from itertools import groupby
from urllib.parse import parse_qsl, urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from gongkit.contract.scopes import SCOPES, Scope
from gongkit.sandbox.core.companies import companies_by_id, load_companies
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.faults import take_fault
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.oauth.authorize import (
    AuthorizationRefused,
    AuthorizationRequest,
    SentBack,
    approve,
    check_company,
    deny,
    read_authorization_request,
)
from gongkit.sandbox.core.oauth.metadata import AUTHORIZE_PATH
from gongkit.sandbox.core.oauth.parameters import OAuthParameters
from gongkit.sandbox.core.people import (
    SESSION_SECONDS,
    TECH_ADMIN,
    User,
    sign_in,
    sign_out,
    user_of_session,
    users_of,
)
from gongkit.sandbox.core.sandbox import Sandbox
from gongkit.sandbox.server.asgi import BodyTooLarge, read_body
from gongkit.sandbox.server.same_origin import is_own
from gongkit.sandbox.ui.account_pages import AccountPages
from gongkit.sandbox.ui.faulty_pages import in_place_of_all, with_fault
from gongkit.sandbox.ui.meeting_pages import meeting_routes
from gongkit.sandbox.ui.rendering import HEADERS, POLICY, page

COOKIE = "gongkit_session"
MAX_FORM_BYTES = 100_000
ROLES = {"tech_admin": "tech admin", "business_admin": "business admin", "rep": "sales rep"}

# A browser holds form-action against the redirects after a form too, and approval
# ends on the app's own site, and wherever that leads.
_CONSENT_HEADERS = {**HEADERS, "Content-Security-Policy": POLICY}


def make_pages(sandbox: Sandbox) -> Starlette:
    """Make the application of all pages of a sandbox."""
    pages = Pages(sandbox)
    return Starlette(
        routes=[
            Route("/", pages.home),
            Route("/style.css", _style),
            Route("/sign-in", pages.show_sign_in, methods=["GET"]),
            Route("/sign-in", _from_own_page(pages.sign_in), methods=["POST"]),
            Route("/sign-out", _from_own_page(pages.sign_out), methods=["POST"]),
            Route(AUTHORIZE_PATH, pages.authorize, methods=["GET"]),
            Route(AUTHORIZE_PATH, _from_own_page(pages.decide), methods=["POST"]),
            *AccountPages(sandbox, pages.user).routes(),
            *meeting_routes(sandbox),
        ],
        exception_handlers={HTTPException: _http_error},
    )


Endpoint = Callable[[Request], Awaitable[Response]]


class Pages:
    """The pages of one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def home(self, request: Request) -> Response:
        """Say what this is and where everything is."""
        hosts = _hosts(request)
        companies = [(company, hosts.api_url(company)) for company in self._companies().values()]
        return page("home.html", companies=companies, user=self.user(request))

    async def show_sign_in(self, request: Request) -> Response:
        """Ask who is there."""
        return self._sign_in_page(request.query_params.get("next", "/"))

    async def sign_in(self, request: Request) -> Response:
        """Begin a session, and go on to where the person wanted to go."""
        form = await _form(request)
        target = _local(form.get("next", "/"))
        token = sign_in(
            self._sandbox.state,
            form.get("email", ""),
            form.get("password", ""),
            self._sandbox.clock.now(),
        )
        if token is None:
            return self._sign_in_page(target, failed=True, email=form.get("email", ""))
        response = RedirectResponse(target, 303)
        response.set_cookie(
            COOKIE, token, max_age=SESSION_SECONDS, path="/", httponly=True, samesite="lax"
        )
        return response

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        form = await _form(request)
        sign_out(self._sandbox.state, request.cookies.get(COOKIE, ""))
        response = RedirectResponse(_local(form.get("next", "/")), 303)
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
        return response

    async def authorize(self, request: Request) -> Response:
        """Show the consent page, or why there is none."""
        return await self._recorded(request, self._authorize)

    async def decide(self, request: Request) -> Response:
        """Grant what was asked for, or deny it."""
        decision = (await _form(request)).get("decision")
        return await self._recorded(request, lambda asked: self._decide(asked, decision))

    def _authorize(self, request: Request) -> Response:
        asked = self._read(request)
        user = self.user(request)
        if user is None:
            return self._sign_in_page(_here(request), integration=asked.integration.name)
        company = self._allowed(asked, user)
        if user.role != TECH_ADMIN:
            return _insufficient(request, asked, user, company)
        return page(
            "consent.html",
            headers=_CONSENT_HEADERS,
            asked=asked,
            integration=asked.integration.manifest.integration,
            destination=urlsplit(asked.redirect_uri).netloc,
            areas=_by_area(asked.scopes),
            user=user,
            company=company,
            here=_here(request),
        )

    def _decide(self, request: Request, decision: str | None) -> Response:
        asked = self._read(request)
        user = self.user(request)
        if user is None:
            return RedirectResponse(_here(request), 303)
        company = self._allowed(asked, user)
        if user.role != TECH_ADMIN:
            return _insufficient(request, asked, user, company)
        if decision == "approve":
            now = self._sandbox.clock.now()
            target = approve(self._sandbox.state, asked, company, user.id, now)
        elif decision == "deny":
            target = deny(asked)
        else:
            raise AuthorizationRefused(400, "The form says neither approve nor deny.")
        return Response(status_code=303, headers={**HEADERS, "Location": target})

    def _read(self, request: Request) -> AuthorizationRequest:
        parameters = OAuthParameters.of_query(request.url.query)
        return read_authorization_request(self._sandbox.state, _hosts(request), parameters)

    def _allowed(self, asked: AuthorizationRequest, user: User) -> Company:
        by_id = companies_by_id(self._sandbox.state)
        company = by_id[user.company_id]
        check_company(asked, company, by_id[asked.integration.company_id])
        return company

    async def _recorded(self, request: Request, act: Callable[[Request], Response]) -> Response:
        """Answer, unless a fault prevents it, and put it into the request log."""
        now, user = self._sandbox.clock.now(), self.user(request)
        company_id = None if user is None else user.company_id
        fault = take_fault(self._sandbox.state, "authorize", company_id)
        response = in_place_of_all(fault) or _with_errors(request, act)
        companies = companies_by_id(self._sandbox.state)
        self._sandbox.log.add(
            at=now,
            method=request.method,
            path=request.url.path,
            query=request.url.query,
            body=b"",
            status=response.status_code,
            company=None if user is None else companies[user.company_id].name,
            client=request.query_params.get("client_id"),
            operation="authorize",
            seconds=self._sandbox.clock.now() - now,
            request_id=self._sandbox.api.request_id(),
            hints=() if fault is None else (fault.hint,),
        )
        return await with_fault(response, fault, request.receive)

    def _sign_in_page(
        self,
        target: str,
        *,
        failed: bool = False,
        email: str = "",
        integration: str | None = None,
    ) -> Response:
        return page(
            "sign_in.html",
            401 if failed else 200,
            target=_local(target),
            failed=failed,
            email=email,
            integration=integration,
            people=[
                (company, self._one_of_each_role(company)) for company in self._companies().values()
            ],
            roles=ROLES,
        )

    def _one_of_each_role(self, company: Company) -> list[User]:
        by_role = {user.role: user for user in reversed(users_of(self._sandbox.state, company.id))}
        return [by_role[role] for role in ROLES if role in by_role]

    def _companies(self) -> dict[str, Company]:
        return load_companies(self._sandbox.state)

    def user(self, request: Request) -> User | None:
        """Find who is signed in."""
        token = request.cookies.get(COOKIE)
        if not token:
            return None
        return user_of_session(self._sandbox.state, token, self._sandbox.clock.now())


def _with_errors(request: Request, act: Callable[[Request], Response]) -> Response:
    """Answer, with the errors of authorization too."""
    try:
        return act(request)
    except AuthorizationRefused as refused:
        return page("refused.html", refused.status, reason=refused.reason)
    except SentBack as sent:
        return Response(status_code=303, headers={**HEADERS, "Location": sent.redirect_to})


def _insufficient(
    request: Request, asked: AuthorizationRequest, user: User, company: Company
) -> Response:
    return page(
        "insufficient.html",
        403,
        name=asked.integration.name,
        user=user,
        role=ROLES[user.role],
        company=company,
        here=_here(request),
    )


def _by_area(scopes: tuple[str, ...]) -> list[tuple[str, list[Scope]]]:
    """Put scopes in order and under their areas, to be read by people."""
    chosen = [scope for name, scope in SCOPES.items() if name in scopes]
    return [(area, list(group)) for area, group in groupby(chosen, key=lambda scope: scope.area)]


def _hosts(request: Request) -> Hosts:
    hosts: Hosts = request.scope["state"]["hosts"]
    return hosts


def _here(request: Request) -> str:
    return f"{request.url.path}?{request.url.query}"


def _local(target: str) -> str:
    """Let nothing lead away from this sandbox after signing in."""
    leads_away = not target.startswith("/") or target.startswith(("//", "/\\"))
    return "/" if leads_away or not target.isprintable() else target


async def _form(request: Request) -> dict[str, str]:
    try:
        raw = await read_body(request.scope, request.receive, MAX_FORM_BYTES)
    except BodyTooLarge:
        raise HTTPException(413, "The form is too large.") from None
    return dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))


def _from_own_page(endpoint: Endpoint) -> Endpoint:
    """Refuse forms that pages of other origins send."""

    async def checked(request: Request) -> Response:
        if not is_own(dict(request.scope["headers"])):
            raise HTTPException(403, "This form was sent from a page of another origin.")
        return await endpoint(request)

    return checked


async def _http_error(_: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise TypeError("only HTTPException is handled here")
    reason = "There is no such page." if error.status_code == 404 else error.detail
    return page(
        "error.html", error.status_code, {**HEADERS, **(error.headers or {})}, reason=reason
    )


@cache
def _stylesheet() -> str:
    return (resources.files("gongkit.sandbox.ui") / "style.css").read_text("utf-8")


async def _style(_: Request) -> Response:
    headers = {"Cache-Control": "max-age=60", "X-Content-Type-Options": "nosniff"}
    return Response(_stylesheet(), headers=headers, media_type="text/css")
