"""What the environment says: the only file that reads environment variables.

A flag of a command comes before a setting, a setting before its default.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from gongkit.errors import UnknownName
from gongkit.guard import Guard
from gongkit.profile import PROFILES, profile_at
from gongkit.redact import Secret

APP_URL = "https://app.gong.io"
STORE = "sqlite:///installations.db"
_REGIONAL: Final = "GONGKIT_STORE_"

VARIABLES: Mapping[str, str] = {
    "GONGKIT_APP_URL": f"Gong's app host; a sandbox's main port in development. {APP_URL}",
    "GONGKIT_CLIENT_ID": "The integration's client id.",
    "GONGKIT_CLIENT_SECRET": "Its client secret; while it is rotated several, newest first.",
    "GONGKIT_ACCESS_KEY": "An access key, for one company's own scripts.",
    "GONGKIT_ACCESS_KEY_SECRET": "The access key's secret.",
    "GONGKIT_BASE_URL": "The API base URL that belongs to the access key.",
    "GONGKIT_STORE": f"Where installations are kept. {STORE}",
    f"{_REGIONAL}<REGION>": "Where those of one region are kept, as in GONGKIT_STORE_EU.",
    "GONGKIT_KEY": "The keys that encrypt them: 32 bytes in base64, newest first, by comma.",
    "GONGKIT_PROFILE": "dev, staging or prod. dev where the app URL is on this machine, else prod.",
    "GONGKIT_KEY_FILE": "A file that holds the keys instead, readable by its owner only.",
}
"""Every variable there is, with what it says and its default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one run. None: not set."""

    app_url: str = APP_URL
    client_id: str | None = None
    client_secret: Secret | None = None
    older_client_secrets: tuple[Secret, ...] = ()
    """Those that it is taking the place of, newest first."""
    access_key: Secret | None = None
    access_key_secret: Secret | None = None
    base_url: str | None = None
    store: str = STORE
    regional_stores: Mapping[str, str] = field(default_factory=dict)
    """By region: those that have a store of their own."""
    key: Secret | None = None
    key_file: Path | None = None
    profile: str | None = None

    @property
    def stores(self) -> tuple[str, ...]:
        """The URLs of all stores that are named, each once; the one of all regions first."""
        return tuple(dict.fromkeys((self.store, *self.regional_stores.values())))

    @property
    def effective_profile(self) -> str:
        """The profile that is set, or else the one that the app URL calls for."""
        return self.profile or profile_at(self.app_url)

    @property
    def guard(self) -> Guard:
        """What the profile keeps from being sent.

        A prod that nobody has set refuses nothing: an access key may be a sandbox's.
        """
        dev = self.effective_profile == "dev"
        return Guard("dev" if dev else self.profile)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings; an empty variable counts as not set.

        Raises `UnknownName` for a variable that is one of ours but for its spelling, and
        for a profile that there is not.
        """
        _check_spelling(environ)
        secret, *older = _secrets(environ, "GONGKIT_CLIENT_SECRET") or (None,)
        return cls(
            app_url=environ.get("GONGKIT_APP_URL") or APP_URL,
            client_id=environ.get("GONGKIT_CLIENT_ID") or None,
            client_secret=secret,
            older_client_secrets=tuple(each for each in older if each),
            access_key=_secret(environ, "GONGKIT_ACCESS_KEY"),
            access_key_secret=_secret(environ, "GONGKIT_ACCESS_KEY_SECRET"),
            base_url=environ.get("GONGKIT_BASE_URL") or None,
            store=environ.get("GONGKIT_STORE") or STORE,
            regional_stores=_regional_stores(environ),
            key=_secret(environ, "GONGKIT_KEY"),
            key_file=Path(key_file) if (key_file := environ.get("GONGKIT_KEY_FILE")) else None,
            profile=_profile(environ),
        )


def wants_colour(*, terminal: bool, environ: Mapping[str, str] = os.environ) -> bool:
    """Decide on colour: on a terminal, unless NO_COLOR is set or the terminal is dumb."""
    return terminal and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def without_settings(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Copy the environment for a child process that must not see the settings."""
    return {name: value for name, value in environ.items() if not _is_ours(name)}


def regional_variable(region: str) -> str:
    """Name the variable that gives a region a store of its own."""
    return _REGIONAL + region.upper().replace("-", "_")


def _profile(environ: Mapping[str, str]) -> str | None:
    given = environ.get("GONGKIT_PROFILE") or None
    if given is not None and given not in PROFILES:
        raise UnknownName("profile", given, PROFILES)
    return given


def _regional_stores(environ: Mapping[str, str]) -> dict[str, str]:
    return {
        name.removeprefix(_REGIONAL).lower().replace("_", "-"): url
        for name, url in environ.items()
        if name.startswith(_REGIONAL) and url
    }


def _is_ours(name: str) -> bool:
    return name in VARIABLES or name.startswith(_REGIONAL)


def _secret(environ: Mapping[str, str], name: str) -> Secret | None:
    value = environ.get(name)
    return Secret(value) if value else None


def _secrets(environ: Mapping[str, str], name: str) -> tuple[Secret, ...]:
    parts = (part.strip() for part in environ.get(name, "").split(","))
    return tuple(Secret(part) for part in parts if part)


def _check_spelling(environ: Mapping[str, str]) -> None:
    for name in environ:
        like_ours = name.startswith("GONG") and not _is_ours(name)
        if like_ours and get_close_matches(name, VARIABLES, n=1, cutoff=0.9):
            raise UnknownName("environment variable", name, VARIABLES)
