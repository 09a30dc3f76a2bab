"""What the sandbox is asked, told while it happens."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from gongkit.cli.developing.control import Control
from gongkit.cli.developing.screen import Screen

_LOOK_AGAIN_SECONDS: Final = 0.3
_AFTER_ALL: Final = 10**14
"""A number that no entry has yet."""


class RequestLog:
    """The sandbox's log from where it stood."""

    def __init__(self, control: Control, screen: Screen) -> None:
        self._control, self._screen = control, screen
        self._last = _AFTER_ALL

    async def begin(self) -> None:
        """Leave out what was asked before."""
        self._last = (await self._control.get(f"requests?after={_AFTER_ALL}"))["last"]

    async def follow(self) -> None:
        """Tell each request, for ever."""
        while True:
            await self.catch_up()
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)

    async def catch_up(self) -> None:
        """Tell what was asked since the last time."""
        found = await self._control.get(f"requests?after={self._last}")
        self._last = found["last"]
        for entry in found["requests"]:
            self._tell(entry)

    def _tell(self, entry: Mapping[str, Any]) -> None:
        status = entry["status"]
        colour = "green" if status < 400 else "yellow" if status < 500 else "red"
        company = entry["company"] or ""
        line = f"{entry['method']:<4} {entry['path']} {status} {company}".rstrip()
        self._screen.say("gong", line, colour)
        for hint in entry["hints"]:
            lead = f"{hint['field']}: " if hint["field"] else ""
            self._screen.say("gong", f"     {lead}{hint['message']}", "dim")
