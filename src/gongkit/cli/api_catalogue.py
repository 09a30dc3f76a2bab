"""What `gongkit api` can call: the list of operations, and one of them described."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from textwrap import dedent, wrap
from typing import Any

import msgspec
from msgspec import inspect

from gongkit.cli.api_output import write_items, write_table
from gongkit.cli.formats import Format
from gongkit.cli.output import Paint, columns
from gongkit.contract.operation import FileBody, JsonBody, Operation
from gongkit.contract.registry import OPERATIONS

_DEEPEST = 4
"""Levels of a body's fields that are shown."""


def write_list(form: Format) -> None:
    """Write all operations."""
    rows = [
        {
            "operation": each.id,
            "method": each.method,
            "path": each.path,
            "area": each.area,
            "scopes": list(each.scopes),
        }
        for each in OPERATIONS.values()
    ]
    if form is Format.TABLE:
        write_table({**row, "scopes": " ".join(row["scopes"])} for row in rows)
    else:
        write_items((msgspec.json.encode(row) for row in rows), form, None)


def write_description(operation: Operation[Any]) -> None:
    """Write what an operation is for, what it takes, and what it needs."""
    paint = Paint(sys.stdout)
    print(f"{paint(operation.id, 'bold')}  {operation.method} {operation.path}")
    if operation.deprecated:
        print(paint("Gong has deprecated it.", "yellow"))
    if operation.destructive:
        print(
            paint(
                "It takes away what is there: you are asked first, unless you say --yes.", "yellow"
            )
        )
    print(f"\n{_paragraphs(operation.doc)}")
    for title, lines in _parts(operation):
        print(f"\n{paint(title, 'bold')}")
        for line in lines:
            print(line)


def _parts(operation: Operation[Any]) -> Iterator[tuple[str, list[str]]]:
    if operation.parameters:
        entries = [(p.name, _type_name(p.type), p.required, p.doc) for p in operation.parameters]
        yield "Parameters", list(_entries(entries))
    match operation.body:
        case FileBody(doc=doc):
            yield "Body: a file", _wrapped(" ".join(doc.split()), "  ")
        case JsonBody(type=body):
            yield "Body: JSON", list(_fields(inspect.type_info(body), 1))
    scopes = [
        *operation.scopes,
        *(f"{scope} (for some inputs)" for scope in operation.extra_scopes),
    ]
    yield "Scopes", [f"  {scope}" for scope in scopes] or ["  none"]


def _entries(entries: list[tuple[str, str, bool, str]]) -> Iterator[str]:
    width = max(len(name) for name, *_ in entries)
    for name, kind, required, doc in entries:
        text = f"{kind}{', required' if required else ''}. {' '.join(doc.split())}"
        first, *rest = _wrapped(text, " " * (width + 4))
        yield f"  {name:<{width}}  {first.strip()}"
        yield from rest


def _fields(body: inspect.Type, depth: int) -> Iterator[str]:
    """Outline the fields of a body, nested ones indented below."""
    body, listed = _bare(body)
    if not isinstance(body, inspect.StructType):
        yield f"{'  ' * depth}{_described(body, listed)}"
        return
    if listed and depth == 1:
        yield "  a list of objects"
    for field in body.fields:
        inner, several = _bare(field.type)
        required = ", required" if field.required else ""
        text = f"{field.encode_name}  {_described(inner, several)}{required}"
        yield from _wrapped(text, "  " * depth, hanging="  ")
        if isinstance(inner, inspect.StructType) and depth < _DEEPEST:
            yield from _fields(inner, depth + 1)


def _bare(kind: inspect.Type) -> tuple[inspect.Type, bool]:
    """Take off marks, the optional and the list; say whether there was a list."""
    listed = False
    while True:
        match kind:
            case inspect.Metadata(type=inner) if _format_of(kind) is None:
                kind = inner
            case inspect.UnionType(types=types):
                kind = next(t for t in types if not isinstance(t, inspect.NoneType))
            case inspect.ListType(item_type=inner):
                kind, listed = inner, True
            case _:
                return kind, listed


def _described(kind: inspect.Type, several: bool) -> str:
    name = _named(kind)
    return f"list of {name}" if several else name


def _type_name(kind: Any) -> str:
    bare, listed = _bare(inspect.type_info(kind))
    return _described(bare, listed)


def _named(kind: inspect.Type) -> str:
    match kind:
        case inspect.Metadata():
            return str(_format_of(kind))
        case inspect.StructType():
            return "object"
        case inspect.StrType():
            return "text"
        case inspect.BoolType():
            return "true or false"
        case inspect.IntType() | inspect.FloatType():
            return "number"
    return "any JSON"


def _format_of(kind: inspect.Metadata) -> str | None:
    """Say the known values, or the format where it is more than a number's size."""
    extra = kind.extra_json_schema or {}
    if values := extra.get("enum"):
        return " | ".join(values)
    return {"date-time": "date-time", "url": "URL"}.get(extra.get("format", ""))


def _paragraphs(doc: str) -> str:
    first, _, rest = doc.partition("\n")
    paragraphs = f"{first}\n{dedent(rest)}".split("\n\n")
    return "\n\n".join("\n".join(_wrapped(" ".join(p.split()), "")) for p in paragraphs)


def _wrapped(text: str, indent: str, hanging: str = "") -> list[str]:
    return wrap(
        text,
        columns(),
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_on_hyphens=False,
    )
