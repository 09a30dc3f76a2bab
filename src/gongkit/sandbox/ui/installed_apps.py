"""The apps that a company has installed: everybody may look, tech admins may disconnect."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.contract.scopes import Scope
from gongkit.sandbox.core.oauth.connections import (
    Connection,
    approval_of,
    connections_of_company,
    disconnect,
    find_connection,
)
from gongkit.sandbox.core.oauth.images import images_of
from gongkit.sandbox.core.oauth.integrations import Integration, find_integration
from gongkit.sandbox.core.people import TECH_ADMIN, User
from gongkit.sandbox.ui.collective import PATH, listing_path
from gongkit.sandbox.ui.scopes import by_area
from gongkit.sandbox.ui.site import Notice, Site, UserEndpoint, from_own_page, see

_INSTALLED = f"{PATH}/installed"
_DISCONNECT = f"{_INSTALLED}/{{client_id}}/disconnect"


class InstalledApp(NamedTuple):
    """A connected integration as the page shows it, with moments as the user reads them.

    `called` is its last call, if the request log still has one; `renewed` is when it last
    got tokens. `approved_by` is a name.
    """

    integration: Integration
    pictures: frozenset[str]
    areas: list[tuple[str, list[Scope]]]
    approved: datetime
    approved_by: str | None
    called: datetime | None
    renewed: datetime


def installed_app_routes(site: Site) -> list[Route]:
    """Say where the pages are."""
    pages = InstalledAppPages(site)
    return [
        Route(_INSTALLED, site.for_users(pages.installed)),
        Route(_DISCONNECT, site.for_users(pages.tech_admins(pages.ask)), methods=["GET"]),
        Route(
            _DISCONNECT,
            from_own_page(site.for_users(pages.tech_admins(pages.disconnect))),
            methods=["POST"],
        ),
    ]


class InstalledAppPages:
    """The pages about the company of whoever is signed in."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def installed(self, request: Request, user: User) -> Response:
        """List the apps, the latest first."""
        calls = self._site.sandbox.log.last_calls(self._site.company_of(user).name)
        apps = [
            self._app(connection, user, calls.get(connection.client_id))
            for connection in connections_of_company(self._site.state, user.company_id)
        ]
        return self._site.page(
            request,
            "collective/installed.html",
            section="collective",
            apps=apps,
            may_act=user.role == TECH_ADMIN,
            path=listing_path,
        )

    def tech_admins(self, endpoint: UserEndpoint) -> UserEndpoint:
        """Let tech admins of a company that has the app in, and tell others why they are not."""

        async def admitted(request: Request, user: User) -> Response:
            connection = self._connection(request, user)
            if user.role == TECH_ADMIN:
                return await endpoint(request, user)
            what = f"disconnect {self._integration(connection).name}"
            return self._site.page(
                request, "insufficient.html", 403, what=what, section="collective"
            )

        return admitted

    async def ask(self, request: Request, user: User) -> Response:
        """Say what happens, and ask."""
        integration = self._integration(self._connection(request, user))
        return self._site.page(
            request,
            "collective/disconnect.html",
            section="collective",
            integration=integration,
            back=_INSTALLED,
        )

    async def disconnect(self, request: Request, user: User) -> Response:
        """Disconnect an app."""
        connection = self._connection(request, user)
        disconnect(self._site.state, connection.grant_id, user, self._site.now())
        name = self._integration(connection).name
        text = f"{name} is disconnected: its tokens no longer work."
        self._site.tell(request, Notice(text))
        return see(_INSTALLED)

    def _connection(self, request: Request, user: User) -> Connection:
        client_id: str = request.path_params["client_id"]
        found = find_connection(self._site.state, user.company_id, client_id)
        if found is None:
            raise HTTPException(404)
        return found

    def _integration(self, connection: Connection) -> Integration:
        found = find_integration(self._site.state, connection.client_id)
        if found is None:
            raise LookupError("a grant has no integration")
        return found

    def _app(self, connection: Connection, user: User, called: float | None) -> InstalledApp:
        state, zone = self._site.state, ZoneInfo(user.time_zone)
        approval = approval_of(state, connection)
        return InstalledApp(
            integration=self._integration(connection),
            pictures=images_of(state, connection.client_id),
            areas=by_area(connection.scopes),
            approved=datetime.fromtimestamp(approval.at if approval else connection.since, zone),
            approved_by=approval.by if approval else None,
            called=None if called is None else datetime.fromtimestamp(called, zone),
            renewed=datetime.fromtimestamp(connection.renewed_at, zone),
        )
