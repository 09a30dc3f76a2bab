"""What the app is declared to be: its manifest, read in profile dev and registered."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import msgspec

from gongkit.cli.developing.registering import Registered, Registering
from gongkit.cli.developing.screen import Screen
from gongkit.manifest import FILE_NAME, Manifest
from gongkit.manifest.diff import Difference, differences
from gongkit.manifest.document import Document

PROFILE: Final = "dev"


class Declared:
    """The manifest and its integration, as they last were in order."""

    def __init__(self, registering: Registering, screen: Screen) -> None:
        self._registering, self._screen = registering, screen
        self.manifest: Manifest | None = None
        self.integration: Registered | None = None
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

    async def _register(self, manifest: Manifest, body: dict[str, Any]) -> None:
        self.integration, made = await self._registering.register(body)
        self._screen.hide(self.integration.client_secret)
        name, before = manifest.integration.name, self.manifest
        if before is None:
            done = "is registered, published for every company" if made else "is there already"
            self._screen.say("sandbox", f"{name} {done}.")
        else:
            changes = differences(before, manifest)
            self._screen.say("dev", f"{FILE_NAME} has changed. {name} is registered anew.")
            self._tell(changes)
            if not changes:
                self._screen.say("dev", "  Its pictures are others.")
        self.manifest = manifest
        for missing in await self._registering.missing_consents(manifest):
            scopes = ", ".join(missing.scopes)
            told = f"{missing.company} must consent again; it has not granted {scopes}."
            self._screen.say("dev", told, "yellow")

    def _tell(self, changes: Sequence[Difference]) -> None:
        """Say what is gone, what is new, and once for each place what that means."""
        say = self._screen.say
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
