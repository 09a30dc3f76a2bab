"""The list of a company's integrations, and the page of each; publishing and deleting one."""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.sandbox.core.oauth import integrations
from gongkit.sandbox.core.oauth.connections import connections_of_integration
from gongkit.sandbox.core.oauth.images import images_of
from gongkit.sandbox.core.oauth.integrations import Integration
from gongkit.sandbox.core.people import User
from gongkit.sandbox.ui.admin.client_secret import secret_values
from gongkit.sandbox.ui.admin.connections import connected_companies
from gongkit.sandbox.ui.admin.integration_form import pictures_named
from gongkit.sandbox.ui.admin.own import LIST, ONE, log, own_integration, own_page, path_of
from gongkit.sandbox.ui.admin.trusted_ips import trusted_ip_values
from gongkit.sandbox.ui.forms import read_form
from gongkit.sandbox.ui.scopes import by_area
from gongkit.sandbox.ui.site import Notice, Site, from_own_page, see


class Row(NamedTuple):
    """An integration in the list."""

    integration: Integration
    pictures: frozenset[str]
    companies: int


def integration_routes(site: Site) -> list[Route]:
    """Say where the pages are."""
    pages, admins = IntegrationPages(site), site.for_tech_admins
    publication, deletion = f"{ONE}/publication", f"{ONE}/delete"
    return [
        Route(LIST, admins(pages.listing), methods=["GET"]),
        Route(ONE, admins(pages.show), methods=["GET"]),
        Route(publication, admins(pages.ask_publication), methods=["GET"]),
        Route(publication, from_own_page(admins(pages.publish)), methods=["POST"]),
        Route(deletion, admins(pages.ask_delete), methods=["GET"]),
        Route(deletion, from_own_page(admins(pages.delete)), methods=["POST"]),
    ]


class IntegrationPages:
    """The pages about what is registered."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def listing(self, request: Request, user: User) -> Response:
        """List the company's integrations."""
        found = integrations.integrations_of(self._site.state, user.company_id)
        rows = [self._row(integration) for integration in found]
        return self._site.page(request, "admin/integrations.html", section="admin", rows=rows)

    async def show(self, request: Request, user: User) -> Response:
        """Show an integration with its credentials, its connections and its settings."""
        site, integration = self._site, own_integration(self._site, request, user)
        return own_page(
            site,
            request,
            "integration.html",
            integration,
            pictures=images_of(site.state, integration.client_id),
            files={name: kind for kind, name in pictures_named(integration.manifest).items()},
            connected=connected_companies(site, integration, user),
            areas=by_area(integration.scopes),
            **secret_values(site, integration, user),
            **trusted_ip_values(request, integration.manifest),
        )

    async def ask_publication(self, request: Request, user: User) -> Response:
        """Say what publishing means, and ask."""
        integration = own_integration(self._site, request, user)
        return own_page(self._site, request, "publication.html", integration)

    async def publish(self, request: Request, user: User) -> Response:
        """Publish an integration, or make it private again."""
        published = (await read_form(request)).text("published") == "yes"
        integration = own_integration(self._site, request, user)
        integrations.publish(self._site.state, integration.client_id, published=published)
        action = "IntegrationPublished" if published else "IntegrationMadePrivate"
        log(self._site, user, action, integration)
        done = "is published in the Collective" if published else "is private again"
        self._site.tell(request, Notice(f"{integration.name} {done}."))
        return see(path_of(integration))

    async def ask_delete(self, request: Request, user: User) -> Response:
        """Ask before an integration is deleted."""
        integration = own_integration(self._site, request, user)
        row = self._row(integration)
        return own_page(self._site, request, "delete_integration.html", integration, row=row)

    async def delete(self, request: Request, user: User) -> Response:
        """Delete an integration."""
        integration = own_integration(self._site, request, user)
        integrations.delete(self._site.state, integration.client_id)
        log(self._site, user, "IntegrationDeleted", integration)
        self._site.tell(request, Notice(f"{integration.name} is deleted; its tokens have ended."))
        return see(LIST)

    def _row(self, integration: Integration) -> Row:
        state, client_id = self._site.state, integration.client_id
        companies = len(connections_of_integration(state, client_id))
        return Row(integration, images_of(state, client_id), companies)
