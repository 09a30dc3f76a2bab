"""The texts of a manifest, each with its place, such as `integration.redirect_uris[0]`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from gongkit.manifest.addresses import Address, address_of, is_under
from gongkit.manifest.finding import below
from gongkit.manifest.model import Manifest
from gongkit.manifest.reading import to_json

LINKS = ("privacy", "terms", "help", "authorization")
"""The keys of [integration.links]."""


class Placed(NamedTuple):
    """A text and where it stands."""

    place: str
    text: str


class PlacedAddress(NamedTuple):
    """A URL, where it stands, and its scheme, host and port."""

    place: str
    url: str
    address: Address


def texts(manifest: Manifest | None) -> Iterator[Placed]:
    """Give every text that is not empty, in the order of the model."""
    if manifest is not None:
        yield from (placed for placed in _within("", to_json(manifest)) if placed.text)


def addresses(manifest: Manifest | None) -> Iterator[PlacedAddress]:
    """Give every URL and origin."""
    for place, text in texts(manifest):
        address = address_of(text) if "://" in text else None
        if address is not None:
            yield PlacedAddress(place, text, address)


def links(manifest: Manifest | None) -> Iterator[PlacedAddress]:
    """Give the links of the form."""
    yield from (each for each in addresses(manifest) if each.place.startswith(_LINKS))


def redirect_uris(manifest: Manifest | None) -> list[PlacedAddress]:
    """Give the redirect URIs."""
    return [each for each in addresses(manifest) if each.place.startswith(_REDIRECTS)]


def is_foreign(host: str, manifest: Manifest | None) -> bool:
    """Tell whether a host is under none of the registered domains, where there are any."""
    domains = manifest.integration.domains if manifest else ()
    known = [domain for domain in domains if domain]
    return bool(known) and not any(is_under(host, domain) for domain in known)


def _within(place: str, value: Any) -> Iterator[Placed]:
    match value:
        case str():
            yield Placed(place, value)
        case list():
            for index, entry in enumerate(value):
                yield from _within(f"{place}[{index}]", entry)
        case Mapping():
            for key, entry in value.items():
                yield from _within(below(place, key), entry)


_LINKS = "integration.links."
_REDIRECTS = "integration.redirect_uris["
