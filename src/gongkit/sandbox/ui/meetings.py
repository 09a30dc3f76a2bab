"""The pages at which Gong meetings are joined, and the one that explains their recording."""

from __future__ import annotations

from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.sandbox.core.meetings import JOIN_PATH, find_invitation
from gongkit.sandbox.core.sandbox import Sandbox
from gongkit.sandbox.ui.rendering import page


def meeting_routes(sandbox: Sandbox) -> list[Route]:
    """Say where the pages are; whoever has the address may see them."""

    async def join(request: Request) -> Response:
        invitation = find_invitation(sandbox.state, request.path_params["meeting_id"])
        if invitation is None:
            raise HTTPException(404)
        starts, ends = (
            datetime.fromtimestamp(moment, invitation.zone)
            for moment in (invitation.starts, invitation.ends)
        )
        return page("join.html", invitation=invitation, starts=starts, ends=ends)

    return [Route(f"{JOIN_PATH}/{{meeting_id}}", join), Route(JOIN_PATH, _about)]


async def _about(_: Request) -> Response:
    return page("recording.html")
