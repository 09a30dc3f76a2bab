"""What the examinations look at, read once: settings, manifest, the sandbox, the store."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gongkit.base_url import check_base_url
from gongkit.cli.diagnosis.stored import Stored, read_stores
from gongkit.cli.sandbox_url import is_sandbox, look_at
from gongkit.errors import BaseUrlRefused, GongkitError, ManifestError, UnknownName
from gongkit.manifest import FILE_NAME, Manifest, load
from gongkit.settings import Settings


@dataclass(frozen=True)
class Surroundings:
    """Where the command runs. With `live`, Gong itself may be asked."""

    environ: Mapping[str, str]
    live: bool
    settings: Settings
    """Without what could not be read."""
    unreadable: tuple[UnknownName, ...]
    """Variables that are misspelt, and a profile that there is not."""

    @cached_property
    def manifest(self) -> Manifest | ManifestError | None:
        """The manifest of this folder, what is wrong with it, or None where there is none."""
        if not Path(FILE_NAME).exists():
            return None
        try:
            return load(Path(), profile=self.settings.effective_profile)
        except ManifestError as error:
            return error

    @property
    def sound_manifest(self) -> Manifest | None:
        """The manifest, where there is nothing wrong with it."""
        return self.manifest if isinstance(self.manifest, Manifest) else None

    @cached_property
    def app_host(self) -> str | None:
        """The host of the app URL; None where it is refused, so that nobody is asked there."""
        try:
            return urlsplit(check_base_url(self.settings.app_url)).netloc
        except BaseUrlRefused:
            return None

    @cached_property
    def sandbox(self) -> Mapping[str, Any] | GongkitError | None:
        """What the sandbox at the app URL says of itself, or why none does.

        None where the app URL is not on this machine.
        """
        if self.app_host is None or not is_sandbox(self.settings.app_url):
            return None
        try:
            return look_at(self.settings.app_url)
        except GongkitError as error:
            return error

    @cached_property
    def stored(self) -> Stored:
        """The installations that could be read, and why others could not."""
        return read_stores(self.settings)


def look_around(*, live: bool, environ: Mapping[str, str] = os.environ) -> Surroundings:
    """Read the settings, leaving out what cannot be read."""
    kept, unreadable = dict(environ), []
    while True:
        try:
            settings = Settings.from_environment(kept)
        except UnknownName as error:
            unreadable.append(error)
            kept.pop(error.given if error.given in kept else "GONGKIT_PROFILE")
        else:
            return Surroundings(environ, live, settings, tuple(unreadable))
