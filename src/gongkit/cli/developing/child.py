"""A process that this one starts, hears, and takes with it at its end, however that comes.

A child of ours reads its standard input until that ends. This process holds the other
end and writes no more than a line to it, so even a `kill -9` of this one ends the child.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Self

from gongkit.cli.session import kill_session

STOP_SECONDS: Final = 4.0
"""How long a child has to end in order."""

_LAST_WORDS_SECONDS: Final = 1.0
"""How long to read on after its end: a process that it left behind may hold its output."""
_LONGEST_LINE: Final = 100_000


class Child:
    """A running Python module."""

    def __init__(self, process: asyncio.subprocess.Process, hear: Callable[[str], None]) -> None:
        self._process = process
        self._hearing = asyncio.create_task(self._listen(hear))

    @classmethod
    async def start(
        cls,
        *words: str,
        hear: Callable[[str], None],
        environment: Mapping[str, str],
        folder: Path | None = None,
    ) -> Self:
        """Start `python -m` with these words; `hear` gets each line that it prints."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            # Not from the present folder: the app's modules may have any name.
            "-P",
            "-m",
            *words,
            stdin=PIPE,
            stdout=PIPE,
            stderr=STDOUT,
            cwd=folder,
            env=environment,
            # Its own session: Ctrl-C is for this process, which then stops it in order.
            start_new_session=True,
        )
        return cls(process, hear)

    def write(self, line: str) -> None:
        """Write a line to its standard input."""
        if self._process.stdin:
            self._process.stdin.write(f"{line}\n".encode())

    async def wait(self) -> int:
        """Wait until it has ended and all that it said is heard; give its exit code."""
        code = await self._process.wait()
        await asyncio.wait([self._hearing], timeout=_LAST_WORDS_SECONDS)
        return code

    async def wait_or(self, event: asyncio.Future[Any]) -> int | None:
        """Wait until it has ended, or the event has come, which is None."""
        end = asyncio.create_task(self.wait())
        try:
            await asyncio.wait([end, event], return_when=asyncio.FIRST_COMPLETED)
            return None if event.done() else end.result()
        finally:
            end.cancel()

    async def stop(self) -> None:
        """End it: in order, or by force where it takes too long."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
        finally:
            kill_session(self._process.pid)
        await self.wait()
        self._hearing.cancel()

    async def _listen(self, hear: Callable[[str], None]) -> None:
        if self._process.stdout:
            async for line in _lines(self._process.stdout):
                hear(line.decode("utf-8", "replace").rstrip("\r"))


async def _lines(stream: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Read lines of any length; one beyond all bounds comes in pieces."""
    left = b""
    while chunk := await stream.read(_LONGEST_LINE):
        *lines, left = (left + chunk).split(b"\n")
        for line in lines:
            yield line
        if len(left) > _LONGEST_LINE:
            yield left
            left = b""
    if left:
        yield left
