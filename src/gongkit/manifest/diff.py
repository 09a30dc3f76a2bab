"""What is different between two manifests, and what that means for those who have the app."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gongkit.manifest.finding import below
from gongkit.manifest.model import Manifest
from gongkit.manifest.reading import to_json


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: at which place, from what, to what. None: it is not there.

    The place of an entry in a list of texts is the list's own.
    """

    place: str
    old: Any
    new: Any
    consequence: str = ""
    """What it means for companies and customers; empty where it means nothing."""


_ADDED: Final = {
    "integration.scopes": "Companies that have installed the app must consent again"
    " before it may do this.",
    "integration.contacts": "",
    "webhooks.rules": "Each customer's tech admin has to make this automation rule.",
    "trusted_ips.access_token": "Once there is an address, calls from all others are answered 403.",
    "trusted_ips.refresh_token": "Once there is an address, refreshes from all others are refused.",
}
_REMOVED: Final = {
    "integration.scopes": "Companies keep what they granted until they consent again.",
    "integration.redirect_uris": "Authorizations that come back there are refused.",
    "integration.domains": "Origins under this domain may no longer be used.",
    "iframe.allowed_origins": "Pages from there are no longer shown in Gong.",
    "iframe.email_composer": "The button is gone from the email composer.",
    "iframe.account_information": "The page is gone from account pages.",
    "trusted_ips.access_token": "Calls from there are answered 403, unless the list is empty.",
    "trusted_ips.refresh_token": "Refreshes from there are refused, unless the list is empty.",
    "webhooks.rules": "Customers' automation rules go on delivering until they are removed there.",
}
_CHANGED: Final = {
    "integration.name": "Customers see the new name in lists and when they consent.",
    "webhooks.rules": "Each customer's tech admin has to change the automation rule.",
    "residency": "Installations whose region is another by this are refused.",
}


def differences(old: Manifest, new: Manifest) -> tuple[Difference, ...]:
    """Compare two manifests, place by place, in the order of the form."""
    return tuple(_of_tables("", to_json(old), to_json(new)))


def _of_tables(place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for key in dict.fromkeys((*new, *old)):
        at = below(place, key)
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        if (
            isinstance(before or {}, Mapping)
            and isinstance(after or {}, Mapping)
            and (at not in _REMOVED or None not in (before, after))
        ):
            yield from _of_tables(at, before or {}, after or {})
        elif isinstance(before or [], list) and isinstance(after or [], list):
            yield from _of_lists(at, before or [], after or [])
        else:
            yield _difference(at, before, after)


def _of_lists(place: str, old: list[Any], new: list[Any]) -> Iterator[Difference]:
    """Tell entries apart by what they say, and rules by their names."""
    if any(isinstance(entry, Mapping) for entry in (*old, *new)):
        before, after = ({rule["name"]: rule for rule in rules} for rules in (old, new))
        for name in dict.fromkeys((*after, *before)):
            if before.get(name) != after.get(name):
                yield _difference(place, before.get(name), after.get(name))
        return
    yield from (_difference(place, None, entry) for entry in new if entry not in old)
    yield from (_difference(place, entry, None) for entry in old if entry not in new)


def _difference(place: str, old: Any, new: Any) -> Difference:
    table = _ADDED if old is None else _REMOVED if new is None else _CHANGED
    near = [known for known in table if place == known or place.startswith(f"{known}.")]
    return Difference(place, old, new, table[max(near, key=len)] if near else "")
