"""Prospects: the contacts and leads who can be put into flows, from either CRM of a company.

One CRM is read by Gong itself; its people were there before. The other is the one that
the company registered through the API, and whose people were uploaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from gongkit.sandbox.core.crm.integrations import find_integration
from gongkit.sandbox.core.crm.kinds import EMAIL
from gongkit.sandbox.core.crm.objects import ObjectsAsked, find_objects
from gongkit.sandbox.core.privacy.contact_details import plain_email
from gongkit.sandbox.core.state import AMONG, State, listed

_PEOPLE = ("CONTACT", "LEAD")


class Prospect(NamedTuple):
    """A contact or lead. `email` is in plain form; `opted_out`: wants no emails."""

    id: str
    email: str | None
    opted_out: bool


def find_prospects(
    state: State, company_id: str, ids: Sequence[str], now: float
) -> dict[str, Prospect]:
    """Find contacts and leads by CRM id; those that do not exist are missing."""
    uploaded = uploaded_people(state, company_id, ids, now)
    emails = {crm_id: fields.get(EMAIL) for crm_id, (_, fields) in uploaded.items()}
    emails |= _native(state, company_id, ids)
    rows = state.rows(
        f"SELECT prospect_id FROM flow_opt_outs WHERE company_id = ? AND prospect_id {AMONG}",  # noqa: S608
        company_id,
        listed(emails),
    )
    opted_out = {prospect_id for (prospect_id,) in rows}
    return {
        crm_id: Prospect(crm_id, plain_email(email), crm_id in opted_out)
        for crm_id, email in emails.items()
    }


def find_by_email(
    state: State, company_id: str, emails: Iterable[str], now: float
) -> dict[str, str]:
    """Give the CRM ids of the contacts and leads who have these addresses, in plain form."""
    wanted = listed(emails)
    rows = state.rows(
        f"SELECT id FROM contacts WHERE company_id = ? AND lower(trim(email)) {AMONG}"  # noqa: S608
        " UNION SELECT o.id FROM crm_requests r JOIN crm_objects o ON upload = r.number"
        f" WHERE company_id = ? AND object_type IN {_PEOPLE} AND email {AMONG} ORDER BY id",
        company_id,
        wanted,
        company_id,
        wanted,
    )
    found = find_prospects(state, company_id, [crm_id for (crm_id,) in rows], now)
    return {each.email: each.id for each in found.values() if each.email is not None}


def _native(state: State, company_id: str, ids: Sequence[str]) -> dict[str, str | None]:
    rows = state.rows(
        f"SELECT id, email FROM contacts WHERE company_id = ? AND id {AMONG}",  # noqa: S608
        company_id,
        listed(ids),
    )
    return dict(rows)


def uploaded_people(
    state: State, company_id: str, ids: Sequence[str], now: float
) -> dict[str, tuple[str, dict[str, Any]]]:
    """Find people who were uploaded: under each id CONTACT or LEAD, and the fields."""
    integration = find_integration(state, company_id, now) if ids else None
    if integration is None:
        return {}
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for object_type in _PEOPLE:
        asked = ObjectsAsked(company_id, integration.id, object_type)
        for crm_id, fields in find_objects(state, asked, ids, now).items():
            if fields is not None:
                found[crm_id] = object_type, fields
    return found
