"""A page for the developers of apps: every frame of a company, and what refuses it."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.sandbox.core.frames.frames import KINDS, Kind, frames_of
from gongkit.sandbox.core.frames.rules import RULES
from gongkit.sandbox.core.people import User
from gongkit.sandbox.ui.frames import composer_frames
from gongkit.sandbox.ui.site import Site

_PLACES: Final[dict[Kind, str]] = {
    "EMAIL_COMPOSER": "Email composer",
    "ACCOUNT_PAGES": "Account pages",
    "DIALER": "Dialer",
}


def app_frame_routes(site: Site) -> list[Route]:
    """Say where the page is."""

    async def app_frames(request: Request, user: User) -> Response:
        embedding = composer_frames(site, request, user)
        return site.page(
            request,
            "engage/frames.html",
            headers=embedding.headers,
            section="accounts",
            embedding=embedding,
            frames=[
                frame for kind in KINDS for frame in frames_of(site.state, user.company_id, kind)
            ],
            places=_PLACES,
            rules=RULES,
        )

    return [Route("/engage/frames", site.for_users(app_frames))]
