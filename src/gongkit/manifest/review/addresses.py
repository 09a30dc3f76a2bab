"""Addresses: where the app's pages, redirects and webhooks are, and whose hosts those are."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Final

from gongkit.loopback import is_loopback
from gongkit.manifest.finding import quoted
from gongkit.manifest.model import Manifest
from gongkit.manifest.review.places import (
    PlacedAddress,
    addresses,
    is_foreign,
    redirect_uris,
    texts,
)
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Grade, Outcome, Rule, Source
from gongkit.manifest.review.shared_hosts import shared_host, tunnel
from gongkit.manifest.review.subject import Subject

LOOPBACK: Final = Rule(
    "loopback-address",
    "Nothing of a published app is on this machine.",
    Source.ARTICLE,
    "A customer's browser, and Gong, would look for it on their own machine.",
    "Write the public address; keep this one under [profiles.dev].",
    publish=True,
)
IP_HOST: Final = Rule(
    "ip-address-host",
    "Hosts have names.",
    Source.ADVICE,
    "No public certificate fits a bare address, and it is under no domain.",
    "Give the host a name under one of your domains.",
    publish=True,
)
UNUSUAL_PORT: Final = Rule(
    "unusual-port",
    "Public pages are on the usual port.",
    Source.ADVICE,
    "Customers' firewalls let browsers out on port 443 and rarely on another.",
    "Serve it on port 443.",
    publish=True,
    grade=Grade.REVIEW,
)
TUNNEL: Final = Rule(
    "tunnel-address",
    "No address is that of a development tunnel.",
    Source.ADVICE,
    "It ends with the tunnel, and its name may then be somebody else's.",
    "Write the host that the app is deployed at; keep the tunnel under [profiles.dev].",
    publish=True,
)
SHARED_DOMAIN: Final = Rule(
    "shared-domain",
    "Registered domains are the organization's alone.",
    Source.ADVICE,
    "Whatever is under a registered domain may become an origin of the app; under a hosting"
    " provider's domain anybody has a page.",
    "Register a domain of your own, or the whole name of your host.",
)
TOO_MANY_REDIRECTS: Final = Rule(
    "many-redirect-uris",
    "There are no more than five redirect URIs.",
    Source.ADVICE,
    "Each is a place to which a customer's code may be sent.",
    "Keep those that the published app uses; the others belong under [profiles.dev].",
    publish=True,
    grade=Grade.REVIEW,
)
REDIRECT_OUTSIDE: Final = Rule(
    "redirect-outside-domains",
    "Redirect URIs are under the registered domains.",
    Source.ADVICE,
    "The authorization code goes there: a reviewer asks whose host that is.",
    "Use a host of your own, or register its domain.",
    grade=Grade.REVIEW,
)
REDIRECT_QUERY: Final = Rule(
    "redirect-query",
    "Redirect URIs have no query.",
    Source.ADVICE,
    "They are compared letter by letter; what varies belongs into the state.",
    "Remove the query, and keep what it said with the state.",
    grade=Grade.REVIEW,
)
UNUSED_ORIGIN: Final = Rule(
    "unused-origin",
    "Each allowed origin is one that a page comes from.",
    Source.ADVICE,
    "Gong lets every allowed origin speak to its own pages.",
    "Remove it, or leave a note for the reviewer what comes from there.",
    grade=Grade.REVIEW,
)
NO_FRAME: Final = Rule(
    "iframe-without-page",
    "An [iframe] table has a page to show.",
    Source.ARTICLE,
    "The form's iFrame switch is on, and nothing would be shown.",
    "Add [iframe.email_composer] or [iframe.account_information], or remove [iframe].",
)
URL_KEY: Final = Rule(
    "webhook-url-key",
    "Webhooks are signed.",
    Source.ADVICE,
    "A key in a URL gets into logs and histories, and says nothing of the body.",
    'Use authentication = "signed_jwt".',
    grade=Grade.REVIEW,
)

_MOST_REDIRECTS: Final = 5


def _check(project: Project) -> Iterator[Outcome]:
    manifest = project.manifest
    if manifest is None:
        return
    for each in addresses(manifest):
        yield from _host(project, each)
    yield from _domains(project, manifest)
    yield from _redirects(project, manifest)
    yield from _frames(project, manifest)
    for index, rule in enumerate(manifest.webhooks.rules):
        if rule.authentication == "url_key":
            place = f"webhooks.rules[{index}].authentication"
            yield URL_KEY.review(
                f"{quoted(rule.name)} relies on a key in its URL.", project.at(place)
            )


def _host(project: Project, each: PlacedAddress) -> Iterator[Outcome]:
    place, _, address = each
    where = project.at(place)
    if is_loopback(address.host):
        yield LOOPBACK.fail(f"{place} is on {address.host}.", where)
    elif _is_ip(address.host):
        yield IP_HOST.fail(f"{place} has the host {address.host}, an IP address.", where)
    elif provider := tunnel(address.host):
        yield TUNNEL.fail(f"{place} is a tunnel of {provider}.", where)
    elif address.port not in {None, 443}:
        yield UNUSUAL_PORT.review(f"{place} is on port {address.port}.", where)


def _domains(project: Project, manifest: Manifest) -> Iterator[Outcome]:
    for index, domain in enumerate(manifest.integration.domains):
        place = f"integration.domains[{index}]"
        if shared_host(domain):
            message = f"{domain} has hosts of many organizations under it."
            yield SHARED_DOMAIN.fail(message, project.at(place))
    for place, pattern in texts(manifest):
        host = pattern.rpartition(":")[0] or pattern
        if place.startswith("residency.regions.") and is_loopback(host):
            yield LOOPBACK.fail(f"{place} is a sandbox's host, {pattern}.", project.at(place))


def _redirects(project: Project, manifest: Manifest) -> Iterator[Outcome]:
    found = redirect_uris(manifest)
    if len(found) > _MOST_REDIRECTS:
        place = found[_MOST_REDIRECTS].place
        yield TOO_MANY_REDIRECTS.review(f"There are {len(found)} redirect URIs.", project.at(place))
    for place, url, address in found:
        if "?" in url:
            yield REDIRECT_QUERY.review(f"{place} has a query.", project.at(place))
        if is_foreign(address.host, manifest) and not is_loopback(address.host):
            message = f"{place} is on {address.host}, under none of the registered domains."
            yield REDIRECT_OUTSIDE.review(message, project.at(place))


def _frames(project: Project, manifest: Manifest) -> Iterator[Outcome]:
    iframe = manifest.iframe
    if iframe is None:
        return
    if not (iframe.email_composer or iframe.account_information) and project.is_sound("iframe"):
        yield NO_FRAME.fail("[iframe] names no page.", project.at("iframe"))
        return
    used = {
        each.address.origin
        for each in addresses(manifest)
        if each.place.startswith("iframe.") and not each.place.startswith(_ORIGINS)
    }
    for place, origin, address in addresses(manifest):
        if place.startswith(_ORIGINS) and address.origin not in used and project.is_sound("iframe"):
            yield UNUSED_ORIGIN.review(f"No page comes from {origin}.", project.at(place))


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


_ORIGINS: Final = "iframe.allowed_origins["

SUBJECT: Final = Subject(
    "Addresses",
    (
        *(LOOPBACK, IP_HOST, UNUSUAL_PORT, TUNNEL, SHARED_DOMAIN, TOO_MANY_REDIRECTS),
        *(REDIRECT_OUTSIDE, REDIRECT_QUERY, UNUSED_ORIGIN, NO_FRAME, URL_KEY),
    ),
    _check,
)
