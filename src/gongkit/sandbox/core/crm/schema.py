"""The fields of CRM objects: Gong's own, and those that the company added with a schema."""

from __future__ import annotations

import msgspec

from gongkit.contract.types.crm import CrmSchemaField
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.crm.kinds import OWN_FIELDS, Field, shape_of
from gongkit.sandbox.core.state import State


def load_fields(
    state: State, company_id: str, integration_id: int, object_type: str
) -> list[Field]:
    """Give all fields that objects of a kind can have, Gong's own first."""
    own = OWN_FIELDS[object_type]
    names = {field.name for field in own}
    added = [
        Field(
            field.unique_name,
            field.type,
            shape_of(field.type, field.ordered_value_list),
            since=since,
        )
        for field, since in load_schema(state, company_id, integration_id, object_type)
        if field.unique_name not in names
    ]
    return [*own, *added]


def load_schema(
    state: State, company_id: str, integration_id: int, object_type: str
) -> list[tuple[CrmSchemaField, int]]:
    """Give the fields that were uploaded, in their order, with their `since`."""
    rows = state.rows(
        "SELECT field, since FROM crm_fields"
        " WHERE company_id = ? AND integration_id = ? AND object_type = ? ORDER BY place",
        company_id,
        integration_id,
        object_type,
    )
    return [(decoder_of(CrmSchemaField).decode(field), since) for field, since in rows]


def save_schema(
    state: State,
    company_id: str,
    integration_id: int,
    object_type: str,
    fields: list[CrmSchemaField],
) -> None:
    """Replace the fields of a kind. One that is new, or has a new type, has no data yet."""
    before = {
        field.unique_name: (field.type, since)
        for field, since in load_schema(state, company_id, integration_id, object_type)
    }
    row = state.row("SELECT coalesce(max(number), 0) FROM crm_requests")
    latest = row[0] if row else 0
    state.execute(
        "DELETE FROM crm_fields WHERE company_id = ? AND integration_id = ? AND object_type = ?",
        company_id,
        integration_id,
        object_type,
    )
    rows = []
    for place, field in enumerate(fields):
        known_type, since = before.get(field.unique_name, (None, 0))
        since = since if known_type == field.type else latest
        encoded = msgspec.json.encode(field)
        name = field.unique_name
        rows.append((company_id, integration_id, object_type, name, place, since, encoded))
    state.execute_many("INSERT INTO crm_fields VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
