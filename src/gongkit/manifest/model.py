"""What a manifest holds: Gong's form as frozen structs, in the form's own words.

The annotations carry the checks that `gongkit.manifest.shape` applies to each text.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from gongkit.contract.scopes import SCOPES
from gongkit.manifest import addresses, patterns
from gongkit.manifest.finding import Check
from gongkit.manifest.scope import scope
from gongkit.manifest.trusted_ips import trusted_ip


def _must(check: Check, pattern: str) -> Meta:
    """Apply a check; the pattern says as much of it as the schema can."""
    return Meta(extra={"check": check}, extra_json_schema={"pattern": pattern})


def _says(text: str) -> Meta:
    """Say what a key holds: for the schema, and for the page of docs/ that is made of it."""
    return Meta(description=text)


NOT_EMPTY = Meta(min_length=1)

Scope = Annotated[str, Meta(extra={"check": scope}, extra_json_schema={"enum": list(SCOPES)})]
RedirectUri = Annotated[str, _must(addresses.redirect_uri, patterns.REDIRECT_URI)]
Url = Annotated[str, _must(addresses.https_url, patterns.URL)]
Origin = Annotated[str, _must(addresses.origin, patterns.ORIGIN)]
Domain = Annotated[str, _must(addresses.domain, patterns.DOMAIN)]
Email = Annotated[str, _must(addresses.email, patterns.EMAIL)]
TrustedIp = Annotated[str, _must(trusted_ip, patterns.TRUSTED_IP)]
HostPattern = Annotated[str, _must(addresses.host_pattern, patterns.HOST_PATTERN)]
Region = Annotated[str, _must(addresses.region, patterns.REGION)]
File = Annotated[str, Meta(extra={"file": True}, extra_json_schema={"pattern": patterns.FILE})]
"""A file of the project, relative to the manifest's own folder."""


