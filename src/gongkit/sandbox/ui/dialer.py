"""The dialer: a number pad, and the frame of an app that calls."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.sandbox.core.crm.accounts import people_to_call
from gongkit.sandbox.core.people import User
from gongkit.sandbox.ui.frames import dialer_frames
from gongkit.sandbox.ui.site import Site

_KEYS: Final = tuple(
    zip(
        "123456789*0#",
        ("", "ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ", "", "+", ""),
        strict=True,
    )
)


def dialer_routes(site: Site) -> list[Route]:
    """Say where the page is."""

    async def dialer(request: Request, user: User) -> Response:
        embedding = dialer_frames(site, request, user)
        return site.page(
            request,
            "engage/dialer.html",
            headers=embedding.headers,
            section="accounts",
            embedding=embedding,
            keys=_KEYS,
            people=people_to_call(site.state, user.company_id),
        )

    return [Route("/dialer", site.for_users(dialer))]
