"""The sandbox's home page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.sandbox.ui.site import Site, hosts_of


def home_routes(site: Site) -> list[Route]:
    """Say what this is and where everything is."""

    async def home(request: Request) -> Response:
        hosts = hosts_of(request)
        companies = [(each, hosts.api_url(each)) for each in site.companies().values()]
        return site.page(request, "home.html", companies=companies)

    return [Route("/", home)]
