"""Where the app answers: its own URL, the redirect URIs under it, and the mount's prefix.

The URL is where the app is mounted, as a browser sees it: `https://app.example.com/gong`
for the redirect URI `https://app.example.com/gong/callback`. ASGI calls the part of the
path that belongs to mounts and proxies `root_path`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from gongkit.app.failures import Refused
from gongkit.errors import UsageError
from gongkit.manifest.addresses import mount_of

INSTALL: Final = "/install"
HEALTH: Final = "/health"
READY: Final = "/ready"
WEBHOOKS: Final = "/webhooks"
IDENTITY: Final = "/frame-identity"
IDENTITY_SCRIPT: Final = "/frame-identity.js"
_TAKEN: Final = (INSTALL, HEALTH, READY, IDENTITY_SCRIPT)
_TAKEN_BELOW: Final = (WEBHOOKS, IDENTITY)


class Address:
    """An app's URL and its redirect URIs.

    `url` None is the first redirect URI without its last segment. Raises `UsageError` for
    a redirect URI that is not under the URL's path, or takes another route's place.
    """

    def __init__(self, redirect_uris: Sequence[str], url: str | None) -> None:
        self.url = (url or mount_of(redirect_uris[0])).rstrip("/")
        self._prefix = unquote(urlsplit(self.url).path)
        self._redirect_uris = tuple(redirect_uris)
        self.callbacks = frozenset(map(self._route_of_redirect, redirect_uris))

    def route(self, scope: Mapping[str, Any]) -> str:
        """Give the path of a request within the app."""
        path: str = scope["path"]
        whole = root_path(scope)
        # Where an application adds a prefix of its own (FastAPI's root_path), the path
        # lacks that, and has the mount's only.
        mount = whole.removeprefix(str(scope.get("app_root_path", "")).rstrip("/"))
        for prefix in (whole, mount):
            if path == prefix or path.startswith(f"{prefix}/"):
                return path[len(prefix) :] or "/"
        return path

    def redirect_uri(self, host: str) -> str:
        """Choose the redirect URI at the host by which the browser came, else the first."""
        for uri in self._redirect_uris:
            if urlsplit(uri).netloc.lower() == host.lower():
                return uri
        return self._redirect_uris[0]

    def frame(self, url: str) -> str:
        """Give the route of a page inside Gong, whose URL is in the manifest.

        Raises `UsageError` as for a redirect URI.
        """
        return self._own_route("page", url, "Let it end in /composer or /account.", self.callbacks)

    def check_mount(self, scope: Mapping[str, Any]) -> None:
        """Refuse where the callback would not arrive here; the reason is for the developer."""
        here = root_path(scope)
        if here != self._prefix:
            redirect_uri = self._redirect_uris[0]
            raise Refused(
                "mount_mismatch",
                f"The app answers under {here or '/'!r}, and the redirect URI {redirect_uri}"
                f" belongs to an app under {self._prefix or '/'!r}.\n"
                f"Mount it at {self._prefix or '/'!r}, or change the redirect URI in"
                f" gong.app.toml and at Gong to the place of the mount, or, where the redirect"
                f" URI is more than one segment below the mount, say GongApp(url=…).\n"
                "Behind a proxy that strips a prefix, tell the server:"
                " uvicorn --root-path /prefix.",
            )

    def _route_of_redirect(self, redirect_uri: str) -> str:
        return self._own_route("redirect URI", redirect_uri, "Let it end in /callback.")

    def _own_route(self, what: str, url: str, otherwise: str, taken: Collection[str] = ()) -> str:
        """Give the route of a URL; refuse one that is not ours, or that of another route."""
        path = unquote(urlsplit(url).path)
        if path != self._prefix and not path.startswith(f"{self._prefix}/"):
            raise UsageError(
                f"The {what} {url} is not under the app's URL {self.url}.",
                hint="Say where the app is mounted: GongApp(url='https://app.example.com/gong').",
            )
        route = path[len(self._prefix) :] or "/"
        is_below = any(f"{route}/".startswith(f"{each}/") for each in _TAKEN_BELOW)
        if is_below or route in {*_TAKEN, *taken}:
            raise UsageError(
                f"The {what} {url} takes the place of another route, {route}.", hint=otherwise
            )
        return route


def root_path(scope: Mapping[str, Any]) -> str:
    """Give the part of the path that belongs to mounts and proxies, without a final slash."""
    return str(scope.get("root_path", "")).rstrip("/")
