"""Checking a request against the contract, as strictly as Gong is known to or stricter.

Rules beyond the contract's types, all of them answered with 400 and the field's name:

- Gong's own ids are numbers of up to 20 digits, also where they travel as text; the
  names in `NUMERIC_IDS` are such ids. Ids of other systems (`clientUniqueId`, CRM ids)
  are free text.
- An optional list of such ids must not be empty; Gong is known to say so of `callIds`.
  One that an operation cannot do without is left to its handler.
- The names in `MOMENTS` are moments: ISO-8601 with an offset, from 1970 on. A period
  must not end before it begins. Names such as `fromDate` are left to the handlers,
  since some of them take days.
- A closed list of values is closed, although the contract's types keep it open.
- A parameter of the query comes once, unless it is a list. Gong's way is not known.
- What Gong ignores is ignored: unknown parameters and unknown JSON fields. It answers
  `GET /v2/calls` without `toDateTime`, so that one is not asked for. Nor is
  `objectsCrmIds`, which may come in the body: its operation looks for it there too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import msgspec
from msgspec import inspect

from gongkit.clock import parse_instant
from gongkit.contract.operation import FileBody, JsonBody, Operation, Parameter, Place
from gongkit.decoders import decoder_of
from gongkit.errors import UsageError
from gongkit.sandbox.core.api.asked import Refused
from gongkit.sandbox.core.api.ignored import Ignored

NUMERIC_IDS = frozenset(
    {
        "callId",
        "callIds",
        "flowId",
        "flowIds",
        "flowInstanceIds",
        "folderId",
        "id",
        "libraryFolderIds",
        "primaryUserIds",
        "profileId",
        "reviewedUserIds",
        "scorecardIds",
        "teamLeadIds",
        "userId",
        "userIds",
        "workspaceId",
    }
)
"""Names of Gong's own ids that travel as text."""

MOMENTS = frozenset(
    {
        "actualStart",
        "createdFromDateTime",
        "createdToDateTime",
        "dueDate",
        "endTime",
        "eventTimestamp",
        "from",
        "fromDateTime",
        "scheduledEnd",
        "scheduledStart",
        "startTime",
        "timestamp",
        "to",
        "toDateTime",
    }
)
"""Names of text fields that hold a moment."""

_Periods = tuple[tuple[str, str], ...]
_PERIODS: _Periods = (
    ("fromDateTime", "toDateTime"),
    ("createdFromDateTime", "createdToDateTime"),
    ("scheduledStart", "scheduledEnd"),
    ("startTime", "endTime"),
    ("from", "to"),
)
_NOT_ASKED_FOR = {("listCalls", "toDateTime"), ("getCrmObjects", "objectsCrmIds")}
_OPTIONAL_BODIES = {"getCrmObjects": JsonBody(type=list[str])}
"""Bodies that the contract leaves out: Gong's descriptions disagree on where these ids go."""
_FREE_IDS = {("getFlowProspectsBulkAssignment", "id")}
_NEEDED = {"flowIds"}
"""Lists that the contract calls optional and their only operation cannot do without."""
_EMPTY = "must not be empty but can be null or can be omitted"
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_ID = re.compile(r"[0-9]{1,20}", re.ASCII)
_INT_RANGES = {"int32": 2**31, "int64": 2**63}
_NO_INPUTS: Mapping[str, Any] = {}

Check = Callable[[str, Any], Iterator[str]]
"""Looks at a field's value (its path, the value) and yields what is wrong with it."""


def body_of(operation: Operation[Any]) -> JsonBody | FileBody | None:
    """Tell which body an operation may have here."""
    return _OPTIONAL_BODIES.get(operation.id, operation.body)


class Validator:
    """What one operation accepts."""

    def __init__(self, operation: Operation[Any]) -> None:
        self._in_path = [_Input(operation, p) for p in operation.in_place(Place.PATH)]
        self._in_query = [_Input(operation, p) for p in operation.in_place(Place.QUERY)]
        names = {one.name for one in self._in_query}
        self._periods = tuple(p for p in _PERIODS if names.issuperset(p))
        body = body_of(operation)
        optional = operation.id in _OPTIONAL_BODIES
        json = body if isinstance(body, JsonBody) else None
        self._body = _Body(json, optional=optional) if json else None
        self.ignored = Ignored(operation, json)
        """Finds what this operation does not look at."""

    def path(self, given: Mapping[str, str]) -> Mapping[str, Any]:
        """Check and convert the values in the path."""
        if not self._in_path:
            return _NO_INPUTS
        return _converted(self._in_path, {name: [value] for name, value in given.items()}, ())

    def query(self, text: str) -> Mapping[str, Any]:
        """Check and convert the query's parameters; only the declared ones are given back."""
        if not self._in_query:
            return _NO_INPUTS
        given: dict[str, list[str]] = {}
        for name, value in parse_qsl(text, keep_blank_values=True, errors="replace"):
            given.setdefault(name, []).append(value)
        return _converted(self._in_query, given, self._periods)

    def body(self, raw: bytes) -> Any:
        """Check and decode a JSON body; None where the operation takes none."""
        return None if self._body is None else self._body.decode(raw)


