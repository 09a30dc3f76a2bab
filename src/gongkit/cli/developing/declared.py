"""What the app is declared to be: its manifest, read in profile dev and registered."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import msgspec

from gongkit.cli.developing.registering import Client, Registering
from gongkit.cli.developing.screen import Screen
from gongkit.manifest import FILE_NAME, Manifest
from gongkit.manifest.diff import Difference, differences
from gongkit.manifest.document import Document

PROFILE: Final = "dev"
_LOOK_AGAIN_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Registered:
    """The manifest as the sandbox has it, and what the app authenticates with."""

    manifest: Manifest
    client: Client


class Declared:
    """What is registered, and whether that is what the file says."""

    def __init__(self, registering: Registering, screen: Screen) -> None:
        self._registering, self._screen = registering, screen
        self.registered: Registered | None = None
        self.in_order = False
        """Whether the file, as it is now, is registered."""

    async def read(self) -> bool:
        """Register what the manifest says now; tell whether that is anything new.

        Raises GongkitError where it is not in order; then what was registered stays.
        """
        self.in_order = False
        # By its name only: this is how messages call it.
        manifest = Document.read(Path(FILE_NAME)).manifest(PROFILE)
        body = self._registering.prepare(manifest)
        is_new = self._registering.is_new(body)
        if is_new:
            await self._register(manifest, body)
        self.in_order = True
        return is_new

    async def until_lost(self) -> None:
        """Wait until the sandbox has lost the integration, and count it as not registered.

        It does so where somebody starts it over, or restores a snapshot.
        """
        while not await self._registering.is_lost():  # noqa: ASYNC110 - nobody tells of it
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        self._registering.forget()
        self.registered = None

    async def _register(self, manifest: Manifest, body: dict[str, Any]) -> None:
        client, made = await self._registering.register(body)
        self._screen.hide(client.secret)
        before, self.registered = self.registered, Registered(manifest, client)
        if before is None:
            done = "is registered, published for every company" if made else "is there already"
            self._screen.say("sandbox", f"{manifest.integration.name} {done}.")
        else:
            self._tell(manifest.integration.name, differences(before.manifest, manifest))
        for missing in await self._registering.missing_consents(client, manifest):
            scopes = ", ".join(missing.scopes)
            told = f"{missing.company} must consent again; it has not granted {scopes}."
            self._screen.say("dev", told, "yellow")

    def _tell(self, name: str, changes: Sequence[Difference]) -> None:
        """Say what is gone, what is new, and once for each place what that means."""
        say = self._screen.say
        what = FILE_NAME if changes else "A picture"
        say("dev", f"{what} has changed. {name} is registered anew.")
        for place, group in groupby(changes, key=lambda change: change.place):
            say("dev", f"  {place}")
            there = list(group)
            for change in there:
                if change.old is not None:
                    say("dev", f"  - {_shown(change.old)}", "red")
                if change.new is not None:
                    say("dev", f"  + {_shown(change.new)}", "green")
            for consequence in dict.fromkeys(change.consequence for change in there):
                if consequence:
                    say("dev", f"    {consequence}", "dim")


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
