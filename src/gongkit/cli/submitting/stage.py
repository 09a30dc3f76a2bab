"""The app at a sandbox of its own, for as long as it is looked at with a browser."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from gongkit.auth.oauth import OAuthClient, parse_callback
from gongkit.cli.checking.app_process import AppProcess, running_app
from gongkit.cli.checking.company import Company
from gongkit.cli.own_sandbox import running_sandbox
from gongkit.cli.target import check_target
from gongkit.client import run
from gongkit.manifest import Manifest
from gongkit.manifest.review import Project
from gongkit.redact import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A sandbox with the app registered and running."""

    manifest: Manifest
    company: Company
    app: AppProcess

    @property
    def app_hosts(self) -> tuple[str, ...]:
        """The hosts and ports that the manifest says are the app's, of those on plain http.

        The app runs on another port, where a browser can be led; it has no certificate.
        """
        iframe, uris = self.manifest.iframe, self.manifest.integration.redirect_uris
        pages = (iframe.email_composer, iframe.account_information) if iframe else ()
        parts = [urlsplit(url) for url in (*uris, *(page.url for page in pages if page))]
        hosts = (f"{each.hostname}:{each.port or 80}" for each in parts if each.scheme == "http")
        return tuple(dict.fromkeys(hosts))

    @property
    def oauth(self) -> OAuthClient:
        """The integration, as the app has it."""
        integration = self.manifest.integration
        return OAuthClient(
            client_id=self.company.client_id,
            client_secret=Secret(self.company.settings()["GONGKIT_CLIENT_SECRET"]),
            redirect_uri=integration.redirect_uris[0],
            scopes=integration.scopes,
            app_url=self.company.app_url,
        )

    def connect(self) -> None:
        """Install the app at the company without it, where it wants somebody to sign in first.

        Gong then shows the app's pages. The app itself knows of nothing.
        """
        state = Secret(secrets.token_urlsafe())
        asked = {
            "client_id": self.company.client_id,
            "redirect_uri": self.oauth.redirect_uri,
            "scope": " ".join(self.oauth.scopes),
            "state": state.reveal(),
        }
        run(self.oauth.exchange(parse_callback(self.company.consent(asked), state)))


@contextmanager
def staged(project: Project, manifest: Manifest, target: str) -> Iterator[Stage]:
    """Start a sandbox and the app; stop both at the end. The app need not answer yet."""
    check_target(target)
    with tempfile.TemporaryDirectory() as named, running_sandbox() as sandbox:
        folder = Path(named)
        with closing(Company(sandbox.description, folder)) as company:
            company.register(manifest, project.folder)
            company.lift_limits()
            settings = company.settings() | {"GONGKIT_PROFILE": project.profile or "dev"}
            with running_app(target, project.folder, settings, folder / "output") as app:
                yield Stage(manifest=manifest, company=company, app=app)
