"""CRM objects as LDJSON, one JSON object a line: of however many, one is in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from gongkit.clock import instant_text
from gongkit.errors import UsageError

CrmObject = Mapping[str, Any] | msgspec.Struct
"""A CRM object: fields and values, as a mapping or as a struct of the caller's own."""

_ENCODER = msgspec.json.Encoder(decimal_format="number")
_KEPT = (datetime, Decimal)


def write_objects(objects: Iterable[CrmObject], path: Path, max_bytes: int) -> None:
    """Write the objects to a file, in which they are counted from 1 as lines.

    A datetime is written as Gong reads it, to the second; a Decimal as a number.
    Raises `UsageError` for what is no object, for no objects at all, and as soon as
    they take more than `max_bytes`; `NaiveDatetime` for a datetime without an offset.
    """
    size = 0
    with path.open("wb") as file:
        for number, each in enumerate(objects, 1):
            line = _line(number, each)
            size += len(line)
            if size > max_bytes:
                raise UsageError(
                    f"The objects take more than {max_bytes:,} bytes: object {number} is beyond.",
                    hint="Upload them in several files, each with its own client_request_id.",
                )
            file.write(line)
    if size == 0:
        raise UsageError("There is no object to upload.")


def _line(number: int, given: CrmObject) -> bytes:
    plain = dict(given) if isinstance(given, Mapping) else given
    try:
        fields = msgspec.to_builtins(plain, builtin_types=_KEPT)
    except TypeError as error:
        raise UsageError(f"Object {number} cannot be written as JSON: {error}.") from None
    if not isinstance(fields, dict):
        raise UsageError(
            f"Object {number} is a {type(given).__name__}, which has no named fields.",
            hint="Give mappings or structs, one for each CRM object, or the Path of a file.",
        )
    return _ENCODER.encode({name: _value(name, fields[name]) for name in fields}) + b"\n"


def _value(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(name, value.replace(microsecond=0))
    return value
