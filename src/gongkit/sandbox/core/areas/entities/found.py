"""The CRM object that a question is about, and which calls and emails belong to it."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from gongkit.sandbox.core.api.asked import Asked, Hint, Refused
from gongkit.sandbox.core.areas.workspace_filter import is_workspace, workspaces_told
from gongkit.sandbox.core.crm.objects import find_crm_object
from gongkit.sandbox.core.privacy.contact_details import plain_email
from gongkit.sandbox.core.state import State

_OF_PERSON = (
    "content IN (SELECT content FROM call_parties WHERE company_id = ? AND crm_id = ?"
    " UNION SELECT content FROM call_parties WHERE company_id = ? AND email = ?)"
)
_OF_ADDRESS = "id IN (SELECT email_id FROM email_addresses WHERE company_id = ? AND address = ?)"
_COLUMNS = {"ACCOUNT": "account_id", "DEAL": "opportunity_id"}
_NATIVE = {
    "ACCOUNT": "SELECT fields, NULL FROM accounts WHERE company_id = ? AND id = ?",
    "DEAL": "SELECT fields, NULL FROM opportunities WHERE company_id = ? AND id = ?",
    "CONTACT": "SELECT fields, email FROM contacts WHERE company_id = ? AND id = ?"
    " AND object_type = 'Contact'",
    "LEAD": "SELECT fields, email FROM contacts WHERE company_id = ? AND id = ?"
    " AND object_type = 'Lead'",
}

Fields = dict[str, Any]


class Condition(NamedTuple):
    """An SQL condition with its values."""

    text: str
    values: tuple[object, ...]


class Entity(NamedTuple):
    """A CRM object: its fields, and the conditions on the calls and emails that are its own."""

    fields: Fields
    calls: Condition
    emails: Condition


def find_entity(state: State, asked: Asked) -> Entity:
    """Find what the request names, in the CRM that Gong reads or the one that was uploaded."""
    kind, crm_id = asked.query["crmEntityType"], asked.query["crmEntityId"]
    found = _lookup(state, asked, kind, crm_id)
    if found is None:
        raise Refused(
            404,
            f"{kind} not found for the provided crmEntityId: {crm_id}",
            hints=(Hint("crmEntityId", _why_missing(state, asked, kind, crm_id)),),
        )
    fields, email = found
    if kind in _COLUMNS:
        own = Condition(f"{_COLUMNS[kind]} = ?", (crm_id,))
        return Entity(fields, own, own)
    company_id = asked.company.id
    return Entity(
        fields,
        Condition(_OF_PERSON, (company_id, crm_id, company_id, email)),
        Condition(_OF_ADDRESS, (company_id, email)),
    )


def _lookup(state: State, asked: Asked, kind: str, crm_id: str) -> tuple[Fields, str | None] | None:
    row = state.row(_NATIVE[kind], asked.company.id, crm_id)
    if row is not None:
        return msgspec.json.decode(row[0]), plain_email(row[1])
    fields = find_crm_object(state, asked.company.id, kind, crm_id, asked.now)
    return None if fields is None else (fields, plain_email(fields.get("emailAddress")))


def _why_missing(state: State, asked: Asked, kind: str, crm_id: str) -> str:
    for other in _NATIVE:
        if other != kind and _lookup(state, asked, other, crm_id) is not None:
            return f"It is a {other}: send that as crmEntityType."
    return (
        f"{asked.company.name}'s CRM has no such object. The id is the CRM's own, as in the"
        " context of a detailed call, and not one of Gong's."
    )


def check_workspace(state: State, asked: Asked) -> None:
    """Refuse a workspace that the company does not have."""
    wanted = str(asked.query["workspaceId"])
    if not is_workspace(state, asked, wanted):
        raise Refused(
            404,
            f"Workspace not found for the provided workspaceId: {wanted}",
            hints=(Hint("workspaceId", workspaces_told(state, asked)),),
        )
