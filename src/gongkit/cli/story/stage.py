"""What the steps share: the sandbox's companies and people, the app, its installation."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gongkit import Gong, InstallationCredentials
from gongkit.auth.oauth import OAuthClient
from gongkit.cli.story.exchanges import RecordingTransport
from gongkit.cli.story.narrator import Narrator
from gongkit.clock import parse_instant
from gongkit.installations.keyring import Keyring
from gongkit.installations.opening import open_store
from gongkit.installations.store import InstallationStore
from gongkit.manifest import Manifest
from gongkit.redact import Secret


class AppClock:
    """The app's clock: the machine's, moved together with the sandbox's."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """Return the moment it is in the story."""
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move forward."""
        self._ahead += seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where the story takes place."""

    tell: Narrator
    network: RecordingTransport
    sandbox: dict[str, Any]
    """What the sandbox says of itself, as `GET /_sandbox`."""
    clock: AppClock
    folder: Path
    """Where the app keeps its installations."""

    @property
    def url(self) -> str:
        """The sandbox's main port."""
        return str(self.sandbox["url"])

    @property
    def now(self) -> datetime:
        """The moment at which the story began."""
        return parse_instant(self.sandbox["now"])

    def company(self, place: int) -> dict[str, Any]:
        """Give a company: 0 is the one that owns the app."""
        found: dict[str, Any] = self.sandbox["companies"][place]
        return found

    def person(self, role: str) -> dict[str, str]:
        """Find somebody with this role in the company that owns the app."""
        return next(user for user in self.company(0)["users"] if user["role"] == role)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The app as it is registered."""

    manifest: Manifest
    oauth: OAuthClient


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """The app as it is installed at one company."""

    app: App
    company: str
    store_url: str
    key: Secret
    """What encrypts the tokens in the store."""
    stage: Stage

    def open_store(self) -> InstallationStore:
        """Open the installations, as each process of an app would."""
        keyring = Keyring.parse(self.key.reveal())
        return open_store(self.store_url, keyring, client_id=self.app.oauth.client_id)

    def environment(self) -> dict[str, str]:
        """Give the settings with which a process of the app is started."""
        return {
            "GONGKIT_APP_URL": self.stage.url,
            "GONGKIT_CLIENT_ID": self.app.oauth.client_id,
            "GONGKIT_CLIENT_SECRET": self.app.oauth.client_secret.reveal(),
            "GONGKIT_STORE": self.store_url,
            "GONGKIT_KEY": self.key.reveal(),
        }

    def client(self, store: InstallationStore) -> Gong:
        """Make a client of the company's Gong."""
        credentials = InstallationCredentials(store, self.app.oauth, self.company)
        return Gong(credentials, transport=self.stage.network)
