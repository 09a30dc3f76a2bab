"""Where the app answers: what its manifest says of this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from gongkit.loopback import is_loopback
from gongkit.manifest import Manifest
from gongkit.manifest.addresses import mount_of

DEFAULT_PORT: Final = 8000


@dataclass(frozen=True, slots=True)
class Place:
    """The app's address on this machine, and the redirect URI there; None: it has none."""

    host: str
    port: int
    redirect_uri: str | None

    @property
    def listen_host(self) -> str:
        """The address to listen on."""
        return "::1" if ":" in self.host else "127.0.0.1"

    @property
    def url(self) -> str:
        """The app's own URL."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def place_of(manifest: Manifest, port: int | None) -> Place:
    """Take host and port from the redirect URI on this machine; a port that is given wins."""
    for uri in manifest.integration.redirect_uris:
        parts = urlsplit(uri)
        host = parts.hostname or ""
        if parts.scheme == "http" and is_loopback(host):
            there = parts.port or 80
            return Place(host, port or there, uri if port in {None, there} else None)
    return Place("localhost", port or DEFAULT_PORT, None)


def install_url(manifest: Manifest, place: Place) -> str | None:
    """Say where an installation begins: the manifest's link, else GongApp's route.

    None where the app does not answer at its redirect URI: nothing would come back to it.
    """
    if place.redirect_uri is None:
        return None
    link = manifest.integration.links.authorization
    if link and is_loopback(urlsplit(link).hostname or ""):
        return link
    return f"{mount_of(place.redirect_uri)}/install"
