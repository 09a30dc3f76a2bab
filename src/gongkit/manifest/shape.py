"""Holds a manifest's tables against the model, and finds everything that does not fit.

msgspec stops at the first field that is wrong; a person who fixes a file wants to see
them all. So this walks the model's types itself, and keeps what is sound: what the
tables must agree on is then checked on the sound part.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any, cast

from msgspec import inspect

from gongkit.errors import nearest
from gongkit.manifest.finding import Code, Edit, Finding, Problem, below, quoted
from gongkit.manifest.model import Manifest

_WRONG = object()
"""Stands for a value that had to be dropped."""

MAX_ENTRIES = 500
"""Of one list; what needs more is not a manifest."""

_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "a boolean"),
    (str, "a string"),
    ((int, float), "a number"),
    (Mapping, "a table"),
    ((list, tuple), "an array"),
    ((datetime, date, time), "a date or time"),
    (type(None), "null"),
)


class Shape:
    """One walk over the tables; `findings` fills while `table` goes along.

    `beside` are tables that a file may have beside the manifest's own.
    """

    def __init__(self, beside: tuple[str, ...] = ()) -> None:
        self.findings: list[Finding] = []
        self._beside = beside

    def of_manifest(self, tables: Mapping[str, Any]) -> dict[str, Any]:
        """Check the whole manifest; give the part of it that is sound."""
        return self._table(tables, model(), "")

    def _add(
        self, place: str, code: Code, message: str, fix: str, edit: Edit | None = None
    ) -> None:
        self.findings.append(Finding(code, place, message, fix, edit=edit))

    def _value(self, value: Any, wanted: inspect.Type, place: str) -> Any:
        wanted, marks = unmarked(wanted)
        match wanted:
            case inspect.StructType() if isinstance(value, Mapping):
                return self._table(value, wanted, place)
            case inspect.DictType() if isinstance(value, Mapping):
                return self._mapping(value, wanted, place)
            case inspect.VarTupleType() if isinstance(value, list | tuple):
                return self._array(value, wanted, place)
            case inspect.StrType() if isinstance(value, str):
                return self._text(value, marks, place)
            case inspect.LiteralType() if isinstance(value, str):
                return self._choice(value, wanted, place)
        self._add(
            place,
            Code.WRONG_TYPE,
            f"This is {_kind(value)}, not {_kind_wanted(wanted)}.",
            _how_to_write(wanted, place),
        )
        return _WRONG

    def _table(
        self, value: Mapping[str, Any], wanted: inspect.StructType, place: str
    ) -> dict[str, Any]:
        fields = {field.encode_name: field for field in wanted.fields}
        sound, misspelt = {}, set()
        for key, item in value.items():
            if key not in fields:
                known = (*fields, *(() if place else self._beside))
                misspelt.add(self._unknown_key(str(key), known, place))
            elif item is not None:
                sound[key] = self._value(item, fields[key].type, below(place, key))
        for name, field in fields.items():
            if field.required and value.get(name) is None and name not in misspelt:
                self._missing(name, field.type, place)
        return _kept(sound)

    def _unknown_key(self, key: str, known: tuple[str, ...], place: str) -> str | None:
        """Report a key that does not exist here; give the one that was probably meant."""
        home = _all_homes().get(key)
        finding = unknown_key(key, known, place, f"It belongs in [{home}]." if home else "")
        self.findings.append(finding)
        return finding.edit.text if finding.edit else None

    def _missing(self, name: str, wanted: inspect.Type, place: str) -> None:
        where = f"[{place}]" if place else "the file"
        self._add(
            below(place, name),
            Code.MISSING,
            "This is required.",
            f"Add it to {where}: {_how_to_write(unmarked(wanted)[0], below(place, name))}",
        )

    def _mapping(
        self, value: Mapping[str, Any], wanted: inspect.DictType, place: str
    ) -> dict[str, Any]:
        _, marks = unmarked(wanted.key_type)
        sound = {}
        for key, item in value.items():
            inner = below(place, str(key))
            name = self._text(str(key), marks, inner)
            checked = self._value(item, wanted.value_type, inner)
            sound[key] = checked if name is not _WRONG else _WRONG
        return _kept(sound)

    def _array(
        self, value: list[Any] | tuple[Any, ...], wanted: inspect.VarTupleType, place: str
    ) -> list[Any]:
        if len(value) > MAX_ENTRIES:
            fix = f"Keep it to {MAX_ENTRIES}."
            self._add(place, Code.TOO_MANY, f"The list has {len(value)} entries.", fix)
        elif not value and wanted.min_length:
            self._add(place, Code.EMPTY, "The list is empty.", "It needs at least one entry.")
        first: dict[str, int] = {}
        return [
            self._entry(item, wanted.item_type, place, index, first)
            for index, item in enumerate(value[:MAX_ENTRIES])
        ]

    def _entry(
        self, item: Any, wanted: inspect.Type, place: str, index: int, first: dict[str, int]
    ) -> Any:
        """Check one entry; what is wrong becomes None, so that the others keep their places."""
        checked = self._value(item, wanted, f"{place}[{index}]")
        if isinstance(checked, str) and first.setdefault(checked, index) != index:
            message = f"This is listed already, as {place}[{first[checked]}]."
            edit = Edit("remove")
            self._add(f"{place}[{index}]", Code.DUPLICATE, message, "Remove one of them.", edit)
        return None if checked is _WRONG else checked

    def _text(self, value: str, marks: inspect.Metadata | None, place: str) -> Any:
        extra = (marks.extra or {}) if marks else {}
        problems = list(_unreadable(value))
        if not problems and "check" in extra:
            problems = list(extra["check"](value))
        self.findings.extend(Finding.at(place, problem) for problem in problems)
        return _WRONG if problems else value

    def _choice(self, value: str, wanted: inspect.LiteralType, place: str) -> Any:
        choices = [str(choice) for choice in wanted.values]
        if value in choices:
            return value
        near = nearest(value, choices)
        fix = f"Did you mean {near!r}?" if near else f"Choose from: {', '.join(choices)}."
        edit = Edit("replace", near) if near else None
        self._add(place, Code.UNKNOWN_VALUE, f"{quoted(value)} is not a choice here.", fix, edit)
        return _WRONG


def unknown_key(key: str, known: tuple[str, ...], place: str, elsewhere: str = "") -> Finding:
    """Say that there is no such key; the edit names the one that was probably meant."""
    where, near = f"[{place}]" if place else "The file", nearest(key, known)
    known_here = f"Known here: {', '.join(known)}."
    fix = f"Did you mean {near!r}?" if near else elsewhere or known_here
    message = f"{where} has no key {quoted(key)}."
    edit = Edit("rename", near) if near else None
    return Finding(Code.UNKNOWN_KEY, below(place, key), message, fix, edit=edit)


def _unreadable(text: str) -> Iterator[Problem]:
    if not text.strip():
        yield Problem(Code.EMPTY, "The text is empty.", "Fill it in, or remove the key.")
    elif any(_is_control(letter) for letter in text):
        yield Problem(Code.NOT_PRINTABLE, f"{quoted(text)} has control characters.", "Remove them.")


def _is_control(letter: str) -> bool:
    return letter not in "\n\r\t" and unicodedata.category(letter) in {"Cc", "Cs"}


def _kept(values: dict[str, Any]) -> dict[str, Any]:
    return {key: None if value is _WRONG else value for key, value in values.items()}


def unmarked(wanted: inspect.Type) -> tuple[inspect.Type, inspect.Metadata | None]:
    """Take off the optional and the marks; give both the bare type and its marks."""
    marks = None
    while isinstance(wanted, inspect.Metadata | inspect.UnionType):
        if isinstance(wanted, inspect.UnionType):
            wanted = next(t for t in wanted.types if not isinstance(t, inspect.NoneType))
        else:
            # The innermost marks are the type's own; around them are a field's words.
            marks, wanted = wanted, wanted.type
    return wanted, marks


def _kind(value: object) -> str:
    return next((name for types, name in _KINDS if isinstance(value, types)), "something else")


def _kind_wanted(wanted: inspect.Type) -> str:
    match wanted:
        case inspect.StructType() | inspect.DictType():
            return "a table"
        case inspect.VarTupleType():
            return "an array"
    return "a string"


def _how_to_write(wanted: inspect.Type, place: str) -> str:
    key = place.rpartition(".")[2].partition("[")[0]
    match wanted:
        case inspect.StructType() | inspect.DictType():
            return f"Write a table, [{place}]."
        case inspect.VarTupleType(item_type=inspect.StructType()):
            return f"Write tables, [[{place}]]."
        case inspect.VarTupleType():
            return f'Write {key} = ["…"].'
    return f'Write {key} = "…".' if not place.endswith("]") else 'Write "…".'


@cache
def model() -> inspect.StructType:
    """Give the type of a whole manifest."""
    return cast("inspect.StructType", inspect.type_info(Manifest))


def _homes(table: inspect.StructType, place: str) -> Iterator[tuple[str, str]]:
    """Name for each key the table that it belongs in."""
    for field in table.fields:
        inner, _ = unmarked(field.type)
        if isinstance(inner, inspect.StructType):
            yield from _homes(inner, below(place, field.encode_name))
        if place:
            yield field.encode_name, place


@cache
def _all_homes() -> dict[str, str]:
    homes: dict[str, str] = {}
    for key, place in _homes(model(), ""):
        homes.setdefault(key, place)
    return homes
