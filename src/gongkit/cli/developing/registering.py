"""The integration in the sandbox, kept as the manifest says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkit.cli.developing.control import Control
from gongkit.cli.registration import registration
from gongkit.manifest import Manifest
from gongkit.redact import Secret


@dataclass(frozen=True, slots=True)
class Client:
    """The client id and secret of an integration."""

    id: str
    secret: Secret


@dataclass(frozen=True, slots=True)
class MissingConsent:
    """A company that has installed the app, and the scopes asked for that it has not granted."""

    company: str
    scopes: tuple[str, ...]


class Registering:
    """Registers a manifest, and registers it again when it has changed."""

    def __init__(self, control: Control, folder: Path) -> None:
        self._control, self._folder = control, folder
        self._body: dict[str, Any] | None = None
        self._client: Client | None = None

    def prepare(self, manifest: Manifest) -> dict[str, Any]:
        """Read the pictures, and give what would be registered."""
        return registration(manifest, self._folder) | {"published": True}

    def is_new(self, body: dict[str, Any]) -> bool:
        """Tell whether this is not yet what the sandbox has."""
        return body != self._body

    def forget(self) -> None:
        """Count nothing as registered: the sandbox has started over."""
        self._body = self._client = None

    async def is_lost(self) -> bool:
        """Tell whether the sandbox no longer has what was registered."""
        client = self._client
        if client is None:
            return False
        known = {each["client_id"] for each in (await self._control.get())["integrations"]}
        # Unless it was registered anew meanwhile.
        return client is self._client and client.id not in known

    async def register(self, body: dict[str, Any]) -> tuple[Client, bool]:
        """Register, or change the integration of the same name; tell whether it was made."""
        found = self._client or await self._find(body["integration"]["name"])
        made = found is None
        if found is None:
            answer = await self._control.post("integrations", body)
            found = Client(answer["client_id"], Secret(answer["client_secret"]))
        else:
            await self._control.put(f"integrations/{found.id}", body)
        self._body, self._client = body, found
        return found, made

    async def missing_consents(self, client: Client, manifest: Manifest) -> list[MissingConsent]:
        """List the companies that must consent again, because the app now asks for more."""
        latest: dict[str, dict[str, Any]] = {}
        for each in (await self._control.get("installations"))["installations"]:
            if each["client_id"] == client.id:
                latest.setdefault(each["company"], each)
        asked = manifest.integration.scopes
        return [
            MissingConsent(company, missing)
            for company, each in sorted(latest.items())
            if each["status"] != "ended"
            and (missing := tuple(scope for scope in asked if scope not in each["scopes"]))
        ]

    async def _find(self, name: str) -> Client | None:
        integrations = (await self._control.get())["integrations"]
        named = [each for each in integrations if each["name"] == name]
        if not named:
            return None
        return Client(named[-1]["client_id"], Secret(named[-1]["client_secret"]))
