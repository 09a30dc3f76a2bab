"""The base of every contract type, and the marks its fields carry.

A field's annotation says what Gong's API documents and nothing more: the wire
name (camelCase of the Python name), the format, the values known today. Answers
are decoded tolerantly: unknown fields are ignored, an unknown enum value is kept
as it came, a date stays the text Gong sent (`gongkit.clock.parse_instant` reads
it when asked). Requests are checked strictly by the sandbox, from these marks.
"""

from typing import Annotated, Any, ClassVar, dataclass_transform

import msgspec

Int32 = Annotated[int, msgspec.Meta(extra_json_schema={"format": "int32"})]
Int64 = Annotated[int, msgspec.Meta(extra_json_schema={"format": "int64"})]
Float = Annotated[float, msgspec.Meta(extra_json_schema={"format": "float"})]
Double = Annotated[float, msgspec.Meta(extra_json_schema={"format": "double"})]
Timestamp = Annotated[str, msgspec.Meta(extra_json_schema={"format": "date-time"})]
"""A moment, as ISO-8601 text with an offset."""
Url = Annotated[str, msgspec.Meta(extra_json_schema={"format": "url"})]

JsonObject = dict[str, Any]
"""A JSON object whose keys Gong does not document."""

UNIQUE = msgspec.Meta(extra_json_schema={"uniqueItems": True})
"""Marks a list whose items must differ from one another."""


def known(*values: str) -> msgspec.Meta:
    """Mark an open enum: the values Gong documents today; others are kept as they come."""
    return msgspec.Meta(extra_json_schema={"enum": list(values)})


class _KeywordOnly(msgspec.StructMeta):
    """Makes the fields of every contract type keyword-only: a base's `kw_only` is not inherited."""

    def __new__(
        mcls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **config: Any
    ) -> "_KeywordOnly":
        return super().__new__(mcls, name, bases, namespace, **{"kw_only": True, **config})


@dataclass_transform(kw_only_default=True, field_specifiers=(msgspec.field,))
class GongStruct(
    msgspec.Struct, rename="camel", omit_defaults=True, gc=False, metaclass=_KeywordOnly
):
    """A JSON object of Gong's API.

    Optional fields default to None, which means that Gong did not send them (or
    that we do not); they are left out when encoded.
    """

    gong_name: ClassVar[str | None] = None
    """Gong's own name of the schema, where it is not the name of the class."""
