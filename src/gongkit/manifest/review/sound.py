"""What is sound of a manifest that has findings, so that the other rules can look at it.

What is wrong is left out. An entry of a list that is wrong is empty, so that the others
keep their places; so is a required value that is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from msgspec import inspect

from gongkit.manifest.model import Manifest
from gongkit.manifest.shape import model, unmarked


def sound_part(sound: Mapping[str, Any]) -> Manifest:
    """Make a manifest of its tables, in which None stands for what is wrong."""
    return cast("Manifest", _made(sound, model()))


def _made(value: Any, wanted: inspect.Type) -> Any:
    match unmarked(wanted)[0]:
        case inspect.StructType() as table:
            return _table(value or {}, table)
        case inspect.VarTupleType(item_type=item):
            return tuple(_made(entry, item) for entry in value or ())
        case inspect.DictType(value_type=inner):
            return {key: _made(entry, inner) for key, entry in (value or {}).items()}
    return value or ""


def _table(value: Mapping[str, Any], wanted: inspect.StructType) -> Any:
    fields = {
        field.name: _made(value.get(field.encode_name), field.type)
        for field in wanted.fields
        if field.required or value.get(field.encode_name) is not None
    }
    return wanted.cls(**fields)
