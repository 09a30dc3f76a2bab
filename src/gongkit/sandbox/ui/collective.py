"""The Collective: the catalogue of integrations, and the page of each, made from its manifest."""

from __future__ import annotations

from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.sandbox.core.collective import Listing, catalogue, find_listing
from gongkit.sandbox.core.oauth.connections import connections_of_company, find_connection
from gongkit.sandbox.ui.scopes import by_area
from gongkit.sandbox.ui.site import Site

PATH = "/collective"


def collective_routes(site: Site) -> list[Route]:
    """Say where the pages are."""
    pages = CollectivePages(site)
    return [
        Route(PATH, pages.catalogue),
        Route(f"{PATH}/{{client_id}}", pages.listing),
    ]


def listing_path(client_id: str) -> str:
    """Say where an integration's page is."""
    return f"{PATH}/{quote(client_id, safe='')}"


class CollectivePages:
    """The pages for everybody; whoever is signed in sees their company's own apps too."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def catalogue(self, request: Request) -> Response:
        """List the integrations, or those that have a text in them."""
        text = request.query_params.get("q", "").strip()
        company_id = self._company_id(request)
        return self._site.page(
            request,
            "collective/catalogue.html",
            section="collective",
            listings=catalogue(self._site.state, company_id, text),
            text=text,
            installed=self._installed(company_id),
            path=listing_path,
        )

    async def listing(self, request: Request) -> Response:
        """Show an integration."""
        company_id, client_id = self._company_id(request), request.path_params["client_id"]
        found = find_listing(self._site.state, company_id, client_id)
        if found is None:
            raise HTTPException(404)
        return self._site.page(
            request,
            "collective/listing.html",
            section="collective",
            listing=found,
            manifest=found.integration.manifest,
            areas=by_area(found.integration.scopes),
            is_own=found.owner.id == company_id,
            is_installed=company_id is not None and self._is_installed(found, company_id),
        )

    def _company_id(self, request: Request) -> str | None:
        user = self._site.user(request)
        return None if user is None else user.company_id

    def _installed(self, company_id: str | None) -> set[str]:
        """Give the client ids of what the company has connected."""
        if company_id is None:
            return set()
        return {each.client_id for each in connections_of_company(self._site.state, company_id)}

    def _is_installed(self, listing: Listing, company_id: str) -> bool:
        state, client_id = self._site.state, listing.integration.client_id
        return find_connection(state, company_id, client_id) is not None
