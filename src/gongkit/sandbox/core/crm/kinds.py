"""The kinds of CRM object that can be uploaded: Gong's own fields of each, and how values look.

The fields are those of Gong's help page on uploading CRM objects. A company adds its own
with the schema.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal, NamedTuple

from msgspec import Meta

EMAIL = "emailAddress"
PHONE = "phoneNumber"


class Shape(NamedTuple):
    """What a value must be: as a type that msgspec checks, and in words."""

    type: Any
    must: str


class Field(NamedTuple):
    """A field of a kind of object. `type` is one of the contract's; None where it has none.

    `required` holds for objects that are not deleted. `since` is the number of the latest
    request when the field came to be: what older uploads say of it does not count.
    """

    name: str
    type: str | None
    shape: Shape
    required: bool = False
    since: int = 0


_TEXT = Shape(str, "must be a string")
_Number = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)] | float
_Share = Annotated[int, Meta(ge=0, le=100)] | Annotated[float, Meta(ge=0, le=100)]
_MOMENT = (
    r"\A\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
    r"T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-]([01]\d|2[0-3]):[0-5]\d)\Z"
)
_SHAPES = {
    "BOOLEAN": Shape(bool, "must be true or false"),
    "CURRENCY": Shape(_Number, "must be a number"),
    "DATE": Shape(date, "must be a day, YYYY-MM-DD"),
    "DATETIME": Shape(
        Annotated[str, Meta(pattern=_MOMENT)],
        "must be ISO-8601 with an offset and without milliseconds, such as 2026-02-17T10:30:00Z",
    ),
    "EMAILADDRESS": Shape(
        Annotated[str, Meta(pattern=r"\A[^@\s]+@[^@\s]+\Z")], "must be an email address"
    ),
    "ID": _TEXT,
    "NUMBER": Shape(_Number, "must be a number"),
    "PERCENT": Shape(_Share, "must be a number from 0 to 100"),
    "PHONENUMBER": _TEXT,
    "REFERENCE": Shape(str, "must be the id of an object, a string"),
    "STRING": _TEXT,
    "STRINGARRAY": Shape(list[str], "must be a list of strings"),
    "URL": Shape(Annotated[str, Meta(pattern=r"\Ahttps?://\S+\Z")], "must be a full http URL"),
}
_OBJECT_ID = Shape(
    Annotated[str, Meta(max_length=64, pattern=r"\A([A-Za-z0-9-]+|[^@\s]+@[^@\s]+)\Z")],
    "must be letters, digits and dashes, or an email address, of at most 64 characters",
)
_POSITION = Shape(Annotated[int, Meta(ge=1, lt=2**31)], "must be a whole number, 1 or more")


def is_moment(text: str) -> bool:
    """Tell whether a text is a DATETIME, and there is such a day."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return re.search(_MOMENT, text, re.ASCII) is not None


def shape_of(field_type: str, choices: list[str] | None) -> Shape:
    """Tell how the values of a type of field look; `choices` are those of a PICKLIST."""
    if field_type != "PICKLIST":
        return _SHAPES[field_type]
    named = ", ".join(choices or ())
    return Shape(Literal[tuple(choices or ())], f"must be one of {named}")


def _own(
    name: str, field_type: str, shape: Shape | None = None, *, required: bool = False
) -> Field:
    return Field(name, field_type, shape or _SHAPES[field_type], required)


OBJECT_ID = _own("objectId", "ID", _OBJECT_ID, required=True)
MODIFIED = _own("modifiedDate", "DATETIME", required=True)
DELETED = _own("isDeleted", "BOOLEAN")
_COMMON = (OBJECT_ID, MODIFIED, DELETED, _own("url", "URL"))
_PERSON = (
    _own(EMAIL, "EMAILADDRESS"),
    _own("firstName", "STRING"),
    _own("lastName", "STRING"),
    _own("title", "STRING"),
    _own(PHONE, "PHONENUMBER"),
)
_STATUS = shape_of("PICKLIST", ["OPEN", "WON", "LOST"])

OWN_FIELDS: dict[str, tuple[Field, ...]] = {
    "ACCOUNT": (*_COMMON, _own("name", "STRING"), _own("domains", "STRINGARRAY")),
    "CONTACT": (*_COMMON, _own("accountId", "REFERENCE"), *_PERSON),
    "DEAL": (
        *_COMMON,
        _own("accountId", "REFERENCE"),
        _own("ownerId", "REFERENCE"),
        _own("name", "STRING"),
        _own("createdDate", "DATETIME"),
        _own("closeDate", "DATE"),
        _own("status", "PICKLIST", _STATUS),
        _own("stage", "STRING"),
        _own("amount", "CURRENCY"),
    ),
    "LEAD": (
        *_COMMON,
        *_PERSON,
        _own("convertedToDealId", "REFERENCE"),
        _own("convertedToContactId", "REFERENCE"),
        _own("convertedToAccountId", "REFERENCE"),
    ),
    "BUSINESS_USER": (*_COMMON, _own(EMAIL, "EMAILADDRESS", required=True)),
    "STAGE": (
        OBJECT_ID,
        MODIFIED._replace(required=False),
        DELETED,
        _own("name", "STRING", required=True),
        _own("isActive", "BOOLEAN"),
        Field("sortOrder", None, _POSITION),
    ),
}
"""Gong's own fields of each kind of object."""

NOT_SHOWN_WITHOUT = {"CONTACT": ("accountId",), "DEAL": ("accountId", "ownerId", "closeDate")}
"""Fields without which Gong takes an object, but cannot place it or leaves it off its pages."""


def defaults_of(object_type: str, object_id: str) -> dict[str, Any]:
    """Give the values that Gong puts where an upload has none."""
    if object_type == "ACCOUNT":
        return {"name": f"Account_#{object_id}"}
    if object_type == "DEAL":
        return {"name": f"Deal_#{object_id}", "status": "OPEN", "amount": 0}
    if object_type == "STAGE":
        return {"isActive": True, "sortOrder": 1}
    return {}