class _Input:
    """One declared parameter of the path or the query."""

    def __init__(self, operation: Operation[Any], parameter: Parameter) -> None:
        kind = inspect.type_info(parameter.type)
        self.name = parameter.name
        self.asked_for = parameter.required and (operation.id, parameter.name) not in _NOT_ASKED_FOR
        plain = _plain(kind)
        self.many = isinstance(plain, inspect.ListType)
        single = plain.item_type if isinstance(plain, inspect.ListType) else kind
        free = (operation.id, parameter.name) in _FREE_IDS
        self._convert = _converter(_plain(single))
        self._checks = list(_checks_of("" if free else parameter.name, single))

    def convert(self, values: list[str]) -> tuple[Any, list[str]]:
        """Give the value in its own type, and what is wrong with it."""
        if not self.many and len(values) > 1:
            return None, [f"{self.name}: must be given once"]
        converted = []
        for value in values:
            try:
                converted.append(self._convert(value))
            except ValueError as error:
                return None, [f"{self.name}: {error}"]
        found = [
            problem
            for one in converted
            for check in self._checks
            for problem in check(self.name, one)
        ]
        return (converted if self.many else converted[0]), found


def _converted(
    inputs: list[_Input], given: Mapping[str, list[str]], periods: _Periods
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    problems: list[str] = []
    for one in inputs:
        if one.name in given:
            values[one.name], found = one.convert(given[one.name])
            problems += found
        elif one.asked_for:
            problems.append(f"{one.name}: is required")
    if not problems:
        problems += _reversed_periods(periods, "", values.get)
    if problems:
        raise Refused(400, *problems)
    return values


def _converter(kind: inspect.Type) -> Callable[[str], Any]:
    if isinstance(kind, inspect.IntType):
        return _whole_number
    if isinstance(kind, inspect.BoolType):
        return _true_or_false
    return str


def _whole_number(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,20}", text, re.ASCII):
        raise ValueError("must be a whole number")
    return int(text)


def _true_or_false(text: str) -> bool:
    if text.lower() not in {"true", "false"}:
        raise ValueError("must be true or false")
    return text.lower() == "true"


class _Body:
    """A JSON body: decoded into its contract type, then looked through."""

    def __init__(self, body: JsonBody, *, optional: bool) -> None:
        self._optional = optional
        self._decoder = decoder_of(body.type)
        self._checks = list(_checks_of("", inspect.type_info(body.type)))

    def decode(self, raw: bytes) -> Any:
        """Give the decoded body, or refuse it naming the fields."""
        if self._optional and not raw:
            return None
        if not raw.strip():
            raise Refused(400, "The request has no body; this operation takes a JSON body")
        try:
            value = self._decoder.decode(raw)
        except msgspec.ValidationError as error:
            raise Refused(400, sentence(str(error))) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Refused(400, f"The request body is not valid JSON: {error}") from None
        problems = [problem for check in self._checks for problem in check("", value)]
        if problems:
            raise Refused(400, *problems)
        return value


# --- what a type's marks ask for


def _plain(kind: inspect.Type) -> inspect.Type:
    """Take the marks and the optional None off a type."""
    if isinstance(kind, inspect.Metadata):
        return _plain(kind.type)
    if isinstance(kind, inspect.UnionType):
        some = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
        return _plain(some[0]) if len(some) == 1 else kind
    return kind


def _marks(kind: inspect.Type) -> Mapping[str, Any]:
    """Collect the marks of a type (`enum`, `format`), of its None-less part too."""
    if isinstance(kind, inspect.Metadata):
        return {**_marks(kind.type), **(kind.extra_json_schema or {})}
    if isinstance(kind, inspect.UnionType):
        some = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
        return _marks(some[0]) if len(some) == 1 else {}
    return {}


def _checks_of(name: str, kind: inspect.Type) -> Iterator[Check]:
    marks, plain = _marks(kind), _plain(kind)
    if isinstance(plain, inspect.StrType):
        yield from _text_checks(name, marks)
    elif isinstance(plain, inspect.IntType) and marks.get("format") in _INT_RANGES:
        yield partial(_within, _INT_RANGES[marks["format"]])
    elif isinstance(plain, inspect.ListType):
        of_item = list(_checks_of(name, plain.item_type))
        if of_item:
            yield partial(_each, of_item)
        if name in NUMERIC_IDS - _NEEDED and isinstance(kind, inspect.UnionType):
            yield _not_empty
    elif isinstance(plain, inspect.StructType):
        yield from _struct_checks(plain)


def _text_checks(name: str, marks: Mapping[str, Any]) -> Iterator[Check]:
    if "enum" in marks:
        yield partial(_one_of, tuple(marks["enum"]), _single(marks["enum"]))
    if name in NUMERIC_IDS:
        yield _digits
    if name in MOMENTS:
        yield _moment


def _single(values: Sequence[str]) -> tuple[str, ...]:
    """List each value once; Gong writes some lists as one value, alone or besides its parts."""
    parts = (part.strip() for value in values for part in re.split(r",| / ", value))
    return tuple(dict.fromkeys(parts))


def _struct_checks(struct: inspect.StructType) -> Iterator[Check]:
    fields = []
    for field in struct.fields:
        checks = list(_checks_of(field.encode_name, field.type))
        if checks:
            fields.append(_Field(field.name, field.encode_name, checks))
    if fields:
        yield partial(_fields, fields)
    names = {field.encode_name: field.name for field in struct.fields}
    periods = tuple((start, end) for start, end in _PERIODS if start in names and end in names)
    if periods:
        yield partial(_periods_of_struct, periods, names)


class _Field(NamedTuple):
    attribute: str
    name: str
    checks: list[Check]


def _fields(fields: list[_Field], path: str, value: Any) -> Iterator[str]:
    prefix = f"{path}." if path else ""
    for attribute, name, checks in fields:
        inner = getattr(value, attribute)
        if inner is not None:
            for check in checks:
                yield from check(prefix + name, inner)


def _each(checks: list[Check], path: str, values: Any) -> Iterator[str]:
    for index, value in enumerate(values):
        for check in checks:
            yield from check(f"{path}[{index}]", value)


def _not_empty(path: str, values: Any) -> Iterator[str]:
    if not values:
        yield f"{path}: {_EMPTY}"


def _one_of(
    documented: tuple[str, ...], single: tuple[str, ...], path: str, value: Any
) -> Iterator[str]:
    if value not in single and value not in documented:
        yield f"{path}: must be one of {', '.join(single)}"


def _digits(path: str, value: Any) -> Iterator[str]:
    if not _ID.fullmatch(value):
        yield f"{path}: must be a numeric id of up to 20 digits"


def _within(bound: int, path: str, value: Any) -> Iterator[str]:
    if not -bound <= value < bound:
        yield f"{path}: must be a whole number from {-bound} to {bound - 1}"


def _moment(path: str, value: Any) -> Iterator[str]:
    try:
        moment = parse_instant(value)
    except UsageError as error:
        spoilt = " " in value and "+" not in value
        tip = " (a '+' in a query is written %2B)" if spoilt else ""
        reason = "has no offset" if "no offset" in error.message else "is not a date-time"
        yield (
            f"{path}: {reason}; must be ISO-8601 with an offset,"
            f" such as 2026-02-17T10:30:00Z or 2026-02-17T10:30:00+01:00{tip}"
        )
    else:
        if moment < _EARLIEST:
            yield f"{path}: must not be before 1970-01-01T00:00:00Z"


def _periods_of_struct(
    periods: _Periods, names: Mapping[str, str], path: str, value: Any
) -> Iterator[str]:
    prefix = f"{path}." if path else ""
    yield from _reversed_periods(periods, prefix, lambda name: getattr(value, names[name]))


def _reversed_periods(periods: _Periods, prefix: str, find: Callable[[str], Any]) -> Iterator[str]:
    for start, end in periods:
        first, last = find(start), find(end)
        if first is None or last is None:
            continue
        try:
            backwards = parse_instant(first) > parse_instant(last)
        except UsageError:
            continue
        if backwards:
            yield f"{prefix}{start}: must not be after {end}"


# --- msgspec's messages in Gong's words

_EXPECTED = re.compile(r"Expected `([a-z]+)[^`]*`, got `([a-z]+)[^`]*`")
_LENGTH = re.compile(r"Expected `([a-z]+)[^`]*` of length ([<>=]+) ([0-9]+)")
_BOUND = re.compile(r"Expected `(?:int|float)[^`]*` ([<>]=?) ([0-9.-]+)")
_MISSING = re.compile(r"Object missing required field `([^`]+)`")
_PLACE = re.compile(r" - at `(?:key in )?\$\.?([^`]*)`$")
_KINDS = {
    "str": "a string",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
}


def sentence(text: str) -> str:
    """Turn msgspec's "Expected `str`, got `int` - at `$.a`" into "a: must be a string"."""
    place = _PLACE.search(text)
    path = place[1] if place else ""
    if missing := _MISSING.match(text):
        return (
            f"{path}.{missing[1]}: must not be null" if path else f"{missing[1]}: must not be null"
        )
    subject = path or "The request body"
    if expected := _EXPECTED.match(text):
        if expected[2] == "null":
            return f"{subject}: must not be null"
        return f"{subject}: must be {_KINDS.get(expected[1], expected[1])}"
    if length := _LENGTH.match(text):
        unit = "characters" if length[1] == "str" else "items"
        bound = "at most" if "<" in length[2] else "at least"
        return f"{subject}: must have {bound} {length[3]} {unit}"
    if limit := _BOUND.match(text):
        return f"{subject}: must be {limit[1]} {limit[2]}"
    return f"{subject}: {_PLACE.sub('', text)}"
