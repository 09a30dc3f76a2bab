"""The schema of CRM objects: which fields of an upload Gong takes and shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from gongkit.contract.types.crm import (
    CrmSchemaField,
    ListSelectedFieldsResponse,
    SchemaUpdateResponse,
)
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.crm.integrations import changeable_integration, named_integration
from gongkit.sandbox.core.crm.kinds import OWN_FIELDS, is_moment
from gongkit.sandbox.core.crm.schema import load_schema, save_schema
from gongkit.sandbox.core.state import State

_REFERENCES = ("ACCOUNT", "CONTACT", "DEAL", "LEAD", "USER")
_NO_NAME = re.compile(r'[\x00-\x1f"\\\x7f]')


@answers("listCrmSchemaFields")
def list_crm_schema_fields(state: State, asked: Asked) -> Answer:
    """List the fields that were uploaded for a kind of object, in their order."""
    integration, object_type = named_integration(state, asked), asked.query["objectType"]
    fields = [
        msgspec.structs.replace(field, is_deleted=False)
        for field, _ in load_schema(state, asked.company.id, integration.id, object_type)
    ]
    if not fields:
        asked.hint(
            "objectType",
            f"No schema of {object_type} was uploaded. Gong's own fields need none and are not"
            " listed.",
        )
    return Answer.of(
        ListSelectedFieldsResponse(
            request_id=asked.request_id, object_type_to_selected_fields={object_type: fields}
        )
    )


@answers("uploadCrmSchemaField")
def upload_crm_schema_fields(state: State, asked: Asked) -> Answer:
    """Replace the fields of a kind of object: one that is known must be kept, or be deleted."""
    integration, object_type = changeable_integration(state, asked), asked.query["objectType"]
    fields: list[CrmSchemaField] = asked.body
    before = load_schema(state, asked.company.id, integration.id, object_type)
    known = {field.unique_name: field.type for field, _ in before}
    problems = [*_problems(fields, object_type), *_left_out(fields, known)]
    if problems:
        raise Refused(400, *problems)
    _leave_hints(asked, fields, known)
    with state.write():
        kept = [field for field in fields if not field.is_deleted]
        save_schema(state, asked.company.id, integration.id, object_type, kept)
    return Answer.of(SchemaUpdateResponse(request_id=asked.request_id), 201)


def _problems(fields: list[CrmSchemaField], object_type: str) -> Iterator[str]:
    own = {field.name: field.type for field in OWN_FIELDS[object_type]}
    places: dict[str, int] = {}
    for place, field in enumerate(fields):
        name = field.unique_name
        first = places.setdefault(name, place)
        if first != place:
            yield f"[{place}].uniqueName: {name!r} is in [{first}] already"
        if not name.strip() or _NO_NAME.search(name):
            yield (
                f"[{place}].uniqueName: must not be empty,"
                " nor have quotes, backslashes or control characters"
            )
        for problem in _problems_of(field, own):
            yield f"[{place}].{problem}"


def _problems_of(field: CrmSchemaField, own: dict[str, str | None]) -> Iterator[str]:
    """Say what is wrong with one field. Of one that is deleted only its name matters."""
    own_type = own.get(field.unique_name)
    if field.is_deleted:
        if own_type:
            yield f"isDeleted: {field.unique_name} is a field of Gong's own, and stays"
        return
    if not field.label.strip():
        yield "label: must not be empty"
    if own_type and field.type != own_type:
        yield f"type: {field.unique_name} is a field of Gong's own, of the type {own_type}"
    elif field.type == "STRINGARRAY" and not own_type:
        yield "type: STRINGARRAY is only for fields of Gong's own, such as an account's domains"
    if field.last_modified is not None and not is_moment(field.last_modified):
        yield "lastModified: must be ISO-8601 with an offset and without milliseconds"
    yield from _problems_of_type(field)


def _problems_of_type(field: CrmSchemaField) -> Iterator[str]:
    """Say what a field lacks that its type needs."""
    if field.type == "REFERENCE" and field.reference_to not in _REFERENCES:
        yield f"referenceTo: must be one of {', '.join(_REFERENCES)}"
    if field.type == "PICKLIST":
        choices = field.ordered_value_list or []
        if not choices:
            yield "orderedValueList: must not be empty for a PICKLIST"
        elif len(set(choices)) < len(choices):
            yield "orderedValueList: must not have the same value twice"


def _left_out(fields: list[CrmSchemaField], known: dict[str, str]) -> Iterator[str]:
    given = {field.unique_name for field in fields}
    missing = [name for name in known if name not in given]
    if missing:
        yield (
            f"All fields must be included: {', '.join(missing)} would be missing."
            " To drop a field, send it with isDeleted true"
        )


def _leave_hints(asked: Asked, fields: list[CrmSchemaField], known: dict[str, str]) -> None:
    for place, field in enumerate(fields):
        name = field.unique_name
        if field.is_deleted and name not in known:
            asked.hint(f"[{place}].isDeleted", f"There is no field {name}: nothing was deleted.")
        elif not field.is_deleted and known.get(name, field.type) != field.type:
            asked.hint(
                f"[{place}].type",
                f"{name} was {known[name]} and is a new field now: its data is gone.",
            )
