"""CRM objects that were uploaded: found by their ids, shown by the schema, erased.

Each upload adds versions of its objects. A version counts once its upload is done, if no
line of that was bad; of several the one that was modified last in the CRM counts, and of
such as are equal the one that was uploaded last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from gongkit.sandbox.core.crm.integrations import find_integration
from gongkit.sandbox.core.crm.kinds import Field, defaults_of
from gongkit.sandbox.core.crm.schema import load_fields
from gongkit.sandbox.core.privacy.erasure import Erased, erases
from gongkit.sandbox.core.state import State, listed

_VERSIONS = (
    "SELECT id, upload, deleted, fields FROM crm_requests r JOIN crm_objects ON upload = r.number"
    " WHERE company_id = ? AND integration_id = ? AND object_type = ? AND done_at <= ?"
    " AND error_count = 0 AND id IN (SELECT value FROM json_each(?)) ORDER BY modified, upload"
)


_LATEST = (
    "SELECT client_request_id, done_at, deleted FROM crm_requests r JOIN crm_objects"
    " ON upload = r.number WHERE company_id = ? AND integration_id = ? AND object_type = ?"
    " AND id = ? AND client_request_id IS NOT NULL AND error_count = 0"
    " ORDER BY upload DESC LIMIT 1"
)
_FAILED = (
    "SELECT client_request_id FROM crm_requests WHERE company_id = ? AND integration_id = ?"
    " AND object_type = ? AND error_count > 0 AND done_at <= ? ORDER BY number DESC LIMIT 1"
)
_EXPLAINED = 5


def find_crm_object(
    state: State, company_id: str, object_type: str, crm_id: str, now: float
) -> dict[str, Any] | None:
    """Give the fields of an object in the CRM that the company registered, if there is one.

    `object_type` is ACCOUNT, CONTACT, DEAL, LEAD, BUSINESS_USER or STAGE.
    """
    integration = find_integration(state, company_id, now)
    if integration is None:
        return None
    asked = ObjectsAsked(company_id, integration.id, object_type)
    return find_objects(state, asked, [crm_id], now)[crm_id]


class ObjectsAsked(NamedTuple):
    """Whose objects are asked for, and of which kind."""

    company_id: str
    integration_id: int
    object_type: str


def find_objects(
    state: State, asked: ObjectsAsked, ids: Sequence[str], now: float
) -> dict[str, dict[str, Any] | None]:
    """Give the fields of each object under its id; None where there is no such object."""
    found: dict[str, dict[str, Any] | None] = dict.fromkeys(ids)
    fields = load_fields(state, *asked)
    for object_id, upload, deleted, stored in _versions(state, asked, ids, now):
        shown = None if deleted else _shown(asked.object_type, object_id, upload, stored, fields)
        found[object_id] = shown
    return found


def _versions(
    state: State, asked: ObjectsAsked, ids: Iterable[str], now: float
) -> list[tuple[Any, ...]]:
    return state.rows(_VERSIONS, *asked, now, listed(ids))


def why_missing(
    state: State, asked: ObjectsAsked, ids: Sequence[str], now: float
) -> Iterator[tuple[str, str]]:
    """Say of objects that are not there why, for some of them."""
    failed = state.row(_FAILED, *asked, now)
    also = f" The upload {failed[0]} FAILED, and nothing of it was taken." if failed else ""
    for object_id in ids[:_EXPLAINED]:
        row = state.row(_LATEST, *asked, object_id)
        if row is None:
            yield object_id, f"No upload of {asked.object_type} brought this id.{also}"
            continue
        name, done_at, deleted = row
        if done_at is None or done_at > now:
            yield object_id, f"The upload {name} is not DONE yet."
        elif deleted:
            yield object_id, f"The upload {name} deleted it."
        else:
            yield object_id, f"The upload {name} has an older modifiedDate than the deletion."


def _shown(
    object_type: str, object_id: str, upload: int, stored: bytes, fields: list[Field]
) -> dict[str, Any]:
    """Write out an object: what the schema knows now, and knew when it was uploaded."""
    values = msgspec.json.decode(stored)
    known = {field.name for field in fields if field.since < upload}
    shown = {name: value for name, value in values.items() if name in known}
    for name, value in defaults_of(object_type, object_id).items():
        shown.setdefault(name, value)
    return shown


def drop_superseded(state: State, asked: ObjectsAsked, ids: Iterable[str], now: float) -> None:
    """Drop versions of these objects that have given way to another one for good."""
    versions = _versions(state, asked, ids, now)
    keep = {object_id: upload for object_id, upload, *_ in versions}
    state.execute_many(
        "DELETE FROM crm_objects WHERE upload = ? AND id = ?",
        [(upload, each) for each, upload, *_ in versions if keep[each] != upload],
    )


_OF_PEOPLE = (
    "SELECT number FROM crm_requests WHERE company_id = ? AND object_type IN ('CONTACT', 'LEAD')"
)

_ERASE = (
    "WITH telling AS (SELECT o.number, object_type, id, modified, upload FROM crm_objects o"
    " JOIN crm_requests r ON upload = r.number WHERE upload IN (SELECT value FROM json_each(?1))"
    " AND (email IN (SELECT value FROM json_each(?2))"
    " OR phone_number IN (SELECT value FROM json_each(?3)))),"
    " gone AS (SELECT object_type, id FROM telling t WHERE NOT EXISTS"
    " (SELECT 1 FROM crm_requests r JOIN crm_objects o ON o.upload = r.number AND o.id = t.id"
    " WHERE r.number IN (SELECT value FROM json_each(?1)) AND r.object_type = t.object_type"
    " AND error_count = 0 AND done_at IS NOT NULL"
    " AND (o.modified, o.upload) > (t.modified, t.upload))"
    " UNION SELECT value ->> 0, value ->> 1 FROM json_each(?4))"
    " DELETE FROM crm_objects WHERE number IN (SELECT number FROM telling"
    " UNION SELECT o.number FROM gone JOIN crm_requests r ON r.object_type = gone.object_type"
    " AND r.number IN (SELECT value FROM json_each(?1))"
    " JOIN crm_objects o ON o.upload = r.number AND o.id = gone.id)"
)
"""Deletes the versions that tell an address or a number, and with the last one all of an object.

Takes the numbers of uploads, email addresses, phone numbers, and pairs of type and id that
go in any case.
"""


@erases
def erase_people(state: State, erased: Erased) -> None:
    """Remove somebody's contacts and leads, with all that was ever uploaded of them.

    Of whoever had the address or the number before, only what tells it is removed.
    """
    uploads = [number for (number,) in state.rows(_OF_PEOPLE, erased.company_id)]
    lists = (uploads, sorted(erased.emails), sorted(erased.phone_numbers), sorted(erased.uploaded))
    state.execute(_ERASE, *map(listed, lists))
