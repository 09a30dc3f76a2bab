"""The rules by which an origin is refused as that of an app's frame, in one table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from gongkit.loopback import is_loopback
from gongkit.manifest import addresses
from gongkit.manifest.finding import Code


class Rule(NamedTuple):
    """A rule: what it refuses, and what an app's developer can do about it."""

    text: str
    fix: str


class Refusal(NamedTuple):
    """An origin that was refused, and by which rule. It is a value that pages show."""

    origin: str
    rule: str
    text: str
    fix: str


RULES: Final[Mapping[str, Rule]] = {
    "origin-wildcard": Rule(
        "An origin with a wildcard would allow any page.",
        "List each origin by its full name.",
    ),
    "origin-not-https": Rule(
        "The origin is not https, and not http on this machine.",
        "Serve the page over https.",
    ),
    "origin-malformed": Rule(
        "It is not an origin as browsers write it: scheme and host, and the port if it is"
        " not the usual one.",
        "Write it as in https://app.acme.com.",
    ),
    "origin-ipv6": Rule(
        "A browser's policy on frames cannot name an IPv6 address.",
        "Use a host name: http://localhost with the port.",
    ),
    "origin-outside-domains": Rule(
        "The origin is under none of the integration's registered domains.",
        "Add its domain to the integration, or move the page to a registered domain.",
    ),
    "origin-not-listed": Rule(
        "The origin is not among those that the integration may be shown from at this company.",
        "Add it to the integration's allowed origins. One company's own origin is allowed with"
        " the operation integrationSettings, at that company.",
    ),
}
"""By id, which is short and for good. Of several that refuse an origin, the first is named."""

_OF_PROBLEMS: Final[Mapping[Code | None, str]] = {
    Code.URL_WILDCARD: "origin-wildcard",
    Code.URL_NOT_HTTPS: "origin-not-https",
}


def refusal_of(
    origin: str, domains: Collection[str], listed: Collection[str] | None = None
) -> Refusal | None:
    """Find the rule that refuses an origin; None where all let it pass.

    `listed` are the origins that are allowed; None where this is one of them.
    """
    rule = _rule(origin, domains)
    if rule is None and listed is not None and origin not in listed:
        rule = "origin-not-listed"
    return None if rule is None else Refusal(origin, rule, *RULES[rule])


def _rule(origin: str, domains: Collection[str]) -> str | None:
    """Find the rule that refuses what an origin looks like, or where it is."""
    problem = next(addresses.origin(origin), None)
    address = addresses.address_of(origin)
    if problem is not None or address is None:
        return _OF_PROBLEMS.get(problem.code if problem else None, "origin-malformed")
    if ":" in address.host:
        return "origin-ipv6"
    is_own = any(addresses.is_under(address.host, domain) for domain in domains)
    return None if is_own or is_loopback(address.host) else "origin-outside-domains"
