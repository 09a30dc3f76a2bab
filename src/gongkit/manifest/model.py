"""What a manifest holds: Gong's form as frozen structs, in the form's own words.

The annotations carry the checks that `gongkit.manifest.shape` applies to each text.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from gongkit.manifest import addresses
from gongkit.manifest.finding import Check
from gongkit.manifest.scope import scope
from gongkit.manifest.trusted_ips import trusted_ip


def _must(check: Check) -> Meta:
    return Meta(extra={"check": check})


NOT_EMPTY = Meta(min_length=1)

Scope = Annotated[str, _must(scope)]
RedirectUri = Annotated[str, _must(addresses.redirect_uri)]
Url = Annotated[str, _must(addresses.https_url)]
Origin = Annotated[str, _must(addresses.origin)]
Domain = Annotated[str, _must(addresses.domain)]
Email = Annotated[str, _must(addresses.email)]
TrustedIp = Annotated[str, _must(trusted_ip)]
HostPattern = Annotated[str, _must(addresses.host_pattern)]
Region = Annotated[str, _must(addresses.region)]
File = Annotated[str, Meta(extra={"file": True})]
"""A file of the project, relative to the manifest's own folder."""


class Table(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """A table of the manifest."""


class Logos(Table, frozen=True, kw_only=True):
    """`[integration.logos]`: the small one for app lists, the large one for the consent page."""

    small: File | None = None
    large: File | None = None


class Links(Table, frozen=True, kw_only=True):
    """`[integration.links]`: the pages that Gong's form asks for.

    `authorization` is the page of the app where a customer starts to install it.
    """

    privacy: Url | None = None
    terms: Url | None = None
    help: Url | None = None
    authorization: Url | None = None


class Integration(Table, frozen=True, kw_only=True):
    """`[integration]`: what the app is called, what it may do, and who answers for it."""

    name: Annotated[str, NOT_EMPTY]
    short_description: str | None = None
    description: str | None = None
    scopes: Annotated[tuple[Scope, ...], NOT_EMPTY]
    redirect_uris: Annotated[tuple[RedirectUri, ...], NOT_EMPTY]
    contacts: tuple[Email, ...] = ()
    domains: tuple[Domain, ...] = ()
    logos: Logos = Logos()
    links: Links = Links()


class EmailComposer(Table, frozen=True, kw_only=True):
    """`[iframe.email_composer]`: the page behind a button of Gong's email composer."""

    url: Url
    label: Annotated[str, NOT_EMPTY]
    image: File | None = None


class AccountInformation(Table, frozen=True, kw_only=True):
    """`[iframe.account_information]`: the page shown on Engage's account pages."""

    url: Url


class Iframe(Table, frozen=True, kw_only=True):
    """`[iframe]`: the app's pages inside Gong, and the origins they may come from."""

    allowed_origins: tuple[Origin, ...] = ()
    email_composer: EmailComposer | None = None
    account_information: AccountInformation | None = None


class TrustedIps(Table, frozen=True, kw_only=True):
    """`[trusted_ips]`: where calls may come from: with an access token, with a refresh token.

    An empty list allows every address.
    """

    access_token: tuple[TrustedIp, ...] = ()
    refresh_token: tuple[TrustedIp, ...] = ()


class WebhookRule(Table, frozen=True, kw_only=True):
    """`[[webhooks.rules]]`: an automation rule that sends calls to the app.

    `signed_jwt` puts a signed token into a header; `url_key` relies on a key in the URL.
    """

    name: Annotated[str, NOT_EMPTY]
    url: Url
    authentication: Literal["signed_jwt", "url_key"] = "signed_jwt"


class Webhooks(Table, frozen=True, kw_only=True):
    """`[webhooks]`: the automation rules that the app needs at a customer."""

    rules: tuple[WebhookRule, ...] = ()


class Residency(Table, frozen=True, kw_only=True):
    """`[residency]`: which API hosts keep their data where.

    `regions` maps a region to patterns of hosts; a host that no pattern matches is in
    `default`, and refused where there is none. `when_moved` says what becomes of an
    installation whose company Gong has moved to another region.
    """

    default: Region | None = None
    when_moved: Literal["refuse", "follow"] = "refuse"
    regions: dict[Region, Annotated[tuple[HostPattern, ...], NOT_EMPTY]] = {}


class Manifest(Table, frozen=True, kw_only=True):
    """A whole manifest. A table that the file leaves out has its defaults; `iframe` is None."""

    integration: Integration
    iframe: Iframe | None = None
    trusted_ips: TrustedIps = TrustedIps()
    webhooks: Webhooks = Webhooks()
    residency: Residency = Residency()
