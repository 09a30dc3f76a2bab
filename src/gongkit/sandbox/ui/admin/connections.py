"""The companies that are connected to an integration, and disconnecting one of them."""

from __future__ import annotations

from typing import Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.contract.scopes import Scope
from gongkit.sandbox.core.companies import companies_by_id
from gongkit.sandbox.core.oauth.connections import (
    Connection,
    connections_of_integration,
    disconnect,
)
from gongkit.sandbox.core.oauth.integrations import Integration
from gongkit.sandbox.core.people import User
from gongkit.sandbox.ui.admin.own import ONE, own_integration, own_page, path_of
from gongkit.sandbox.ui.moments import Moment, moment_for
from gongkit.sandbox.ui.scopes import by_area
from gongkit.sandbox.ui.site import Notice, Site, from_own_page, see

_PATH: Final = f"{ONE}/connections/{{grant_id:int}}"


class Connected(NamedTuple):
    """A connection as pages show it."""

    grant_id: int
    company: str
    since: Moment
    areas: list[tuple[str, list[Scope]]]
    scope_count: int


def connection_routes(site: Site) -> list[Route]:
    """Say where the page is."""
    pages, admins = ConnectionPages(site), site.for_tech_admins
    return [
        Route(_PATH, admins(pages.ask), methods=["GET"]),
        Route(_PATH, from_own_page(admins(pages.disconnect)), methods=["POST"]),
    ]


def connected_companies(site: Site, integration: Integration, user: User) -> list[Connected]:
    """Give the connections of an integration, the latest first."""
    found = connections_of_integration(site.state, integration.client_id)
    return [_shown(site, each, user) for each in found]


class ConnectionPages:
    """The page that asks before a company is disconnected."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def ask(self, request: Request, user: User) -> Response:
        """Ask."""
        integration = own_integration(self._site, request, user)
        shown = _shown(self._site, self._connection(request, integration), user)
        return own_page(self._site, request, "disconnect.html", integration, found=shown)

    async def disconnect(self, request: Request, user: User) -> Response:
        """Disconnect the company."""
        integration = own_integration(self._site, request, user)
        connection = self._connection(request, integration)
        disconnect(self._site.state, connection.grant_id, user, self._site.now())
        company = companies_by_id(self._site.state)[connection.company_id]
        said = f"{company.title} is disconnected from {integration.name}."
        self._site.tell(request, Notice(said))
        return see(path_of(integration))

    def _connection(self, request: Request, integration: Integration) -> Connection:
        for each in connections_of_integration(self._site.state, integration.client_id):
            if each.grant_id == request.path_params["grant_id"]:
                return each
        raise HTTPException(404)


def _shown(site: Site, connection: Connection, user: User) -> Connected:
    company = companies_by_id(site.state)[connection.company_id]
    return Connected(
        connection.grant_id,
        company.title,
        moment_for(user, connection.since),
        by_area(connection.scopes),
        len(connection.scopes),
    )
