"""What waiting means here: the event loop goes on meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio
from anyio.to_thread import run_sync

T = TypeVar("T")


async def sleep(seconds: float) -> None:
    """Wait so many seconds."""
    await anyio.sleep(seconds)


async def on_thread(work: Callable[[], T]) -> T:
    """Do blocking work on a thread."""
    return await run_sync(work)
