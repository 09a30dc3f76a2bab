"""The CRM that a company registered through the API: there is none or one at a time."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from gongkit.sandbox.core.api.asked import Asked, Hint, Refused
from gongkit.sandbox.core.state import State


class CrmIntegration(NamedTuple):
    """A registered CRM. `ends_at` is the moment when its deletion is done, None for none."""

    id: int
    name: str
    owner_email: str
    ends_at: float | None


def find_integration(state: State, company_id: str, now: float) -> CrmIntegration | None:
    """Give the company's registered CRM, unless it has been deleted."""
    row = state.row(
        "SELECT id, name, owner_email, ends_at FROM crm_integrations"
        " WHERE company_id = ? AND coalesce(ends_at > ?, 1)",
        company_id,
        now,
    )
    return None if row is None else CrmIntegration(*row)


def named_integration(state: State, asked: Asked) -> CrmIntegration:
    """Give the integration that the query names; refuse (400) where it is not the company's."""
    wanted, found = (
        asked.query["integrationId"],
        find_integration(state, asked.company.id, asked.now),
    )
    if found is not None and found.id == wanted:
        return found
    hint = (
        "The company has registered no CRM: PUT /v2/crm/integrations answers an id."
        if found is None
        else f"The company's integration is {found.id}. Keep such ids as integers or text: they"
        " exceed 2^53, and a floating-point number changes them."
    )
    raise Refused(
        400,
        f"integrationId: the company has no CRM integration {wanted}",
        hints=(Hint("integrationId", hint),),
    )


def changeable_integration(state: State, asked: Asked) -> CrmIntegration:
    """Give the integration that the query names; refuse (400) one whose deletion has begun too."""
    found = named_integration(state, asked)
    if found.ends_at is not None:
        raise Refused(400, f"integrationId: the CRM integration {found.id} is being deleted")
    return found


def insert_integration(state: State, company_id: str, name: str, owner_email: str) -> int:
    """Register a CRM in place of one that was deleted, and give its id."""
    # There is a request more than at the last registration: the one that deleted it.
    row = state.row("SELECT coalesce(max(number), 0) FROM crm_requests")
    digest = hashlib.sha256(f"crm {company_id} {row}".encode()).digest()
    integration_id = 10**18 + (int.from_bytes(digest[:8]) >> 2)
    state.execute(
        "INSERT OR REPLACE INTO crm_integrations VALUES (?, ?, ?, ?, NULL)",
        company_id,
        integration_id,
        name,
        owner_email,
    )
    return integration_id
