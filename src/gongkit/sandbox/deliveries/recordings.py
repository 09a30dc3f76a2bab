"""Fetches the recordings of calls that were added with a `downloadMediaUrl`.

What is to be fetched is in the data, so that a sandbox which was stopped goes on with it.
A recording that cannot be had leaves its call without one, and a hint in the request log
under the request that added the call.
"""

from __future__ import annotations

import asyncio

from gongkit.sandbox.core.api.asked import Hint
from gongkit.sandbox.core.calls.recordings import Wish, give_up, take_fetched, wishes
from gongkit.sandbox.core.sandbox import Sandbox
from gongkit.sandbox.deliveries.reach import Reach

_AT_ONCE = 4


class RecordingFetcher:
    """Fetches in the background, from one event loop."""

    def __init__(self, sandbox: Sandbox, reach: Reach) -> None:
        self._sandbox, self._reach = sandbox, reach
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._under_way: dict[Wish, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Begin to fetch whatever is waited for and not being fetched yet."""
        for wish in wishes(self._sandbox.state):
            if wish not in self._under_way:
                task = asyncio.get_running_loop().create_task(self._fetch(wish))
                self._under_way[wish] = task

    async def close(self) -> None:
        """Stop; what is not done yet is fetched anew by the next process."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _fetch(self, wish: Wish) -> None:
        try:
            async with self._slots:
                problem = await self._fetched(wish)
        finally:
            del self._under_way[wish]
        if problem is not None:
            message = f"The recording could not be fetched: {problem}."
            self._sandbox.log.hint(wish.request_id, Hint("downloadMediaUrl", message))

    async def _fetched(self, wish: Wish) -> str | None:
        """Fetch and keep a recording; say why that was not possible."""
        # Loaded when it is needed, so that the start is quick.
        from gongkit.sandbox.deliveries.download import Unfetchable, download

        sandbox = self._sandbox
        try:
            upload = await download(wish.url, self._reach)
        except Unfetchable as error:
            give_up(sandbox.state, wish, str(error))
            return str(error)
        return take_fetched(sandbox.state, wish, upload, sandbox.clock.now())
