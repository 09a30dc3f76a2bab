"""An app registered at the sandbox, and the steps of installing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.app.serving import Answer, Browser
from tests.auth.local_gong import LocalGong

from gongkit.app.gong_app import GongApp
from gongkit.auth.oauth import OAuthClient
from gongkit.engine.perform import Options
from gongkit.engine.throttle import SharedThrottle
from gongkit.installations.installation import TokenGrant
from gongkit.installations.sqlite import MemoryStore
from gongkit.installations.store import InstallationStore
from gongkit.limits import UNLIMITED
from gongkit.manifest import Manifest, from_json
from gongkit.redact import Secret

SCOPES = ["api:calls:read:basic", "api:users:read"]


@dataclass(frozen=True, slots=True)
class Registered:
    """An integration at the sandbox."""

    gong: LocalGong
    manifest: Manifest
    oauth: OAuthClient

    def app(self, store: InstallationStore | None = None, **options: Any) -> GongApp:
        """Make an app of it, its store in memory unless another is given."""
        store = store or MemoryStore(client_id=self.oauth.client_id)
        options.setdefault("options", Options(throttle=SharedThrottle(store, UNLIMITED)))
        options.setdefault("oauth", self.oauth)
        return GongApp(self.manifest, store=store, **options)

    def grant(self, company: str = "northwind") -> TokenGrant:
        """Give tokens that this integration has got."""
        oauth = self.oauth
        return self.gong.grant(
            company,
            client_id=oauth.client_id,
            client_secret=oauth.client_secret,
            redirect_uri=oauth.redirect_uri,
        )

    def decide(
        self,
        authorize_url: str,
        company: str = "northwind",
        *,
        approve: bool = True,
        scopes: Sequence[str] | None = None,
    ) -> str:
        """Do what a tech admin's click does; give where the browser is sent."""
        given = {name: values[0] for name, values in query_of(authorize_url).items()}
        consent = {
            "client_id": given["client_id"],
            "company": company,
            "redirect_uri": given["redirect_uri"],
            "scope": given["scope"] if scopes is None else " ".join(scopes),
            "state": given["state"],
            "approve": approve,
        }
        redirect_to: str = self.gong.control("POST", "consent", **consent)["redirect_to"]
        return redirect_to


def register(gong: LocalGong, *redirect_uris: str, **integration: Any) -> Registered:
    """Register an integration with these redirect URIs."""
    tables = {
        "integration": {
            "name": "Deal <Notes>",
            "description": "Notes on deals.",
            "short_description": "Notes.",
            "scopes": SCOPES,
            "redirect_uris": list(redirect_uris),
            **integration,
        }
    }
    found = gong.control("POST", "integrations", published=True, **tables)
    oauth = OAuthClient(
        client_id=found["client_id"],
        client_secret=Secret(found["client_secret"]),
        redirect_uri=redirect_uris[0],
        scopes=tuple(SCOPES),
        app_url=gong.url,
    )
    return Registered(gong, from_json(tables), oauth)


def query_of(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


def changed(url: str, **query: str | None) -> str:
    """Write a URL with other parameters; None takes one away."""
    given = {name: values[0] for name, values in query_of(url).items()} | query
    kept = {name: value for name, value in given.items() if value is not None}
    return urlsplit(url)._replace(query=urlencode(kept)).geturl()


@dataclass(frozen=True, slots=True)
class Visit:
    """A person in a browser, at an app under this URL."""

    registered: Registered
    browser: Browser
    url: str

    def begin(self) -> str:
        """Go to /install; give the authorize URL at Gong."""
        answer = self.browser.follow(f"{self.url}/install")
        assert answer.status == 303, answer.text
        return answer.location

    def approve(self, **decision: Any) -> str:
        """Begin, and let the tech admin decide; give the callback to which the browser goes."""
        return self.registered.decide(self.begin(), **decision)

    def install(self, company: str = "northwind") -> Answer:
        """Go the whole way."""
        return self.browser.get(self.approve(company=company))
