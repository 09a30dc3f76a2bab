"""Which changes in the app's folder matter, and to what."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from watchfiles import Change, awatch

from gongkit.errors import GongkitError
from gongkit.manifest import FILE_NAME

_LEFT_OUT: Final = {"__pycache__", "node_modules", "tests", "venv"}
"""Folders that the app does not load; nor does it those whose names begin with a dot."""
_RESOURCES: Final = {"templates", "pages", "static"}
"""Folders all of whose files belong to the app's code."""
_PICTURES: Final = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"}
_GROUP_MILLISECONDS: Final = 400


@dataclass(slots=True)
class Changed:
    """What has changed since it was last asked."""

    code: set[str] = field(default_factory=set)
    """Files of the app's code, as paths from its folder."""
    registration: set[str] = field(default_factory=set)
    """The manifest, and pictures that it may name."""


class Watching:
    """Collects what changes until it is taken."""

    def __init__(self) -> None:
        self._changed = Changed()
        self._news = asyncio.Event()
        self._error: OSError | None = None

    def add(self, path: Path) -> None:
        """Note a changed file, by its path from the folder, if it matters."""
        kind = _kind(path)
        if kind is not None:
            getattr(self._changed, kind).add(path.as_posix())
            self._news.set()

    def fail(self, error: OSError) -> None:
        """Note that nothing more will be seen."""
        self._error = error
        self._news.set()

    async def take(self) -> Changed:
        """Wait until something has changed; give it. Raises GongkitError where none is seen."""
        await self._news.wait()
        if self._error is not None:
            raise GongkitError(
                f"The folder cannot be watched: {self._error}.",
                hint="Set WATCHFILES_FORCE_POLLING=1 to watch it another way, or say --no-reload.",
            )
        self._news.clear()
        taken, self._changed = self._changed, Changed()
        return taken


@asynccontextmanager
async def watching(folder: Path, *, active: bool) -> AsyncIterator[Watching]:
    """Watch a folder meanwhile; one that is not active never sees a change."""
    found = Watching()
    if not active:
        yield found
        return
    # awatch waits in a thread, which only this event ends at once.
    stop = asyncio.Event()
    task = asyncio.create_task(_collect(folder, found, stop))
    # It begins to watch in its first step, so that no change is missed from here on.
    await asyncio.sleep(0)
    try:
        yield found
    finally:
        stop.set()
        await task


async def _collect(folder: Path, found: Watching, stop: asyncio.Event) -> None:
    def matters(change: Change, path: str) -> bool:
        inside = Path(path).relative_to(folder)
        if _is_left_out(inside):
            return False
        return _kind(inside) is not None or _is_new_folder(change, path)

    seen = awatch(
        folder,
        watch_filter=matters,
        stop_event=stop,
        debounce=_GROUP_MILLISECONDS,
        ignore_permission_denied=True,
    )
    try:
        async for changes in seen:
            for change, path in changes:
                for each in _meant(change, path):
                    found.add(each.relative_to(folder))
    except OSError as error:
        found.fail(error)


def _meant(change: Change, path: str) -> Iterator[Path]:
    """Give the path; of a new folder, also what was in it before it was watched."""
    yield Path(path)
    if _is_new_folder(change, path):
        # What is gone again before it is looked at is passed over.
        for place, folders, names in os.walk(path):
            folders[:] = [name for name in folders if not _is_left_out(Path(name))]
            yield from (Path(place, name) for name in names)


def _is_new_folder(change: Change, path: str) -> bool:
    return change is Change.added and Path(path).is_dir()


def _is_left_out(path: Path) -> bool:
    return any(part.startswith(".") or part in _LEFT_OUT for part in path.parts)


def _kind(path: Path) -> str | None:
    """Say to which field of `Changed` a path belongs."""
    *above, name = path.parts
    if _is_left_out(path) or name.endswith("~"):
        return None
    if path == Path(FILE_NAME):
        return "registration"
    if path.suffix == ".py" or _RESOURCES.intersection(above):
        return "code"
    return "registration" if path.suffix.lower() in _PICTURES else None
