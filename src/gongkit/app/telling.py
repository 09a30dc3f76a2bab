"""Tells the listeners what happened to installations: at least once, whatever dies meanwhile.

The store keeps each change until it has been told, also those that another process or
the command line has made. A listener that raises is told again after a pause that grows;
those that have heard it are left in peace, and other companies' changes go on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from anyio.to_thread import run_sync

from gongkit.app.failures import log
from gongkit.app.listeners import Arguments, Listeners
from gongkit.clock import Clock
from gongkit.errors import GongkitError
from gongkit.installations.installation import Change
from gongkit.installations.store import InstallationStore

LOOK_SECONDS: Final = 5.0
"""How often the store is asked for changes that others have made."""

CLAIM_SECONDS: Final = 60.0
"""How long a change is left to the process that took it, before another may."""

LONGEST_REST: Final = 3600.0
AT_ONCE: Final = 16
"""How many companies' listeners run side by side."""

STOP_SECONDS: Final = 10.0
"""How long listeners that are under way may go on when the app stops."""


@dataclass(frozen=True, slots=True)
class _Rest:
    """A change that some listener has failed to take."""

    failures: int
    until: float
    heard: frozenset[int]
    """Which listeners have taken it."""


_FRESH: Final = _Rest(0, 0.0, frozenset())


class Teller:
    """Tells an app's listeners. `clock` says how long a change rests that was not taken."""

    def __init__(
        self,
        store: InstallationStore,
        listeners: Listeners,
        arguments_of: Callable[[Change], Arguments],
        clock: Clock,
    ) -> None:
        self._store, self._listeners, self._clock = store, listeners, clock
        self._arguments_of = arguments_of
        self._rests: dict[tuple[str, float], _Rest] = {}
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._awake = asyncio.Event()
        self._stopping = False

    async def run(self) -> None:
        """Tell what there is and what comes, until `stop`."""
        self._loop = asyncio.get_running_loop()
        try:
            while not self._stopping:
                self._awake.clear()
                await self.tell_all()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._awake.wait(), LOOK_SECONDS)
        finally:
            self._loop = None
            await self._finish()
            # For the next run, which may be on another loop.
            self._awake, self._stopping = asyncio.Event(), False

    def wake(self) -> None:
        """Look for changes at once. From any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._awake.set)

    def stop(self) -> None:
        """Let `run` end, also one that has yet to begin, when the listeners have ended."""
        self._stopping = True
        self._awake.set()

    async def tell_all(self) -> None:
        """Begin to tell all changes that are there now."""
        try:
            while not self._stopping and (change := await self._claim()) is not None:
                self._begin(change)
        except Exception as error:  # noqa: BLE001 - the next look may do better
            said = error.message if isinstance(error, GongkitError) else repr(error)
            log.warning("The changes of installations cannot be read: %s", said)

    async def settled(self) -> None:
        """Wait until no listener is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way.values())

    async def _claim(self) -> Change | None:
        while len(self._under_way) >= AT_ONCE:
            await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)
        return await run_sync(self._store.next_change, CLAIM_SECONDS)

    def _begin(self, change: Change) -> None:
        company = change.installation.company
        task = asyncio.ensure_future(self._in_turn(change, self._under_way.get(company)))
        self._under_way[company] = task
        task.add_done_callback(lambda done: self._end(company, done))

    def _end(self, company: str, done: asyncio.Task[None]) -> None:
        if self._under_way.get(company) is done:
            del self._under_way[company]

    async def _in_turn(self, change: Change, earlier: asyncio.Task[None] | None) -> None:
        """Tell a change after the company's earlier one."""
        if earlier is not None:
            await asyncio.wait([earlier])
        key = (change.installation.company, change.changed_at)
        rest = self._rests.get(key, _FRESH)
        if rest.until > self._clock.now():
            return  # It stays claimed, and so comes again.
        heard = await self._tell(change, rest.heard)
        if heard is None:
            self._rests.pop(key, None)
            await self._note_told(change)
        else:
            self._leave_alone(key, rest.failures + 1, heard)

    async def _tell(self, change: Change, heard: frozenset[int]) -> frozenset[int] | None:
        """Call those that have not heard it; None once all have."""
        listeners = self._listeners.of(change.event, self._arguments_of(change))
        for place, listener in enumerate(listeners):
            if place in heard:
                continue
            try:
                await listener()
            except Exception:  # noqa: BLE001 - it is the app's own
                company = change.installation.company
                line = "A listener failed, and will be told again: event=%s company=%s"
                log.exception(line, change.event, company)
            else:
                heard |= {place}
        return None if len(heard) == len(listeners) else heard

    async def _note_told(self, change: Change) -> None:
        try:
            await run_sync(self._store.change_told, change)
        except GongkitError as error:
            log.warning("A change was told, and may be told again: %s", error.message)

    def _leave_alone(self, key: tuple[str, float], failures: int, heard: frozenset[int]) -> None:
        now = self._clock.now()
        seconds = min(CLAIM_SECONDS * 2 ** (failures - 1), LONGEST_REST)
        # What another process has told meanwhile is not heard of again.
        for old in [each for each, rest in self._rests.items() if rest.until < now - LONGEST_REST]:
            del self._rests[old]
        self._rests[key] = _Rest(failures, now + seconds, heard)

    async def _finish(self) -> None:
        """Wait for the listeners under way; what is not told by then is told after the restart."""
        under_way = [*self._under_way.values()]
        if under_way:
            _, late = await asyncio.wait(under_way, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
