"""Signing in and out, as any active user of any company."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.people import SESSION_SECONDS, User, sign_in, sign_out, users_of
from gongkit.sandbox.ui.forms import read_form
from gongkit.sandbox.ui.site import COOKIE, ROLES, Site, from_own_page


def sign_in_routes(site: Site) -> list[Route]:
    """Say where the pages are."""
    pages = SignIn(site)
    return [
        Route("/sign-in", pages.show, methods=["GET"]),
        Route("/sign-in", from_own_page(pages.begin), methods=["POST"]),
        Route("/sign-out", from_own_page(pages.end), methods=["POST"]),
    ]


class SignIn:
    """The page that asks who is there."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: Request) -> Response:
        """Ask who is there."""
        return self.page(request, request.query_params.get("next", "/"))

    async def begin(self, request: Request) -> Response:
        """Begin a session, and go on to where the person wanted to go."""
        form = await read_form(request)
        target, email = _local(form.text("next", "/")), form.text("email")
        token = sign_in(self._site.state, email, form.text("password"), self._site.now())
        if token is None:
            return self.page(request, target, failed=True, email=email)
        response = RedirectResponse(target, 303)
        response.set_cookie(
            COOKIE, token, max_age=SESSION_SECONDS, path="/", httponly=True, samesite="lax"
        )
        return response

    async def end(self, request: Request) -> Response:
        """End the session."""
        form = await read_form(request)
        sign_out(self._site.state, request.cookies.get(COOKIE, ""))
        response = RedirectResponse(_local(form.text("next", "/")), 303)
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
        return response

    def page(
        self,
        request: Request,
        target: str,
        *,
        failed: bool = False,
        email: str = "",
        integration: str | None = None,
    ) -> Response:
        """Ask who is there; `integration` is the app that wants to be authorized."""
        return self._site.page(
            request,
            "sign_in.html",
            401 if failed else 200,
            target=_local(target),
            failed=failed,
            email=email,
            integration=integration,
            people=[self._people_of(company) for company in self._site.companies().values()],
            roles=ROLES,
        )

    def _people_of(self, company: Company) -> tuple[Company, list[User], list[User]]:
        """Give one person of each role of a company, and all others."""
        users = users_of(self._site.state, company.id)
        by_role = {user.role: user for user in reversed(users)}
        chosen = [by_role[role] for role in ROLES if role in by_role]
        return company, chosen, [user for user in users if user not in chosen]


def _local(target: str) -> str:
    """Let nothing lead away from this sandbox after signing in."""
    leads_away = not target.startswith("/") or target.startswith(("//", "/\\"))
    return "/" if leads_away or not target.isprintable() else target
