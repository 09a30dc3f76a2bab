"""The output of `gongkit api`: JSON, JSON lines, or a table that fits the terminal.

Answers are passed on as Gong wrote them, unknown fields and all; numbers are not
parsed, so that ids stay exact.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, get_args, get_origin

import msgspec
from rich.cells import cell_len

from gongkit.cli.formats import Format
from gongkit.cli.output import Paint, note, table_width, write_bytes
from gongkit.cli.table import cell, line
from gongkit.contract.operation import Operation
from gongkit.decoders import decoder_of
from gongkit.engine.answer import Result
from gongkit.errors import UnknownName

WIDEST, NARROWEST = 36, 8
"""Of a column, in characters; those that the caller chose may be wider."""

_SAMPLE = 100
"""So many rows decide on the widths of a table's columns."""

_RAW = decoder_of(dict[str, msgspec.Raw])


def items_of(operation: Operation[Any], content: bytes) -> list[bytes]:
    """Take the items of a list out of a raw answer; none where Gong said so by 404."""
    if operation.items is None or not content:
        return []
    found = _RAW.decode(content).get(operation.items)
    listed = None if found is None else decoder_of(list[msgspec.Raw] | None).decode(found)
    return [bytes(item) for item in listed or ()]


def write_answer(result: Result[Any], form: Format, chosen: Sequence[str] | None) -> None:
    """Write one answer: whole as JSON; its list, or else its object, as lines or a table."""
    operation, content = result.operation, result.content or _empty_answer(result)
    if form is Format.JSON:
        write_bytes(msgspec.json.format(content, indent=2) + b"\n")
        return
    items: Iterable[bytes] = items_of(operation, content)
    if operation.items is None:
        items = [_RAW.decode(content).get(operation.unwrap or "", msgspec.Raw(content))]
        if form is Format.TABLE and _is_by_key(operation):
            write_table((row for item in items for row in _rows_by_key(item)), chosen)
            return
    write_items(items, form, chosen)


def _is_by_key(operation: Operation[Any]) -> bool:
    """Tell whether the object in an answer has whatever keys there are, such as ids."""
    if operation.unwrap is None:
        return False
    fields = msgspec.structs.fields(operation.answer)
    kind = next(field.type for field in fields if field.encode_name == operation.unwrap)
    return any(get_origin(each) is dict for each in (kind, *get_args(kind)))


def _rows_by_key(encoded: bytes) -> Iterator[dict[str, Any]]:
    """Make a row of each key with its object; the key alone where that is null."""
    for key, value in (msgspec.json.decode(encoded) or {}).items():
        for item in value if isinstance(value, list) else (value,):
            yield {"key": key} | ({} if item is None else _flat(item))


def _empty_answer(result: Result[Any]) -> bytes:
    """Write the answer that Gong replaces by 404 where a list is empty."""
    return msgspec.json.encode({"requestId": result.request_id, result.operation.items: []})


def write_items(items: Iterable[bytes], form: Format, chosen: Sequence[str] | None) -> None:
    """Write items as they come: an array, a line each, or a row each."""
    match form:
        case Format.JSON:
            _write_array(items)
        case Format.JSONL:
            for item in items:
                write_bytes(msgspec.json.format(item, indent=-1) + b"\n")
        case Format.TABLE:
            write_table((_flat(msgspec.json.decode(item)) for item in items), chosen)


def write_table(rows: Iterable[Mapping[str, Any]], chosen: Sequence[str] | None = None) -> None:
    """Write rows in columns: those chosen, or as many as fit, the first ones first.

    Beyond a terminal there is room for everything.
    """
    remaining = iter(rows)
    sample = list(islice(remaining, _SAMPLE))
    names = list(dict.fromkeys(name for row in sample for name in row))
    for name in chosen or ():
        if sample and name not in names:
            raise UnknownName("column", name, names)
    fitting = chosen or [name for name in names if _worth_showing(name, sample)] or names
    headings = {name: name for name in chosen} if chosen else _headings(fitting)
    everything = [headings, *sample]
    widths = _fit(everything, fitting, table_width(), all_of_them=chosen is not None)
    paint = Paint(sys.stdout)
    if sample:
        print(paint(line(headings, widths), "bold"))
    for row in chain(sample, remaining):
        print(line(row, widths))
    if left_out := [name for name in fitting if name not in widths]:
        note(f"Left out for want of room (--columns shows them): {', '.join(left_out)}")


def _headings(names: Sequence[str]) -> dict[str, str]:
    """Head each column with the last part of its name, where that tells it from the others."""
    short = {name: name.rpartition(".")[2] for name in names}
    times = Counter(short.values())
    return {name: last if times[last] == 1 else name for name, last in short.items()}


def _fit(
    rows: Sequence[Mapping[str, Any]],
    names: Sequence[str],
    room: int | None,
    *,
    all_of_them: bool,
) -> dict[str, int]:
    """Choose the columns' widths. What does not fit is left out, or cut if it was chosen."""
    widths: dict[str, int] = {}
    for name in names:
        wanted = max(cell_len(cell(row.get(name))) for row in rows)
        if room is None:
            widths[name] = wanted
            continue
        left = room - sum(widths.values()) - 2 * len(widths)
        if all_of_them:
            widths[name] = min(wanted, max(left, NARROWEST))
        elif left >= min(wanted, WIDEST):
            widths[name] = min(wanted, WIDEST)
    return widths


def _worth_showing(name: str, sample: Sequence[Mapping[str, Any]]) -> bool:
    values = [row.get(name) for row in sample if row.get(name) is not None]
    return bool(values) and not any(
        isinstance(value, list | dict) or str(value).startswith("http") for value in values
    )


def _flat(item: Any) -> dict[str, Any]:
    """Lay nested objects open: `metaData.title`. A value that is no object is `value`."""
    if not isinstance(item, dict):
        return {"value": item}
    return dict(_opened(item, ""))


def _opened(item: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for name, value in item.items():
        if isinstance(value, dict) and value:
            yield from _opened(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _write_array(items: Iterable[bytes]) -> None:
    before = b"["
    for item in items:
        # No text of JSON has a line break in it: each one here is the layout's.
        laid_out = msgspec.json.format(item, indent=2).replace(b"\n", b"\n  ")
        write_bytes(before + b"\n  " + laid_out)
        before = b","
    write_bytes(b"[]\n" if before == b"[" else b"\n]\n")
