"""All pages of the admin center."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.sandbox.ui.admin.api_keys import api_key_routes
from gongkit.sandbox.ui.admin.client_secret import client_secret_routes
from gongkit.sandbox.ui.admin.connections import connection_routes
from gongkit.sandbox.ui.admin.integrations import integration_routes
from gongkit.sandbox.ui.admin.own import LIST
from gongkit.sandbox.ui.admin.registration import registration_routes
from gongkit.sandbox.ui.admin.transfer import transfer_routes
from gongkit.sandbox.ui.admin.trusted_ips import trusted_ip_routes
from gongkit.sandbox.ui.site import Site, see


def admin_routes(site: Site) -> list[Route]:
    """Say where the pages are; those with words for a path come before those with ids."""
    return [
        Route("/admin", _begin, methods=["GET"]),
        *api_key_routes(site),
        *registration_routes(site),
        *transfer_routes(site),
        *integration_routes(site),
        *client_secret_routes(site),
        *trusted_ip_routes(site),
        *connection_routes(site),
    ]


async def _begin(_: Request) -> Response:
    return see(LIST)
