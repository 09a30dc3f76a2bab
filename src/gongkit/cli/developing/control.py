"""The control API of the sandbox, for as long as `gongkit dev` runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from gongkit.decoders import decoder_of
from gongkit.errors import AnswerLost, ConnectionFailed, SandboxError
from gongkit.http import HttpTransport
from gongkit.wire import Request

_SECONDS = 30.0


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
        request = Request(
            method=method,
            url=f"{self.url}/_sandbox/{path}".rstrip("/"),
            headers={} if body is None else {"content-type": "application/json"},
            body=None if body is None else msgspec.json.encode(body),
            timeout=_SECONDS,
        )
        try:
            answer = await self._transport.send_async(request)
            found = decoder_of(dict[str, Any]).decode(answer.content)
        except (ConnectionFailed, AnswerLost):
            raise SandboxError(f"No sandbox answers at {self.url}.") from None
        except msgspec.DecodeError:
            raise SandboxError(f"What answers at {self.url} is no sandbox.") from None
        if answer.status >= 400:
            reasons = " ".join(map(str, found.get("errors", ())))
            raise SandboxError(f"The sandbox refused it: {reasons or answer.status}")
        return found
