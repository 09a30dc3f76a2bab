"""Pages of a list: 100 items each, found by the place where the last page ended.

A cursor holds the number of its page, the total that the first page counted, and the
sort key of the last item before it. So a page costs the same however far down it is,
and the total of a list does not change while it is being read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from gongkit.contract.types.common import Records
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused
from gongkit.sandbox.core.api.cursors import make_cursor, read_cursor
from gongkit.sandbox.core.areas.where import Where
from gongkit.sandbox.core.state import State

PAGE_SIZE = 100
_ROWS_AT_ONCE = 5

Write = Callable[[list[Any]], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list to page through.

    `counted` are the tables that the conditions are about, `tables` those that the
    columns come from as well. `key` are the columns it is sorted by, the last of them
    unique. `empty` is what Gong says when nothing matches; None where it answers an
    empty list.
    """

    counted: str
    tables: str
    key: tuple[str, ...]
    empty: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its rows, and its place among the others."""

    rows: list[tuple[Any, ...]]
    records: Records


def read_page(state: State, asked: Asked, listing: Listing, columns: str, where: Where) -> Page:
    """Read the page that the request's cursor names, the first one where it has none.

    Refuses with 404 when nothing matches, where Gong does.
    """
    position = read_cursor(asked)
    if position is None:
        number, total, after = 0, _count(state, listing, where), None
    else:
        number, total, *after = position
    rows = _rows(state, listing, columns, where, after)
    if not rows and listing.empty is not None:
        raise Refused(404, listing.empty)
    cursor, width = None, len(listing.key)
    if len(rows) > PAGE_SIZE:
        rows.pop()
        cursor = make_cursor(asked, [number + 1, total, *rows[-1][:width]])
    records = Records(
        total_records=total,
        current_page_size=len(rows),
        current_page_number=number,
        cursor=cursor,
    )
    return Page([row[width:] for row in rows], records)


def _count(state: State, listing: Listing, where: Where) -> int:
    row = state.row(
        f"SELECT count(*) FROM {listing.counted} WHERE {where}",  # noqa: S608
        *where.values,
    )
    return 0 if row is None else int(row[0])


def _rows(
    state: State, listing: Listing, columns: str, where: Where, after: list[Any] | None
) -> list[tuple[Any, ...]]:
    key = ", ".join(listing.key)
    # SQLite begins at the first of several bounds: this one comes before a period's.
    seek = "" if after is None else f"({key}) > ({', '.join('?' * len(after))}) AND "
    return state.rows(
        f"SELECT {key}, {columns} FROM {listing.tables}"  # noqa: S608
        f" WHERE {seek}{where} ORDER BY {key} LIMIT {PAGE_SIZE + 1}",
        *(after or ()),
        *where.values,
    )


def page_answer(asked: Asked, page: Page, field: str, write: Write) -> Answer:
    """Answer with the page's rows; `field` is the list's name on the wire.

    `write` encodes some rows, with commas between them. It gets few at a time: memory
    of a moderate size is used again and again, that of a whole page would be fetched
    anew from the system for each answer, which costs more than all the rest.
    """
    head = msgspec.json.encode({"requestId": asked.request_id, "records": page.records})
    pieces = [b'%b,"%b":[' % (head[:-1], field.encode())]
    for begin in range(0, len(page.rows), _ROWS_AT_ONCE):
        if begin:
            pieces.append(b",")
        pieces.append(write(page.rows[begin : begin + _ROWS_AT_ONCE]))
    return Answer(200, (*pieces, b"]}"))


def encoded(rows: list[tuple[bytes]]) -> bytes:
    """Write rows that hold their encoded item and nothing else."""
    return b",".join([item for (item,) in rows])


def single_answer(asked: Asked, field: str, encoded: bytes) -> Answer:
    """Answer with one object that is encoded already."""
    request_id = msgspec.json.encode(asked.request_id)
    return Answer(200, (b'{"requestId":%b,"%b":%b}' % (request_id, field.encode(), encoded),))
