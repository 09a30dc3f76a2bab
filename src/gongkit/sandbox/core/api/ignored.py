"""What a request carries in vain: inputs that are not declared, or stand in the wrong place.

Gong ignores them without a word. The hints here say which ones, and where they belong:
a cursor or a date filter in the wrong place is the usual cause of a list that begins
again and again, or that is longer than it was meant to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import unquote_plus

import msgspec
from msgspec import inspect

from gongkit.contract.operation import JsonBody, Operation, Place
from gongkit.errors import nearest
from gongkit.sandbox.core.api.asked import Hint

_MOST_HINTS = 10
_MOST_BYTES = 100_000
"""Larger bodies are data, not filters: they are not looked through."""

Fields = Mapping[str, Any]
"""The declared fields of an object, each with those of the objects in it, or None."""


class Ignored:
    """Finds what one operation ignores."""

    def __init__(self, operation: Operation[Any], body: JsonBody | None) -> None:
        self._name = operation.id
        self._query = frozenset(p.name for p in operation.in_place(Place.QUERY))
        self._fields = _fields_of(inspect.type_info(body.type), ()) if body else None
        self._paths = dict(_paths(self._fields or {}, ""))

    def in_query(self, text: str) -> tuple[Hint, ...]:
        """Explain the names in a query that are not declared."""
        if not text:
            return ()
        names = {part.partition("=")[0] for part in text.split("&") if part}
        if names <= self._query:
            return ()
        unknown = {unquote_plus(name) for name in names} - self._query
        return tuple(self._of_query(name) for name in sorted(unknown)[:_MOST_HINTS])

    def in_body(self, raw: bytes) -> tuple[Hint, ...]:
        """Explain the fields of a JSON body that are not declared."""
        if self._fields is None or len(raw) > _MOST_BYTES:
            return ()
        try:
            value = msgspec.json.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return ()
        if _is_declared(value, self._fields):
            return ()
        return tuple(islice(self._of_object(value, self._fields, ""), _MOST_HINTS))

    def whole_body(self) -> Hint:
        """Explain a body that was sent to an operation that takes none."""
        inputs = f": its inputs go into the query ({_listed(self._query)})" if self._query else ""
        return Hint("body", f"{self._name} takes no body, and this one was ignored{inputs}.")

    def _of_query(self, name: str) -> Hint:
        if name in self._paths:
            there = self._paths[name]
            return Hint(name, f"{self._name} takes it in the body, as {there}: it was ignored.")
        return self._unknown(name, name, self._query, "parameter")

    def _of_object(self, value: Any, fields: Fields, prefix: str) -> Iterator[Hint]:
        if isinstance(value, list):
            for place, item in enumerate(value):
                yield from self._of_object(item, fields, f"{prefix.removesuffix('.')}[{place}].")
        elif isinstance(value, dict):
            for name, inner in value.items():
                if name not in fields:
                    yield self._of_field(name, prefix, fields)
                elif fields[name] is not None:
                    yield from self._of_object(inner, fields[name], f"{prefix}{name}.")

    def _of_field(self, name: str, prefix: str, fields: Fields) -> Hint:
        field = prefix + name
        if name in self._query:
            return Hint(field, f"{self._name} takes {name} in the query: it was ignored here.")
        if name in self._paths:
            return Hint(field, f"It belongs into the body as {self._paths[name]}: it was ignored.")
        return self._unknown(field, name, fields.keys(), "field")

    def _unknown(self, field: str, name: str, known: Any, kind: str) -> Hint:
        ignored = f"{self._name} has no such {kind}, and ignored it."
        if near := nearest(name, known):
            return Hint(field, f"{ignored} Did you mean {near}?")
        if near := nearest(name, [*self._query, *self._paths]):
            there = f"{self._paths[near]} in the body" if near in self._paths else "in the query"
            return Hint(field, f"{ignored} Did you mean {near} ({there})?")
        return Hint(field, f"{ignored} It has {_listed(known) or 'none'}.")


def _fields_of(kind: inspect.Type, within: tuple[Any, ...]) -> Fields | None:
    """Read the declared fields of a type; None where it is no object, or takes any keys."""
    if isinstance(kind, inspect.Metadata):
        return _fields_of(kind.type, within)
    if isinstance(kind, inspect.ListType):
        return _fields_of(kind.item_type, within)
    if isinstance(kind, inspect.UnionType):
        found = [_fields_of(one, within) for one in kind.types]
        return next((fields for fields in found if fields is not None), None)
    if not isinstance(kind, inspect.StructType) or kind.cls in within:
        return None
    return {field.encode_name: _fields_of(field.type, (*within, kind.cls)) for field in kind.fields}


def _is_declared(value: Any, fields: Fields) -> bool:
    """Tell whether everything in a value is declared, quickly: mostly it is."""
    if isinstance(value, list):
        return all(_is_declared(item, fields) for item in value)
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in fields:
                return False
            within = fields[name]
            if within is not None and not _is_declared(inner, within):
                return False
    return True


def _paths(fields: Fields, prefix: str) -> Iterator[tuple[str, str]]:
    """Name the place of every field, the outermost last, which is the one that counts."""
    for name, inner in fields.items():
        if inner is not None:
            yield from _paths(inner, f"{prefix}{name}.")
    for name in fields:
        yield name, prefix + name


def _listed(names: Any) -> str:
    return ", ".join(sorted(names))
