"""A call: an operation with its inputs, checked and frozen, ready to be sent."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import msgspec

from gongkit.clock import instant_text
from gongkit.contract.operation import FileBody, JsonBody, Operation, Place
from gongkit.contract.unknown_fields import check_known_fields
from gongkit.engine.effects import Authorization
from gongkit.errors import UnknownName, UsageError
from gongkit.wire import FilePart, Pairs, Request

Answer = TypeVar("Answer")

_NO_INPUTS: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Call(Generic[Answer]):
    """An operation and its inputs. Nothing in it changes while pages are read or tries repeated."""

    operation: Operation[Answer]
    path: str
    query: Pairs = ()
    body: Any = None
    """The JSON body as plain values, None where there is none."""
    file: FilePart | None = None

    def at(self, cursor: str) -> Call[Answer]:
        """Make the call for the next page: the cursor in its place, all else as it was."""
        if self.operation.paging is Place.BODY:
            return replace(self, body={**(self.body or {}), "cursor": cursor})
        kept = tuple(pair for pair in self.query if pair[0] != "cursor")
        return replace(self, query=(*kept, ("cursor", cursor)))

    def request(self, authorization: Authorization, timeout: float) -> Request:
        """Write the HTTP request."""
        headers = {"accept": "application/json"}
        content: bytes | FilePart | None = self.file
        if self.body is not None:
            headers["content-type"] = "application/json"
            content = msgspec.json.encode(self.body)
        return Request(
            method=self.operation.method,
            url=authorization.base_url + self.path,
            query=self.query,
            headers=headers,
            authorization=authorization.header,
            body=content,
            timeout=timeout,
        )


def bind(
    operation: Operation[Answer],
    *,
    path: Mapping[str, Any] = _NO_INPUTS,
    query: Mapping[str, Any] = _NO_INPUTS,
    body: Any = None,
    file: FilePart | None = None,
) -> Call[Answer]:
    """Put inputs and operation together. None in the query means: not given.

    Raises `UnknownName` for an input the operation does not have, `UsageError` for a
    missing one, `NaiveDatetime` for a datetime without an offset.
    """
    given = {name: value for name, value in query.items() if value is not None}
    _check_names(operation, Place.PATH, path)
    _check_names(operation, Place.QUERY, given)
    _check_body(operation, body, file)
    return Call(
        operation=operation,
        path=_fill_path(operation, path),
        query=tuple(_query_pairs(given)),
        body=None if body is None else msgspec.to_builtins(body),
        file=file,
    )


def attach(operation: Operation[Any], source: Path | str | bytes) -> FilePart:
    """Make a file of what the operation uploads: a path, or bytes that are in memory.

    Raises `UsageError` for a file that cannot be read or that Gong would find too large.
    """
    taken = operation.body
    if not isinstance(taken, FileBody):
        raise UsageError(f"{operation.id} takes no file.")
    if isinstance(source, bytes):
        _check_size(operation.id, taken, len(source))
        return FilePart.from_bytes(taken.field, taken.field, source, taken.content_type)
    path = Path(source)
    try:
        _check_size(operation.id, taken, path.stat().st_size)
    except OSError as error:
        raise UsageError(f"{path} cannot be uploaded: {error.strerror}.") from None
    any_type = taken.content_type == "application/octet-stream"
    guessed = mimetypes.guess_type(path.name)[0] if any_type else None
    return FilePart.from_path(taken.field, path, guessed or taken.content_type)


def _check_size(operation: str, taken: FileBody, size: int) -> None:
    if size > taken.max_bytes:
        raise UsageError(
            f"The file has {size:,} bytes; {operation} takes {taken.max_bytes:,} at most."
        )


def _check_names(operation: Operation[Any], place: Place, given: Mapping[str, Any]) -> None:
    parameters = operation.in_place(place)
    names = [parameter.name for parameter in parameters]
    for name in given:
        if name not in names:
            raise UnknownName(f"{place} parameter of {operation.id}", name, names)
    missing = [p.name for p in parameters if p.required and p.name not in given]
    if missing:
        raise UsageError(f"{operation.id} needs {', '.join(missing)}.")


def _check_body(operation: Operation[Any], body: Any, file: FilePart | None) -> None:
    if body is not None and not isinstance(operation.body, JsonBody):
        raise UsageError(f"{operation.id} takes no JSON body.")
    if file is not None and not isinstance(operation.body, FileBody):
        raise UsageError(f"{operation.id} takes no file.")
    check_known_fields(operation, body)
    if operation.body is not None and body is None and file is None:
        kind = "a file" if isinstance(operation.body, FileBody) else "a JSON body"
        raise UsageError(f"{operation.id} needs {kind}.")


def _fill_path(operation: Operation[Any], given: Mapping[str, Any]) -> str:
    filled = operation.path
    for name, value in given.items():
        text = _text(name, value)
        if text in {"", ".", ".."}:
            raise UsageError(f"{text!r} is no value for {name} of {operation.id}.")
        filled = filled.replace(f"{{{name}}}", quote(text, safe=""))
    return filled


def _query_pairs(given: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for name, value in given.items():
        many = isinstance(value, Iterable) and not isinstance(value, str)
        for item in value if many else (value,):
            yield name, _text(name, item)


def _text(name: str, value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return instant_text(name, value)
        case date():
            return value.isoformat()
        case str() | int() | float():
            return str(value)
        case _:
            raise UsageError(f"{name} cannot be a {type(value).__name__}.")
