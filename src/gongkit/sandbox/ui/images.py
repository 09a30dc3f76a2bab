"""The pictures of integrations, as the pages show them."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.sandbox.core.oauth.images import Image, find_image
from gongkit.sandbox.ui.site import Site

# An SVG may have scripts in it, which run where it is opened by itself.
_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


def image_routes(site: Site) -> list[Route]:
    """Say where the pictures are."""

    async def image(request: Request) -> Response:
        found = find_image(
            site.state, request.path_params["client_id"], request.path_params["kind"]
        )
        if found is None:
            raise HTTPException(404)
        return picture_response(found)

    return [Route("/integrations/{client_id}/{kind}", image)]


def picture_response(image: Image) -> Response:
    """Answer with a picture in which nothing can run."""
    return Response(image.content, headers=_HEADERS, media_type=image.media_type)
