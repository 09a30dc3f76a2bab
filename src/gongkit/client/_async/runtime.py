"""What waiting means here: the event loop goes on meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import anyio
from anyio.to_thread import run_sync

T = TypeVar("T")


async def sleep(seconds: float) -> None:
    """Wait so many seconds."""
    await anyio.sleep(seconds)


async def on_thread(work: Callable[[], T]) -> T:
    """Do blocking work on a thread."""
    return await run_sync(work)


async def to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """Finish this work before a cancellation takes effect."""
    with anyio.CancelScope(shield=True):
        on_asyncio = anyio.get_cancelled_exc_class() is asyncio.CancelledError
        result = await (_in_a_task(work) if on_asyncio else work)
    return result  # noqa: RET504 - the scope's type says that it may swallow an error


async def _in_a_task(work: Coroutine[Any, Any, T]) -> T:
    """Keep asyncio's own cancellation off, which no scope of anyio holds back."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
