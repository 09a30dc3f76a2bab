"""Finding uploaded CRM objects by what their fields say, in the versions that count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from gongkit.sandbox.core.crm.integrations import find_integration
from gongkit.sandbox.core.crm.kinds import EMAIL, PHONE
from gongkit.sandbox.core.crm.objects import ObjectsAsked, find_objects
from gongkit.sandbox.core.privacy.contact_details import plain_email, plain_number
from gongkit.sandbox.core.state import State, listed

Fields = dict[str, Any]


class Key(NamedTuple):
    """What objects are found by: the values that one has, and SQL for those that may have them.

    The condition takes the wanted values as a JSON list. It may also hold for versions that
    count no longer, or not yet.
    """

    values: Callable[[Fields], Iterable[str | None]]
    condition: str


def plain_domain(text: str) -> str:
    """Take the domain out of what may also be the address of a website."""
    host = text.strip().lower().rpartition("//")[2].partition("/")[0]
    return host.removeprefix("www.")


BY_EMAIL = Key(
    lambda fields: [plain_email(fields.get(EMAIL))],
    "email IN (SELECT value FROM json_each(?))",
)
"""Contacts and leads, by an email address in plain form."""
BY_NUMBER = Key(
    lambda fields: [plain_number(fields.get(PHONE))],
    "phone_number IN (SELECT value FROM json_each(?))",
)
"""Contacts and leads, by a phone number in plain form."""
BY_ACCOUNT = Key(
    lambda fields: [fields.get("accountId")],
    "CAST(fields AS TEXT) ->> '$.accountId' IN (SELECT value FROM json_each(?))",
)
"""Contacts and deals, by the id of their account."""
BY_DOMAIN = Key(
    lambda fields: map(plain_domain, fields.get("domains") or ()),
    "EXISTS (SELECT 1 FROM json_each(CAST(fields AS TEXT), '$.domains') own"
    " JOIN json_each(?) wanted ON instr(lower(own.value), wanted.value))",
)
"""Accounts, by a domain as `plain_domain` gives it."""


class Wanted(NamedTuple):
    """Which objects are looked for: of one kind, with one of some values."""

    object_type: str
    key: Key
    values: Iterable[str]


def find_uploaded(
    state: State, company_id: str, wanted: Wanted, now: float
) -> Iterator[tuple[str, Fields]]:
    """Give the ids and fields of the objects that have one of the values, in their order."""
    integration = find_integration(state, company_id, now)
    places = {value: place for place, value in enumerate(dict.fromkeys(wanted.values)) if value}
    if integration is None or not places:
        return
    asked = ObjectsAsked(company_id, integration.id, wanted.object_type)
    rows = state.rows(
        "SELECT DISTINCT id FROM crm_requests r JOIN crm_objects ON upload = r.number"  # noqa: S608
        f" WHERE company_id = ? AND integration_id = ? AND object_type = ?"
        f" AND {wanted.key.condition} ORDER BY id",
        *asked,
        listed(places),
    )
    objects = find_objects(state, asked, [object_id for (object_id,) in rows], now)
    found = []
    for object_id, fields in objects.items():
        has = [places[value] for value in wanted.key.values(fields or {}) if value in places]
        if fields is not None and has:
            found.append((min(has), object_id, fields))
    yield from ((object_id, fields) for _, object_id, fields in sorted(found, key=lambda it: it[0]))
