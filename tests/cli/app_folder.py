"""An app as its developer has it: a folder with a manifest, where commands are run."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.cli.command import Done, Run
from tests.ports import free_port

from gongkit.installations.installation import TokenGrant
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.sqlite import SqliteStore
from gongkit.redact import Secret

PLANTED = ("planted-access", "planted-refresh")
SCOPES = ("api:calls:read:basic", "api:users:read")


class AppFolder:
    """Runs commands in an app's folder. Its store is there, its key in the environment."""

    def __init__(self, gongkit: Run, path: Path, app_url: str) -> None:
        self.path, self.app_url = path, app_url
        self.key = generate_key()
        self.redirect_uri = f"http://localhost:{free_port()}/callback"
        self._gongkit = gongkit
        self.name = f"App in {path.name}"
        lines = [
            "[integration]",
            f"name = {json.dumps(self.name)}",
            f"scopes = {json.dumps(SCOPES)}",
            f"redirect_uris = {json.dumps(['https://app.example/callback', self.redirect_uri])}",
        ]
        (path / "gong.app.toml").write_text("\n".join(lines))

    def environment(self, **more: str) -> dict[str, str]:
        return {"GONGKIT_APP_URL": self.app_url, "GONGKIT_KEY": self.key} | more

    def __call__(self, *words: str, **more: str) -> Done:
        return self._gongkit(*words, cwd=str(self.path), **self.environment(**more))

    def control(self, method: str, path: str, body: object = None) -> Any:
        """Make a call to the sandbox's control API."""
        request = urllib.request.Request(
            f"{self.app_url}/_sandbox/{path}".rstrip("/"),
            None if body is None else json.dumps(body).encode(),
            method=method,
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    @property
    def client_id(self) -> str:
        """The client id with which the sandbox has registered the manifest."""
        found = self.control("GET", "")["integrations"]
        (integration,) = (each for each in found if each["name"] == self.name)
        return str(integration["client_id"])

    @property
    def file(self) -> Path:
        return self.path / "installations.db"

    @contextmanager
    def store(self, client_id: str, key: str | None = None) -> Iterator[SqliteStore]:
        """Open the store, as the app itself would."""
        keyring = Keyring.parse(key or self.key)
        with closing(SqliteStore(self.file, keyring, client_id=client_id)) as store:
            yield store


def planted(base_url: str, *, issued_at: float = 1_700_000_000.0) -> TokenGrant:
    """A grant whose tokens must be seen nowhere."""
    access_token, refresh_token = map(Secret, PLANTED)
    return TokenGrant(
        base_url=base_url,
        access_token=access_token,
        refresh_token=refresh_token,
        scopes=SCOPES,
        issued_at=issued_at,
        expires_at=issued_at + 86_400,
    )
