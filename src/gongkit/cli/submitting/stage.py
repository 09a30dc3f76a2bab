"""The app at a sandbox of its own, for as long as it is looked at with a browser."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gongkit.cli.checking.app_process import AppProcess, running_app
from gongkit.cli.checking.company import Company
from gongkit.cli.story.child import running_sandbox
from gongkit.installations.keyring import generate_key
from gongkit.manifest import Manifest
from gongkit.manifest.review import Project
from gongkit.settings import without_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A sandbox with the app registered and running. `admin` may approve it, and signs in."""

    manifest: Manifest
    sandbox_url: str
    client_id: str
    client_secret: str
    admin: dict[str, Any]
    app: AppProcess

    @property
    def app_hosts(self) -> tuple[str, ...]:
        """The hosts and ports that the manifest says are the app's, of those on plain http.

        The app runs on another port, where a browser can be led; it has no certificate.
        """
        iframe, uris = self.manifest.iframe, [*self.manifest.integration.redirect_uris]
        pages = (iframe.email_composer, iframe.account_information) if iframe else ()
        parts = [urlsplit(url) for url in (*uris, *(page.url for page in pages if page))]
        hosts = (f"{each.hostname}:{each.port or 80}" for each in parts if each.scheme == "http")
        return tuple(dict.fromkeys(hosts))


@contextmanager
def staged(project: Project, manifest: Manifest, target: str) -> Iterator[Stage]:
    """Start a sandbox and the app; stop both at the end. The app need not answer yet."""
    with running_sandbox() as sandbox, tempfile.TemporaryDirectory() as folder:
        company = Company(sandbox.description)
        company.register(manifest, project.folder)
        company.lift_limits()
        settings = {
            "GONGKIT_APP_URL": company.app_url,
            "GONGKIT_CLIENT_ID": company.client_id,
            "GONGKIT_CLIENT_SECRET": company.client_secret.reveal(),
            "GONGKIT_KEY": generate_key(),
            "GONGKIT_STORE": f"sqlite:///{Path(folder) / 'app.db'}",
            "GONGKIT_PROFILE": project.profile or "dev",
        }
        environment = without_settings() | settings | {"PYTHONUNBUFFERED": "1"}
        users = sandbox.description["companies"][0]["users"]
        with running_app(target, project.folder, environment) as app:
            yield Stage(
                manifest=manifest,
                sandbox_url=company.app_url,
                client_id=company.client_id,
                client_secret=company.client_secret.reveal(),
                admin=next(user for user in users if user["role"] == "tech_admin"),
                app=app,
            )
