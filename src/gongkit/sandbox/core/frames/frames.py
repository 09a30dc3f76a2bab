"""The frames that a company's people see, or why they do not see them.

Gong's form has a URL for the email composer and one for the account pages. For the
dialer it has none: its frame is the root of the origin that came through the operation
integrationSettings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args
from urllib.parse import urlencode, urlsplit

from gongkit.manifest import Manifest, addresses
from gongkit.sandbox.core.areas.integration_settings import allowed_origins
from gongkit.sandbox.core.frames.rules import Refusal, refusal_of
from gongkit.sandbox.core.oauth.images import images_of
from gongkit.sandbox.core.oauth.integrations import Integration, all_integrations
from gongkit.sandbox.core.state import State

Kind = Literal["EMAIL_COMPOSER", "ACCOUNT_PAGES", "DIALER"]
"""Where a frame is shown, in the words of the operation integrationSettings."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """An integration's page in one place inside Gong, as one company sees it.

    `label` is that of the composer's button, elsewhere the integration's name.
    """

    client_id: str
    name: str
    kind: Kind
    label: str
    has_image: bool
    """Whether the composer's button has an image."""
    url: str
    origins: tuple[str, ...]
    """The origins from which it may be shown, and from which its messages are believed."""
    tenant_origins: tuple[str, ...]
    """Those of them that the company allowed beside the manifest's."""
    ignored: tuple[Refusal, ...]
    """Origins that are listed, and count for nothing all the same."""
    refusal: Refusal | None
    """Why it is not shown; None where it is."""


def frames_of(state: State, company_id: str, kind: Kind) -> list[Frame]:
    """List the frames of the integrations that a company has installed, the oldest first."""
    installed = _installed(state, company_id)
    found = (
        frame_of(
            integration,
            kind,
            allowed_origins(state, company_id, integration.client_id, kind),
            has_image="composer" in images_of(state, integration.client_id),
        )
        for integration in all_integrations(state)
        if integration.client_id in installed
    )
    return [frame for frame in found if frame is not None]


def frame_of(
    integration: Integration, kind: Kind, added: Iterable[str], *, has_image: bool = False
) -> Frame | None:
    """Decide on one frame; None where the integration has none of this kind.

    `added` are the origins that the company allowed for this kind.
    """
    manifest = integration.manifest
    domains = manifest.integration.domains
    in_manifest = manifest.iframe.allowed_origins if manifest.iframe else ()
    ignored = [
        refusal
        for origin in dict.fromkeys((*in_manifest, *added))
        if (refusal := refusal_of(origin, domains)) is not None
    ]
    refused = {refusal.origin for refusal in ignored}
    tenant_origins = tuple(each for each in added if each not in {*in_manifest, *refused})
    origins = (*(each for each in in_manifest if each not in refused), *tenant_origins)
    url = _url(manifest, kind, tenant_origins)
    if url is None:
        return None
    return Frame(
        client_id=integration.client_id,
        name=integration.name,
        kind=kind,
        label=_label(manifest, kind),
        has_image=has_image,
        url=url,
        origins=origins,
        tenant_origins=tenant_origins,
        ignored=tuple(ignored),
        refusal=refusal_of(origin_in(url), domains, origins),
    )


def origin_in(url: str) -> str:
    """Give the origin of a URL as browsers write it; a URL that has none as it is."""
    address = addresses.address_of(url)
    if address is not None:
        return address.origin
    # A wildcard or another scheme: without the path, so that the rule which fits is found.
    scheme, separator, rest = url.partition("://")
    return f"{scheme}{separator}{re.split('[/?#]', rest, maxsplit=1)[0]}"


def with_parameters(url: str, parameters: Mapping[str, str]) -> str:
    """Add parameters to the query of a frame's URL."""
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode(parameters))))
    return parts._replace(query=query).geturl()


def _url(manifest: Manifest, kind: Kind, tenant_origins: tuple[str, ...]) -> str | None:
    iframe = manifest.iframe
    match kind:
        case "EMAIL_COMPOSER":
            return iframe.email_composer.url if iframe and iframe.email_composer else None
        case "ACCOUNT_PAGES":
            return iframe.account_information.url if iframe and iframe.account_information else None
        case "DIALER":
            return f"{tenant_origins[0]}/" if tenant_origins else None


def _label(manifest: Manifest, kind: Kind) -> str:
    iframe = manifest.iframe
    if kind == "EMAIL_COMPOSER" and iframe and iframe.email_composer:
        return iframe.email_composer.label
    return manifest.integration.name


def _installed(state: State, company_id: str) -> frozenset[str]:
    rows = state.rows(
        "SELECT DISTINCT client_id FROM grants WHERE company_id = ? AND ended_because IS NULL",
        company_id,
    )
    return frozenset(client_id for (client_id,) in rows)
