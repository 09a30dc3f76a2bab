"""What runs beside the routes while the app lives: the keeper, and the telling of changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from gongkit.app.connections import AnyTransport
from gongkit.app.failures import log
from gongkit.app.telling import Teller
from gongkit.auth.keeper import Keeper
from gongkit.client._async.driver import run
from gongkit.errors import GongkitError, UsageError

KEEP_SECONDS: Final = 60.0
"""From the end of one pass of the keeper to the next."""


class Background:
    """The tasks of one app, on one event loop at a time."""

    def __init__(self, keeper: Keeper, teller: Teller, transport: AnyTransport) -> None:
        self._keeper, self._teller, self._transport = keeper, teller, transport
        self._runs = False
        self._kept = False

    @property
    def keeps(self) -> bool:
        """Whether the keeper runs, and its last pass has not failed."""
        return self._kept

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run them meanwhile. A refresh or a listener that is under way is finished."""
        if self._runs:
            raise UsageError(
                "The app's lifespan is running already.",
                hint="Give it to the outermost application only.",
            )
        self._runs = self._kept = True
        keeping = asyncio.create_task(self._keep())
        telling = asyncio.create_task(self._teller.run())
        try:
            yield
        finally:
            self._teller.stop()
            keeping.cancel()
            await asyncio.gather(keeping, telling, return_exceptions=True)
            self._runs = self._kept = False

    async def _keep(self) -> None:
        while True:
            try:
                await run(self._keeper.pass_once(), self._transport)
            except Exception as error:  # noqa: BLE001 - the next pass may do better
                said = error.message if isinstance(error, GongkitError) else repr(error)
                log.error("The keeper could not do its work: %s", said)
                self._kept = False
            else:
                self._kept = True
            await asyncio.sleep(KEEP_SECONDS)
