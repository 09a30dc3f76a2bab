"""The Collective: which integrations a company finds there.

Published ones are there for everybody, also without signing in; a private one for its own
company only.
"""

from __future__ import annotations

from typing import NamedTuple

from gongkit.sandbox.core.companies import companies_by_id
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.oauth.images import images_of
from gongkit.sandbox.core.oauth.integrations import (
    Integration,
    all_integrations,
    find_integration,
)
from gongkit.sandbox.core.state import State


class Listing(NamedTuple):
    """An integration as it stands in the Collective: whose it is, and its pictures' kinds."""

    integration: Integration
    owner: Company
    pictures: frozenset[str]


def catalogue(state: State, company_id: str | None, text: str = "") -> list[Listing]:
    """List what a company finds, by name; with a text, what has all of its words in it.

    Without a company these are the published ones.
    """
    words = text.casefold().split()
    found = [
        _listing(state, integration)
        for integration in all_integrations(state)
        if _is_shown(integration, company_id)
    ]
    fitting = [each for each in found if all(word in _searched(each) for word in words)]
    return sorted(fitting, key=lambda each: each.integration.name.casefold())


def find_listing(state: State, company_id: str | None, client_id: str) -> Listing | None:
    """Find an integration, if the company finds it in the Collective."""
    integration = find_integration(state, client_id)
    if integration is None or not _is_shown(integration, company_id):
        return None
    return _listing(state, integration)


def _is_shown(integration: Integration, company_id: str | None) -> bool:
    return integration.published or integration.company_id == company_id


def _listing(state: State, integration: Integration) -> Listing:
    owner = companies_by_id(state)[integration.company_id]
    return Listing(integration, owner, images_of(state, integration.client_id))


def _searched(listing: Listing) -> str:
    about = listing.integration.manifest.integration
    texts = (about.name, about.short_description, about.description, listing.owner.title)
    return "\n".join(text for text in texts if text).casefold()
