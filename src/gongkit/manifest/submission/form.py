"""The fields of Gong's form by their places in a manifest, section after section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from gongkit.manifest.model import Manifest
from gongkit.manifest.reading import to_json

Kind = Literal["text", "lines", "picture", "switch"]


class Field(NamedTuple):
    """A field: where the manifest has it, what the form calls it, how it is filled in."""

    place: str
    label: str
    kind: Kind = "text"


IFRAME: Final = "iframe"

SECTIONS: Final[Mapping[str, tuple[Field, ...]]] = {
    "Details": (
        Field("integration.name", "Name"),
        Field("integration.short_description", "Short description"),
        Field("integration.description", "Description"),
    ),
    "Logos": (
        Field("integration.logos.small", "Small logo", "picture"),
        Field("integration.logos.large", "Large logo", "picture"),
    ),
    "Scopes": (Field("integration.scopes", "Authorization scopes", "lines"),),
    "Redirects": (Field("integration.redirect_uris", "Redirect URIs", "lines"),),
    "Links": (
        Field("integration.links.privacy", "Privacy policy"),
        Field("integration.links.terms", "Terms of service"),
        Field("integration.links.help", "Help article"),
        Field("integration.links.authorization", "Start of authorization"),
    ),
    "Your organization": (
        Field("integration.contacts", "Contact emails", "lines"),
        Field("integration.domains", "Domains", "lines"),
    ),
    "Pages inside Gong": (
        Field(IFRAME, "iFrame", "switch"),
        Field("iframe.email_composer.url", "Email composer URL"),
        Field("iframe.email_composer.label", "Button label"),
        Field("iframe.email_composer.image", "Button image", "picture"),
        Field("iframe.account_information.url", "Account information URL"),
        Field("iframe.allowed_origins", "Allowed origins", "lines"),
    ),
}
"""The form that makes an integration, in Gong's order."""

TRUSTED_IPS: Final = (
    Field("trusted_ips.access_token", "Access token", "lines"),
    Field("trusted_ips.refresh_token", "Refresh token", "lines"),
)
"""What is filled in apart from the form."""

PICTURES: Final = tuple(
    field.place for fields in SECTIONS.values() for field in fields if field.kind == "picture"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A field, filled in. `used` is False for a page inside Gong that the app has not."""

    field: Field
    values: tuple[str, ...]
    used: bool = True

    @property
    def missing(self) -> bool:
        """Tell whether the form asks for it and the manifest does not have it."""
        return self.used and not self.values


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form."""

    title: str
    entries: tuple[Entry, ...]


def filled_in(manifest: Manifest) -> tuple[Section, ...]:
    """Fill in the form."""
    tables = to_json(manifest)
    return tuple(
        Section(title, tuple(_entry(field, tables) for field in fields))
        for title, fields in SECTIONS.items()
    )


def trusted_ips(manifest: Manifest) -> tuple[Entry, ...]:
    """Fill in the lists of trusted IPs; an empty one allows every address."""
    tables = to_json(manifest)
    return tuple(Entry(field, _values(value_at(tables, field.place))) for field in TRUSTED_IPS)


def value_at(tables: Mapping[str, Any], place: str) -> Any:
    """Give what tables have at a place; None where they have nothing."""
    value: Any = tables
    for key in place.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _entry(field: Field, tables: Mapping[str, Any]) -> Entry:
    if field.kind == "switch":
        return Entry(field, ("On" if IFRAME in tables else "Off",))
    values = _values(value_at(tables, field.place))
    return Entry(field, values, used=bool(values) or _is_asked_for(field, tables))


def _values(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else tuple(_text(value))


def _text(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield value.strip()


def _is_asked_for(field: Field, tables: Mapping[str, Any]) -> bool:
    """Tell whether a field is of use: those of a page in Gong are, where there is that page."""
    table = field.place.rpartition(".")[0]
    return not table.startswith(IFRAME) or value_at(tables, table) is not None
