"""Two ASGI applications in one: ours under a path, another everywhere else."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from gongkit.app.address import root_path
from gongkit.errors import UsageError


class Beside:
    """Gives `ours` what is under the path `at`, and the lifespan; all else to `other`.

    For frameworks that cannot mount an application, and know no lifespan: Django.
    """

    def __init__(self, ours: ASGIApp, other: ASGIApp, at: str) -> None:
        if not at.startswith("/") or at != at.rstrip("/"):
            raise UsageError(f"{at!r} is no path to mount at.", hint="Write it as in at='/gong'.")
        self._ours, self._other, self._at = ours, other, at

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on."""
        if scope["type"] == "lifespan":
            await self._ours(scope, receive, send)
            return
        prefix = root_path(scope) + self._at
        if f"{scope['path']}/".startswith(f"{prefix}/"):
            scope["root_path"] = prefix
            await self._ours(scope, receive, send)
        else:
            await self._other(scope, receive, send)
