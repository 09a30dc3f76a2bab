"""An app's manifest, registered in the sandbox as `gongkit dev` does it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from gongkit.errors import UsageError
from gongkit.manifest import FILE_NAME, Manifest, load, to_json
from gongkit.manifest.addresses import mount_of
from gongkit.redact import Secret
from gongkit.settings import without_settings
from gongkit.testing.sandbox import Sandbox

PROFILE = "dev"


@dataclass(frozen=True, slots=True, kw_only=True)
class Integration:
    """The app in this folder, as the sandbox knows it."""

    folder: Path
    manifest: Manifest
    sandbox: Sandbox
    client_id: str
    client_secret: Secret

    @property
    def mount(self) -> str:
        """The URL below which GongApp answers: the first redirect URI without its last segment."""
        return mount_of(self.manifest.integration.redirect_uris[0])

    @property
    def origin(self) -> str:
        """The app's own origin, as a browser writes it."""
        parts = urlsplit(self.mount)
        return f"{parts.scheme}://{parts.netloc}"

    def set_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Set what `GongApp.from_manifest` reads, and nothing else of gongkit's."""
        for name in os.environ.keys() - without_settings().keys():
            monkeypatch.delenv(name)
        monkeypatch.setenv("GONGKIT_APP_URL", self.sandbox.url)
        monkeypatch.setenv("GONGKIT_CLIENT_ID", self.client_id)
        monkeypatch.setenv("GONGKIT_CLIENT_SECRET", self.client_secret.reveal())
        monkeypatch.setenv("GONGKIT_PROFILE", PROFILE)
        monkeypatch.setenv("GONGKIT_STORE", "memory:")


def folder_of(test: Path) -> Path:
    """Find the app that a test is of: the nearest folder above with a manifest."""
    for folder in test.parents:
        if (folder / FILE_NAME).is_file():
            return folder
    raise UsageError(
        f"There is no {FILE_NAME} at or above {test.parent}.",
        hint="Put the tests into the app's folder, or one below it.",
    )


def register(folder: Path, sandbox: Sandbox) -> Integration:
    """Register the folder's manifest, for all companies."""
    manifest = load(folder, profile=PROFILE)
    tables = to_json(manifest) | {"published": True}
    made = sandbox.control("POST", "/integrations", tables)
    return Integration(
        folder=folder,
        manifest=manifest,
        sandbox=sandbox,
        client_id=made["client_id"],
        client_secret=Secret(made["client_secret"]),
    )
