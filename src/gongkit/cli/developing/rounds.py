"""The app, round by round: started, running, ended by itself or by a change.

Where something is wrong (the manifest, the app's code, a port), it is said, and the next
change is waited for; where nothing is watched, it is raised.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
import webbrowser
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from gongkit.cli.developing.app_order import Order
from gongkit.cli.developing.app_process import AppProcess
from gongkit.cli.developing.declared import PROFILE, Declared
from gongkit.cli.developing.finding import find_module
from gongkit.cli.developing.folder import Folder
from gongkit.cli.developing.panel import panel
from gongkit.cli.developing.place import Place, astray, place_of
from gongkit.cli.developing.ports import free_after, taken, until_free
from gongkit.cli.developing.registering import Client
from gongkit.cli.developing.sandbox_process import RunningSandbox
from gongkit.cli.developing.screen import Screen
from gongkit.cli.developing.wanted import Wanted
from gongkit.cli.developing.watching import Changed, Watching
from gongkit.errors import GongkitError
from gongkit.manifest import FILE_NAME, Manifest

_SHOWN_NAMES: Final = 3


@dataclass(slots=True, kw_only=True)
class Rounds:
    """What the rounds need, and what they know of one another."""

    next_app: AppProcess | None
    """A process that is ready for the next round: what loads while nobody waits is not waited for.
    """
    declared: Declared
    changes: Watching
    sandbox: RunningSandbox
    folder: Folder
    screen: Screen
    wanted: Wanted
    began: float
    shown: Place | None = field(default=None, init=False)
    """Where the panel says that the app is; None: it has not been shown."""

    async def run(self, group: asyncio.TaskGroup) -> None:
        """Go from round to round, for ever."""
        this: asyncio.Task[None] | None = None
        changed = Changed(registration={FILE_NAME})
        while True:
            if await self._is_due(changed, running=this is not None):
                if this is not None:
                    this.cancel()
                    await asyncio.wait([this])
                this = group.create_task(self._round())
            changed = await self.changes.take()

    async def follow_sandbox(self) -> None:
        """Register the app again whenever the sandbox has started over, for ever."""
        while True:
            await self.declared.until_lost()
            self.screen.say("dev", "The sandbox was started over.", "yellow")
            self.changes.add(Path(FILE_NAME))

    async def stop(self) -> None:
        """Stop the process that no round has come to use."""
        if self.next_app is not None:
            await self.next_app.stop()

    async def _is_due(self, changed: Changed, *, running: bool) -> bool:
        """Look at what has changed; tell whether the app is to be started with it."""
        was_in_order, is_new = self.declared.in_order, False
        if changed.registration:
            try:
                is_new = await self.declared.read()
            except GongkitError as error:
                self._wait_after(error)
        if changed.code and running:
            names = ", ".join(sorted(changed.code)[:_SHOWN_NAMES])
            more = ", …" if len(changed.code) > _SHOWN_NAMES else ""
            self.screen.say("dev", f"{names}{more} changed.")
        if not self.declared.in_order:
            self.screen.say("dev", f"Waiting until {FILE_NAME} is in order.", "yellow")
            return False
        return is_new or not was_in_order or bool(changed.code)

    async def _round(self) -> None:
        """Start the app, and stay until it has ended or this is cancelled."""
        app = self.next_app or await self._prepared()
        self.next_app = None
        try:
            await self._run(app)
        except GongkitError as error:
            self._wait_after(error)
            self.screen.say("dev", "Waiting for a change.", "yellow")
        finally:
            await app.stop()

    async def _run(self, app: AppProcess) -> None:
        registered = self.declared.registered
        if registered is None:
            return
        module, _, name = (self.wanted.target or find_module(self.folder.path)).partition(":")
        place = place_of(registered.manifest, self.wanted.port)
        await self._until_free(place.port)
        order = Order(
            module=module,
            name=name or None,
            host=place.listen_host,
            port=place.port,
            settings=self._settings(registered.client),
        )
        answers = await app.run(order)
        if answers:
            self._tell_running(registered.manifest, place)
        if self.wanted.reload:
            self.next_app = await self._prepared()
        code = await app.ended()
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        raise GongkitError(f"The app {'has ended' if answers else 'did not start'} ({how}).")

    async def _prepared(self) -> AppProcess:
        return await AppProcess.prepare(self.folder.path, self.screen)

    def _settings(self, client: Client) -> dict[str, str]:
        return {
            "GONGKIT_APP_URL": self.sandbox.control.url,
            "GONGKIT_CLIENT_ID": client.id,
            "GONGKIT_CLIENT_SECRET": client.secret.reveal(),
            "GONGKIT_STORE": self.folder.store,
            "GONGKIT_PROFILE": PROFILE,
        }

    async def _until_free(self, port: int) -> None:
        if not taken([port]):
            return
        say = self.screen.say
        say("dev", f"Port {port} is taken by another program. Waiting until it is free.", "yellow")
        other = free_after(port)
        if self.wanted.port is None:
            say("dev", f"To use another, such as {other}, change the URLs in {FILE_NAME}.")
        else:
            say("dev", f"To use another: gongkit dev --port {other}")
        await until_free([port])

    def _wait_after(self, error: GongkitError) -> None:
        """Say what is wrong. Where no change will be seen, raise it."""
        if not self.wanted.reload:
            raise error
        self.screen.tell(error)

    def _tell_running(self, manifest: Manifest, place: Place) -> None:
        """Say that the app answers: the first time, and where it has moved, with everything."""
        if place == self.shown:
            self.screen.say("dev", "The app is running again.", "green")
            return
        if self.shown is None:
            seconds = time.monotonic() - self.began
            self.screen.say("dev", f"Ready in {seconds:.1f} s. Ctrl-C ends it.", "green")
            self._open_console()
        self.shown = place
        url, companies = self.sandbox.control.url, self.sandbox.companies
        self.screen.rows("dev", panel(manifest, place, url, companies, PROFILE))
        if place.redirect_uri is None:
            told = (
                f"No redirect URI in {FILE_NAME} leads to {place.url}: no installation would"
                f" come back here. Add one, such as {place.url}/gong/callback."
            )
            self.screen.say("dev", told, "yellow")
            return
        for name in astray(manifest, place):
            told = f"{name} in {FILE_NAME} does not lead to {place.url}, where the app is."
            self.screen.say("dev", told, "yellow")

    def _open_console(self) -> None:
        if self.wanted.open_console and sys.stdout.isatty():
            url = f"{self.sandbox.control.url}/console"
            # A browser in the terminal would otherwise stop everything else.
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
