"""Finding the fields of a JSON body that its operation does not have.

A server that passes over such a field leaves a misspelt filter open: everything is
asked for instead of one workspace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, inspect

from gongkit.contract.operation import JsonBody, Operation
from gongkit.errors import UnknownName

_WHOLE = "body"


def check_known_fields(operation: Operation[Any], body: Any) -> None:
    """Compare the fields of a body given as plain values with those of the operation's type.

    Raises `UnknownName` for the first that the type does not have. Only names are looked
    at, not values. A contract type, which has its own fields only, passes as it is.
    """
    if isinstance(operation.body, JsonBody) and not isinstance(body, Struct):
        _check(operation, inspect.type_info(operation.body.type), body, _WHOLE)


def _check(operation: Operation[Any], kind: inspect.Type, value: Any, path: str) -> None:
    match kind:
        case inspect.Metadata(type=inner):
            _check(operation, inner, value, path)
        case inspect.UnionType(types=kinds):
            # Next to null, Gong's unions have one type only.
            for each in kinds:
                _check(operation, each, value, path)
        case inspect.StructType(fields=fields) if isinstance(value, Mapping):
            known = {field.encode_name: field.type for field in fields}
            _check_names(operation, known, value, path)
            for name, inner in _items(value):
                _check(operation, known[name], inner, f"{path}.{name}")
        case inspect.DictType(value_type=inner) if isinstance(value, Mapping):
            for name, each in _items(value):
                _check(operation, inner, each, f"{path}.{name}")
        case inspect.ListType(item_type=inner) if isinstance(value, list | tuple):
            for index, each in enumerate(value):
                _check(operation, inner, each, f"{path}[{index}]")


def _check_names(
    operation: Operation[Any], known: Mapping[str, Any], given: Mapping[Any, Any], path: str
) -> None:
    for name, _ in _items(given):
        if name not in known:
            place = path.removeprefix(f"{_WHOLE}.")
            raise UnknownName(f"field of {place} in {operation.id}", name, known)


def _items(given: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in given.items():
        yield str(name), value
