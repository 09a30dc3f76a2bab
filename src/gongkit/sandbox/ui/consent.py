"""The authorization of an integration: consent, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from gongkit.sandbox.core.companies import companies_by_id
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.faults import take_fault
from gongkit.sandbox.core.oauth.authorize import (
    AuthorizationRefused,
    AuthorizationRequest,
    SentBack,
    approve,
    check_company,
    deny,
    read_authorization_request,
)
from gongkit.sandbox.core.oauth.images import images_of
from gongkit.sandbox.core.oauth.last_time import last_time
from gongkit.sandbox.core.oauth.metadata import AUTHORIZE_PATH
from gongkit.sandbox.core.oauth.parameters import OAuthParameters
from gongkit.sandbox.core.people import TECH_ADMIN, User
from gongkit.sandbox.ui.faulty_pages import in_place_of_all, with_fault
from gongkit.sandbox.ui.forms import Form, read_form
from gongkit.sandbox.ui.moments import moment_for
from gongkit.sandbox.ui.rendering import HEADERS, policy
from gongkit.sandbox.ui.scopes import by_area
from gongkit.sandbox.ui.sign_in import SignIn
from gongkit.sandbox.ui.site import Site, from_own_page, here, hosts_of

# A browser holds form-action against the redirects after a form too, and approval
# ends on the app's own site, and wherever that leads.
_HEADERS: Final[Mapping[str, str]] = {**HEADERS, "Content-Security-Policy": policy(forms=False)}


def consent_routes(site: Site) -> list[Route]:
    """Say where the pages are."""
    pages = ConsentPages(site)
    return [
        Route(AUTHORIZE_PATH, pages.authorize, methods=["GET"]),
        Route(AUTHORIZE_PATH, from_own_page(pages.decide), methods=["POST"]),
    ]


class ConsentPages:
    """The pages of the authorize endpoint."""

    def __init__(self, site: Site) -> None:
        self._site, self._sign_in = site, SignIn(site)

    async def authorize(self, request: Request) -> Response:
        """Show the consent page, or why there is none."""
        return await self._recorded(request, self._authorize)

    async def decide(self, request: Request) -> Response:
        """Grant what was asked for, or deny it."""
        form = await read_form(request)
        return await self._recorded(request, lambda asked: self._decide(asked, form))

    def _authorize(self, request: Request) -> Response:
        asked = self._read(request)
        user = self._site.user(request)
        if user is None:
            return self._sign_in.page(request, here(request), integration=asked.integration.name)
        company = self._check_company(asked, user)
        if user.role != TECH_ADMIN:
            return self._insufficient(request, asked)
        return self._consent(request, asked, company, user)

    def _decide(self, request: Request, form: Form) -> Response:
        asked = self._read(request)
        user = self._site.user(request)
        if user is None:
            return RedirectResponse(here(request), 303)
        company = self._check_company(asked, user)
        if user.role != TECH_ADMIN:
            return self._insufficient(request, asked)
        decision = form.text("decision")
        if decision == "approve":
            shown = _shown(asked, company)
            if form.text("shown", shown) != shown:
                return self._consent(request, asked, company, user, changed=True)
            target = approve(self._site.state, asked, company, user.id, self._site.now())
        elif decision == "deny":
            target = deny(asked)
        else:
            raise AuthorizationRefused(400, "The form says neither approve nor deny.")
        return Response(status_code=303, headers={**HEADERS, "Location": target})

    def _consent(
        self,
        request: Request,
        asked: AuthorizationRequest,
        company: Company,
        user: User,
        *,
        changed: bool = False,
    ) -> Response:
        """Ask; `changed` says that the page which was answered asked for something else."""
        state, client_id = self._site.state, asked.integration.client_id
        before = last_time(state, client_id, company.id, asked.scopes)
        return self._site.page(
            request,
            "consent.html",
            409 if changed else 200,
            headers=_HEADERS,
            asked=asked,
            shown=_shown(asked, company),
            changed=changed,
            integration=asked.integration.manifest.integration,
            destination=urlsplit(asked.redirect_uri).netloc,
            pictures=images_of(state, client_id),
            areas=by_area(asked.scopes),
            before=before,
            last_approved=before and moment_for(user, before.approved_at),
            dropped=before and by_area(before.dropped),
        )

    def _read(self, request: Request) -> AuthorizationRequest:
        parameters = OAuthParameters.of_query(request.url.query)
        return read_authorization_request(self._site.state, hosts_of(request), parameters)

    def _check_company(self, asked: AuthorizationRequest, user: User) -> Company:
        """Give the company that would approve; refuse one that may not."""
        company = self._site.company_of(user)
        owner = companies_by_id(self._site.state)[asked.integration.company_id]
        check_company(asked, company, owner)
        return company

    def _insufficient(self, request: Request, asked: AuthorizationRequest) -> Response:
        what = f"authorize {asked.integration.name}"
        return self._site.page(request, "insufficient.html", 403, what=what)

    async def _recorded(self, request: Request, act: Callable[[Request], Response]) -> Response:
        """Answer, unless a fault prevents it, and put it into the request log."""
        sandbox, now, user = self._site.sandbox, self._site.now(), self._site.user(request)
        fault = take_fault(sandbox.state, "authorize", None if user is None else user.company_id)
        response = in_place_of_all(fault) or self._with_errors(request, act)
        sandbox.log.add(
            at=now,
            method=request.method,
            path=request.url.path,
            query=request.url.query,
            body=b"",
            status=response.status_code,
            company=None if user is None else self._site.company_of(user).name,
            client=request.query_params.get("client_id"),
            operation="authorize",
            seconds=self._site.now() - now,
            request_id=sandbox.api.request_id(),
            hints=() if fault is None else (fault.hint,),
        )
        return await with_fault(response, fault, request.receive)

    def _with_errors(self, request: Request, act: Callable[[Request], Response]) -> Response:
        """Answer, with the errors of authorization too."""
        try:
            return act(request)
        except AuthorizationRefused as refused:
            # Everything else is refused for what the request says, whoever it is that asks.
            is_private = refused.status == 403
            return self._site.page(
                request,
                "refused.html",
                refused.status,
                reason=refused.reason,
                is_private=is_private,
            )
        except SentBack as sent:
            return Response(status_code=303, headers={**HEADERS, "Location": sent.redirect_to})


def _shown(asked: AuthorizationRequest, company: Company) -> str:
    """Write what a page of consent shows, to hold against it what is so when it is answered.

    In another tab somebody may have signed in for another company, or edited the integration.
    """
    return " ".join((company.name, *asked.scopes))
