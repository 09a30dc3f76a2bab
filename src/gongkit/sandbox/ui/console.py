"""The console: a developer's view of the sandbox, made by scripts out of the control API.

The pages hold no data of their own and need no sign-in: whoever may call the control API
sees what it says. Where the sandbox has a control token, the scripts ask for it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.sandbox.core.control_faults import CAN_BE_HIT
from gongkit.sandbox.ui.site import Endpoint, Site

PATH = "/console"


class View(NamedTuple):
    """One view: its template and script have its key in their names."""

    key: str
    title: str
    path: str


VIEWS: Final = (
    View("overview", "Overview", PATH),
    View("requests", "Requests", f"{PATH}/requests"),
    View("fleet", "Fleet", f"{PATH}/fleet"),
    View("installations", "Installations", f"{PATH}/installations"),
    View("budget", "Budget", f"{PATH}/budget"),
    View("clock", "Clock", f"{PATH}/clock"),
    View("faults", "Faults", f"{PATH}/faults"),
    View("snapshots", "Snapshots", f"{PATH}/snapshots"),
)


def console_routes(site: Site) -> list[Route]:
    """Say where the views are."""
    return [Route(view.path, _page(site, view)) for view in VIEWS]


def _page(site: Site, view: View) -> Endpoint:
    async def page(request: Request) -> Response:
        return site.page(
            request,
            f"console/{view.key}.html",
            section="console",
            view=view,
            views=VIEWS,
            operations=CAN_BE_HIT,
        )

    return page
