"""The control API of the sandbox, for as long as `gongkit dev` runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkit.cli.sandbox_url import control_request, no_answer, said_by
from gongkit.errors import AnswerLost, ConnectionFailed
from gongkit.http import HttpTransport


class Control:
    """Calls to one sandbox. Raises SandboxError where it is gone, or refuses."""

    def __init__(self, url: str, transport: HttpTransport) -> None:
        self.url, self._transport = url, transport

    async def get(self, path: str = "") -> dict[str, Any]:
        """Read something."""
        return await self._ask("GET", path, None)

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Add something."""
        return await self._ask("POST", path, body)

    async def put(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Change something."""
        return await self._ask("PUT", path, body)

    async def _ask(self, method: str, path: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        request = control_request(method, self.url, path, body)
        try:
            answer = await self._transport.send_async(request)
        except (ConnectionFailed, AnswerLost):
            raise no_answer(self.url) from None
        return said_by(self.url, answer)
