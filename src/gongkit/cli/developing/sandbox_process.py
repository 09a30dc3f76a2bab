"""The sandbox of `gongkit dev`: its own process, or one that runs already and was named."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from gongkit.cli.developing.child import Child
from gongkit.cli.developing.control import Control
from gongkit.cli.developing.ports import free_after, taken, until_free
from gongkit.cli.developing.screen import Screen
from gongkit.cli.sandbox_url import PORTS
from gongkit.errors import SandboxError
from gongkit.http import HttpTransport
from gongkit.settings import without_settings

_LOOK_SECONDS: Final = 5.0
"""How long a program on a port has to say that it is a sandbox; one on a busy machine is slow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningSandbox:
    """A sandbox that is ready. `child` is None where somebody else has started it."""

    control: Control
    companies: list[dict[str, Any]]
    child: Child | None

    async def ended(self) -> None:
        """Wait for the end of our own, which should not come. Raises SandboxError then."""
        if self.child is None:
            await asyncio.Event().wait()
        else:
            code = await self.child.wait()
            raise SandboxError(f"The sandbox has stopped by itself (exit code {code}).")

    async def stop(self) -> None:
        """Stop our own; another one goes on."""
        if self.child:
            await self.child.stop()


class SandboxStart:
    """Finds a running sandbox or starts one, and says so."""

    def __init__(self, screen: Screen, transport: HttpTransport) -> None:
        self._screen, self._transport = screen, transport

    async def found(self, url: str) -> RunningSandbox | None:
        """Use the sandbox at this URL, where one answers."""
        control = Control(url.rstrip("/"), self._transport)
        description = await self._description(control)
        if description is None:
            return None
        self._screen.say("sandbox", f"Using the one that runs at {control.url}.")
        return RunningSandbox(control=control, companies=description["companies"], child=None)

    async def own(self, port: int, data: str) -> RunningSandbox:
        """Start one, as soon as its ports are free; 0 takes any that are."""
        if port:
            await self._until_free(port)
        ready: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()

        def hear(line: str) -> None:
            # Its one line of data has every key in it, and is not for the screen.
            if line.startswith("{") and not ready.done():
                ready.set_result(msgspec.json.decode(line))
            else:
                self._screen.say("sandbox", line)

        words = ("sandbox", "--json", "--while-stdin-open", "--port", str(port), "--data", data)
        child = await Child.start("gongkit", *words, hear=hear, environment=without_settings())
        try:
            description = await _ready(child, ready)
        except BaseException:
            await child.stop()
            raise
        self._screen.say("sandbox", f"Ready at {description['url']}")
        control = Control(description["url"], self._transport)
        return RunningSandbox(control=control, companies=description["companies"], child=child)

    async def _until_free(self, port: int) -> None:
        ports = range(port, port + PORTS)
        if not (in_the_way := taken(ports)):
            return
        url = f"http://127.0.0.1:{in_the_way[0]}"
        is_sandbox = await self._description(Control(url, self._transport)) is not None
        who = "another sandbox" if is_sandbox else "another program"
        say = self._screen.say
        say("dev", f"Port {in_the_way[0]} is taken by {who}. Waiting until it is free.", "yellow")
        if is_sandbox:
            say("dev", f"To use that sandbox, set GONGKIT_APP_URL to {url}.")
        other = free_after(port + PORTS)
        say("dev", f"To use other ports: gongkit dev --sandbox-port {other}")
        await until_free(ports)

    async def _description(self, control: Control) -> dict[str, Any] | None:
        try:
            found = await asyncio.wait_for(control.get(), _LOOK_SECONDS)
        except (SandboxError, TimeoutError):
            return None
        return found if found.get("companies") else None


async def _ready(child: Child, ready: asyncio.Future[dict[str, Any]]) -> dict[str, Any]:
    """Wait for the sandbox's description. Raises SandboxError where it ends before."""
    code = await child.wait_or(ready)
    if code is not None:
        raise SandboxError(
            f"The sandbox did not start (exit code {code}).", hint="What it said stands above."
        )
    return ready.result()
