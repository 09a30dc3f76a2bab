"""The stylesheet and the scripts: files of this package, found by their names alone."""

from __future__ import annotations

from functools import cache
from importlib import resources

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_HEADERS = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}


def static_routes() -> list[Route]:
    """Say where the files are."""
    return [Route("/ui/{name}", _file)]


async def _file(request: Request) -> Response:
    files, name = _files(), request.path_params["name"]
    if name not in files:
        raise HTTPException(404)
    return Response(files[name], headers=_HEADERS, media_type=_TYPES[name.rpartition(".")[2]])


@cache
def _files() -> dict[str, bytes]:
    folder = resources.files("gongkit.sandbox.ui") / "static"
    return {
        each.name: each.read_bytes()
        for each in folder.iterdir()
        if each.name.rpartition(".")[2] in _TYPES
    }