class Table(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """A table of the manifest."""


class Logos(Table, frozen=True, kw_only=True):
    """`[integration.logos]`: the small one for app lists, the large one for the consent page."""

    small: Annotated[
        File | None,
        _says("An image file, relative to the manifest: the logo in lists of apps."),
    ] = None
    large: Annotated[
        File | None,
        _says("An image file, relative to the manifest: the logo on the consent page."),
    ] = None


class Links(Table, frozen=True, kw_only=True):
    """`[integration.links]`: the pages that Gong's form asks for.

    `authorization` is the page of the app where a customer starts to install it.
    """

    privacy: Annotated[
        Url | None,
        _says("The app's privacy policy."),
    ] = None
    terms: Annotated[
        Url | None,
        _says("The app's terms of service."),
    ] = None
    help: Annotated[
        Url | None,
        _says("An article that helps with the app."),
    ] = None
    authorization: Annotated[
        Url | None,
        _says("The page of the app where a customer starts to install it."),
    ] = None


class Integration(Table, frozen=True, kw_only=True):
    """`[integration]`: what the app is called, what it may do, and who answers for it."""

    name: Annotated[
        str,
        NOT_EMPTY,
        _says("The app's name."),
    ]
    short_description: Annotated[
        str | None,
        _says("A line for the list of integrations."),
    ] = None
    description: Annotated[
        str | None,
        _says("What the app does, for its own page."),
    ] = None
    scopes: Annotated[
        tuple[Scope, ...],
        NOT_EMPTY,
        _says("What the app may do; each is one of Gong's 40 scopes."),
    ]
    redirect_uris: Annotated[
        tuple[RedirectUri, ...],
        NOT_EMPTY,
        _says(
            "Where the browser comes back to after consent. Compared letter by letter: "
            "https, or http on loopback; no fragment."
        ),
    ]
    contacts: Annotated[
        tuple[Email, ...],
        _says("Email addresses of those who answer for the app."),
    ] = ()
    domains: Annotated[
        tuple[Domain, ...],
        _says("The organization's domains, bare: `acme.com` includes its sub-domains."),
    ] = ()
    logos: Annotated[
        Logos,
        _says("The app's logos."),
    ] = Logos()
    links: Annotated[
        Links,
        _says("Pages about the app."),
    ] = Links()


class EmailComposer(Table, frozen=True, kw_only=True):
    """`[iframe.email_composer]`: the page behind a button of Gong's email composer."""

    url: Annotated[
        Url,
        _says(
            "The page behind the button in Gong's email composer. Its origin is among "
            "`allowed_origins`."
        ),
    ]
    label: Annotated[
        str,
        NOT_EMPTY,
        _says("The button's label."),
    ]
    image: Annotated[
        File | None,
        _says("The button's image, a file relative to the manifest."),
    ] = None


class AccountInformation(Table, frozen=True, kw_only=True):
    """`[iframe.account_information]`: the page shown on Engage's account pages."""

    url: Annotated[
        Url,
        _says("The page shown on Engage's account pages. Its origin is among `allowed_origins`."),
    ]


class Iframe(Table, frozen=True, kw_only=True):
    """`[iframe]`: the app's pages inside Gong, and the origins they may come from."""

    allowed_origins: Annotated[
        tuple[Origin, ...],
        _says(
            "The origins that the app's pages inside Gong may come from. Each is static, "
            "https (http on loopback only) and under one of `domains`; `*` is refused. A "
            "customer's own sub-domain is added with the operation `integrationSettings`."
        ),
    ] = ()
    email_composer: Annotated[
        EmailComposer | None,
        _says("The page in Gong's email composer."),
    ] = None
    account_information: Annotated[
        AccountInformation | None,
        _says("The page beside an account."),
    ] = None


class TrustedIps(Table, frozen=True, kw_only=True):
    """`[trusted_ips]`: where calls may come from: with an access token, with a refresh token.

    An empty list allows every address.
    """

    access_token: Annotated[
        tuple[TrustedIp, ...],
        _says(
            "Where calls with an access token may come from: addresses (`203.0.113.7`), "
            "CIDR blocks (`203.0.113.0/24`) or ranges (`203.0.113.1-203.0.113.9`), IPv4 and "
            "IPv6. An empty list allows every address."
        ),
    ] = ()
    refresh_token: Annotated[
        tuple[TrustedIp, ...],
        _says("Where refreshes may come from, written likewise."),
    ] = ()


class WebhookRule(Table, frozen=True, kw_only=True):
    """`[[webhooks.rules]]`: an automation rule that sends calls to the app.

    `signed_jwt` puts a signed token into a header; `url_key` relies on a key in the URL.
    """

    name: Annotated[
        str,
        NOT_EMPTY,
        _says("The rule's name."),
    ]
    url: Annotated[
        Url,
        _says("Where calls are delivered."),
    ]
    authentication: Annotated[
        Literal["signed_jwt", "url_key"],
        _says("`signed_jwt` (a signed header, the default) or `url_key` (a key in the URL)."),
    ] = "signed_jwt"


class Webhooks(Table, frozen=True, kw_only=True):
    """`[webhooks]`: the automation rules that the app needs at a customer."""

    rules: Annotated[
        tuple[WebhookRule, ...],
        _says("The automation rules that the app needs at a customer, a table for each."),
    ] = ()


class Residency(Table, frozen=True, kw_only=True):
    """`[residency]`: which API hosts keep their data where.

    `regions` maps a region to patterns of hosts; a host that no pattern matches is in
    `default`, and refused where there is none. `when_moved` says what becomes of an
    installation whose company Gong has moved to another region.
    """

    default: Annotated[
        Region | None,
        _says("The region of API hosts that no pattern matches. Without it they are refused."),
    ] = None
    when_moved: Annotated[
        Literal["refuse", "follow"],
        _says(
            "What becomes of an installation whose company Gong has moved to another "
            "region: `refuse` (it must reconnect, the default) or `follow`."
        ),
    ] = "refuse"
    regions: Annotated[
        dict[Region, Annotated[tuple[HostPattern, ...], NOT_EMPTY]],
        _says(
            "A region's name, and patterns of the API hosts there: `eu = "
            '["eu-*.api.gong.io"]`. A `*` stands for any characters. A sandbox\'s hosts '
            "have a port: `127.0.0.1:4665`."
        ),
    ] = {}


class Manifest(Table, frozen=True, kw_only=True):
    """A whole manifest. A table that the file leaves out has its defaults; `iframe` is None."""

    integration: Annotated[
        Integration,
        _says("What the app is called, what it may do, and who answers for it."),
    ]
    iframe: Annotated[
        Iframe | None,
        _says("The app's pages inside Gong."),
    ] = None
    trusted_ips: Annotated[
        TrustedIps,
        _says("Where the app's calls may come from."),
    ] = TrustedIps()
    webhooks: Annotated[
        Webhooks,
        _says("The automation rules that the app needs at a customer."),
    ] = Webhooks()
    residency: Annotated[
        Residency,
        _says("Which API hosts keep their data where."),
    ] = Residency()
