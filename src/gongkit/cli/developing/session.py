"""One run of `gongkit dev`: sandbox, app and log, from the first start to Ctrl-C."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Final, cast
from urllib.parse import urlsplit

from gongkit.cli.developing.app_process import AppProcess
from gongkit.cli.developing.declared import Declared
from gongkit.cli.developing.folder import Folder
from gongkit.cli.developing.registering import Registering
from gongkit.cli.developing.request_log import RequestLog
from gongkit.cli.developing.rounds import Rounds
from gongkit.cli.developing.sandbox_process import RunningSandbox, SandboxStart
from gongkit.cli.developing.screen import Screen
from gongkit.cli.developing.wanted import Wanted
from gongkit.cli.developing.watching import watching
from gongkit.cli.sandbox_url import MAIN_PORT, is_sandbox
from gongkit.errors import GongkitError, UsageError
from gongkit.http import HttpTransport
from gongkit.manifest import FILE_NAME
from gongkit.settings import Settings

_LOOK_AGAIN_SECONDS: Final = 0.3


async def develop(wanted: Wanted) -> None:
    """Run until it is cancelled.

    Raises GongkitError where it cannot go on, and OSError where nobody can read it any more.
    """
    began = time.monotonic()
    task = cast("asyncio.Task[None]", asyncio.current_task())
    _end_on_sigterm(task)
    screen = Screen(lost=partial(_end, task))
    try:
        await _run(wanted, screen, began)
    except asyncio.CancelledError:
        if screen.error is not None:
            raise screen.error from None
        raise


async def _run(wanted: Wanted, screen: Screen, began: float) -> None:
    folder = Folder(Path.cwd())
    await _until_manifest(wanted, screen, folder)
    session = _Session(wanted, screen, folder, began)
    try:
        await session.run()
    except* (GongkitError, OSError) as several:
        raise several.exceptions[0] from None


class _Session:
    def __init__(self, wanted: Wanted, screen: Screen, folder: Folder, began: float) -> None:
        self._wanted, self._screen, self._folder, self._began = wanted, screen, folder, began
        self._transport = HttpTransport()

    async def run(self) -> None:
        self._folder.prepare()
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._transport.close_async)
            sandbox, app = await self._start(stack)
            log = RequestLog(sandbox.control, self._screen)
            await log.begin()
            changes = await stack.enter_async_context(
                watching(self._folder.path, active=self._wanted.reload)
            )
            rounds = Rounds(
                next_app=app,
                declared=Declared(Registering(sandbox.control, self._folder.path), self._screen),
                changes=changes,
                sandbox=sandbox,
                folder=self._folder,
                screen=self._screen,
                wanted=self._wanted,
                began=self._began,
            )
            stack.push_async_callback(rounds.stop)
            async with asyncio.TaskGroup() as group:
                group.create_task(sandbox.ended())
                group.create_task(log.follow())
                group.create_task(rounds.follow_sandbox())
                try:
                    await rounds.run(group)
                finally:
                    # Before the app is waited for, which may take its time.
                    self._screen.say("dev", "Stopping.")

    async def _start(self, stack: AsyncExitStack) -> tuple[RunningSandbox, AppProcess]:
        """Start the sandbox, and meanwhile load what is needed when it is ready."""
        async with asyncio.TaskGroup() as group:
            starting = group.create_task(self._sandbox())
            app = await AppProcess.prepare(self._folder.path, self._screen)
            stack.push_async_callback(app.stop)
            await self._transport.open_async()
        sandbox = starting.result()
        stack.push_async_callback(sandbox.stop)
        return sandbox, app

    async def _sandbox(self) -> RunningSandbox:
        """Use the sandbox that the environment names, if it runs; else start one."""
        app_url, wanted = Settings.from_environment().app_url, self._wanted
        start = SandboxStart(self._screen, self._transport)
        port = wanted.sandbox_port
        if port is None and is_sandbox(app_url):
            if wanted.data is None and (found := await start.found(app_url)):
                return found
            port = urlsplit(app_url).port
        data = wanted.data or str(self._folder.sandbox_data)
        return await start.own(MAIN_PORT if port is None else port, data)


async def _until_manifest(wanted: Wanted, screen: Screen, folder: Folder) -> None:
    """Wait for the manifest. Until then nothing is made or watched: it may be no app's folder."""
    if folder.has_manifest():
        return
    missing = UsageError(
        f"There is no {FILE_NAME} in this folder.",
        hint="Go to the folder of your app; `gongkit new` makes one.",
    )
    if not wanted.reload:
        raise missing
    screen.tell(missing)
    screen.say("dev", f"Waiting for {FILE_NAME}.", "yellow")
    while not folder.has_manifest():  # noqa: ASYNC110 - see above: it is not watched
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)


def _end_on_sigterm(task: asyncio.Task[None]) -> None:
    """Let SIGTERM be what Ctrl-C is."""
    if sys.platform != "win32":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def _end(task: asyncio.Task[None]) -> None:
    """End it in order; where that has begun, it goes on undisturbed."""
    if not task.cancelling():
        task.cancel()
