"""How `gongkit install` goes: which integration, whose approval, and what is kept of it."""

from __future__ import annotations

import secrets
import webbrowser
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from gongkit.app.authorization import company_of
from gongkit.app.configuration import oauth_client, open_installations
from gongkit.auth.oauth import OAuthClient
from gongkit.cli.installing.attempt import Attempt, ComingBack, begin
from gongkit.cli.installing.loopback import serving
from gongkit.cli.installing.redirect import choose_redirect_uri
from gongkit.cli.integration import installing_as, manifest_here
from gongkit.cli.output import note
from gongkit.cli.sandbox_names import at_host
from gongkit.cli.sandbox_url import is_sandbox, sandbox_of, tell
from gongkit.errors import UnknownName, UsageError
from gongkit.installations.installation import Installation, TokenGrant
from gongkit.installations.store import InstallationStore
from gongkit.manifest import FILE_NAME, Manifest, Residency, load
from gongkit.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for on the command line."""

    manifest: str | None
    scopes: tuple[str, ...]
    redirect_uri: str | None
    name: str | None
    tenant: str | None
    headless: bool
    company: str | None
    """The company of the sandbox that approves, where no browser is asked."""
    open_browser: bool
    seconds: float


def install_app(settings: Settings, wanted: Wanted) -> Installation:
    """Install the app at one company, and give what the store has of it."""
    _check(settings, wanted)
    manifest = (
        load(wanted.manifest, profile=settings.effective_profile)
        if wanted.manifest
        else manifest_here(settings)
    )
    registered = manifest.integration.redirect_uris if manifest else ()
    redirect_uri = choose_redirect_uri(wanted.redirect_uri, registered, served=not wanted.headless)
    scopes = wanted.scopes or (manifest.integration.scopes if manifest else ())
    if not scopes:
        raise UsageError(
            f"There is no {FILE_NAME} here, and no --scope to ask for.",
            hint="Name the manifest with --manifest, or the scopes with --scope.",
        )
    if wanted.company:
        _company_of_sandbox(settings, wanted.company)
    chosen = installing_as(settings, manifest, Path(wanted.manifest or ""))
    oauth = replace(oauth_client(chosen, manifest), redirect_uri=redirect_uri, scopes=scopes)
    store = open_installations(chosen, manifest, client_id=oauth.client_id)
    with closing(store):
        keeping = _Keeping(store, chosen, wanted, oauth, _has_regions(manifest))
        attempt = begin(oauth, store, keeping, tenant=wanted.tenant, seconds=wanted.seconds)
        return _headless(attempt, settings, wanted) if wanted.headless else _browse(attempt, wanted)


@dataclass(frozen=True, slots=True)
class _Keeping:
    """Stores what was granted."""

    store: InstallationStore
    settings: Settings
    wanted: Wanted
    oauth: OAuthClient
    has_regions: bool
    """The app's own regions, which the store knows better than a sandbox."""

    def __call__(self, grant: TokenGrant) -> Installation:
        missing = [scope for scope in self.oauth.scopes if scope not in grant.scopes]
        if missing:
            note(f"Gong granted less than was asked for. Missing: {' '.join(missing)}")
        of_sandbox = self._in_sandbox(grant)
        # At Gong's shared host a company has no name of its own to be known by.
        own_name = self.wanted.tenant or self.wanted.name or secrets.token_hex(4)
        return self.store.install(
            company_of(self.store, self.oauth.app_url, grant.base_url, own_name),
            grant,
            tenant=self.wanted.tenant,
            name=self.wanted.name or of_sandbox.get("name"),
            region=None if self.has_regions else of_sandbox.get("region"),
        )

    def _in_sandbox(self, grant: TokenGrant) -> dict[str, str]:
        """Find what a sandbox says of the company whose API this is, or which has approved."""
        if not is_sandbox(self.settings.app_url):
            return {}
        companies, approved = sandbox_of(self.settings)["companies"], self.wanted.company
        if approved is not None:
            companies = [each for each in companies if each["name"] == approved]
        return at_host(companies, grant.base_url)


def _check(settings: Settings, wanted: Wanted) -> None:
    """Refuse options that do not go together."""
    if settings.store.startswith("memory:"):
        raise UsageError(
            "GONGKIT_STORE is memory: the installation would be gone with this command.",
            hint="Set it to a file, as in sqlite:///installations.db.",
        )
    if wanted.headless and not is_sandbox(settings.app_url):
        raise UsageError(
            "--headless is for a sandbox: at Gong a tech admin approves in the browser.",
            hint="Start `gongkit sandbox` and set GONGKIT_APP_URL to its URL.",
        )
    if wanted.headless and not wanted.company:
        raise UsageError(
            "--headless needs to know who approves.",
            hint="Name a company of the sandbox with --company.",
        )
    if wanted.company and not wanted.headless:
        raise UsageError(
            "--company is for --headless: in the browser, whoever signs in approves.",
            hint="Add --headless, or leave --company out. --name says what to call the company.",
        )


def _has_regions(manifest: Manifest | None) -> bool:
    return manifest is not None and manifest.residency != Residency()


def _headless(attempt: Attempt, settings: Settings, wanted: Wanted) -> Installation:
    """Let the sandbox do what a tech admin's click does."""
    said = {
        "client_id": attempt.oauth.client_id,
        "company": wanted.company,
        "redirect_uri": attempt.oauth.redirect_uri,
        "scope": " ".join(attempt.oauth.scopes),
        "state": attempt.state.state.reveal(),
        "approve": True,
    }
    return attempt.finish(tell(settings.app_url, "consent", said)["redirect_to"])


def _browse(attempt: Attempt, wanted: Wanted) -> Installation:
    """Send a tech admin's browser to Gong, and wait until it comes back."""
    coming_back = ComingBack(attempt)
    with serving(attempt.oauth.redirect_uri, coming_back):
        note(f"Sign in to Gong as a tech admin, and approve:\n{attempt.url}\n")
        note(f"Waiting until the browser comes back to {attempt.oauth.redirect_uri}")
        if wanted.open_browser:
            webbrowser.open(attempt.url)
        return coming_back.wait(wanted.seconds)


def _company_of_sandbox(settings: Settings, name: str) -> None:
    names = [each["name"] for each in sandbox_of(settings)["companies"]]
    if name not in names:
        raise UnknownName("company in this sandbox", name, names)
