"""The app's process, seen from `gongkit dev`: started, ready, ended."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final, Self

import msgspec

from gongkit.cli.developing.app_order import READY, Order
from gongkit.cli.developing.child import Child
from gongkit.cli.developing.screen import Screen
from gongkit.settings import without_settings

LATE_SECONDS: Final = 10.0
"""After how long an app that does not answer is told to be late."""

_MODULE: Final = "gongkit.cli.developing.app_runner"


class AppProcess:
    """A process that has loaded what every app needs, and runs the app when it is told to."""

    def __init__(self, child: Child, ready: asyncio.Future[None], screen: Screen) -> None:
        self._child, self._ready, self._screen = child, ready, screen

    @classmethod
    async def prepare(cls, folder: Path, screen: Screen) -> Self:
        """Start the process, without the app yet."""
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def hear(line: str) -> None:
            if line != READY:
                screen.say("app", line)
            elif not ready.done():
                ready.set_result(None)

        environment = without_settings() | {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
        child = await Child.start(_MODULE, hear=hear, environment=environment, folder=folder)
        return cls(child, ready, screen)

    async def run(self, order: Order) -> bool:
        """Run the app; tell whether it answers: False means that it has ended before."""
        self._child.write(msgspec.json.encode(order).decode())
        late = asyncio.get_running_loop().call_later(LATE_SECONDS, self._tell_late)
        try:
            return await self._child.wait_or(self._ready) is None
        finally:
            late.cancel()

    def _tell_late(self) -> None:
        told = f"The app does not answer yet, after {LATE_SECONDS:.0f} s."
        self._screen.say("dev", f"{told} Something in it may hang while it is loaded.", "yellow")

    async def ended(self) -> int:
        """Wait for its end; give its exit code."""
        return await self._child.wait()

    async def stop(self) -> None:
        """Stop it."""
        await self._child.stop()
