"""The large demo data (`--seed large`): 100,000 calls, to see what volume does to an app.

A quarter is written as in the ordinary data, with more accounts; the quarters before it
repeat its conversations, on the same weekdays at the same local time, as calls of
their own which share their content with the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count, islice
from math import ceil
from zoneinfo import ZoneInfo

import msgspec

from gongkit.contract.types.calls import CallBasicData
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.calls.rows import CallRow, call_url, encode_meta
from gongkit.sandbox.core.seed.companies import Blueprint
from gongkit.sandbox.core.seed.demo import Demo

LARGE = "large"
"""The seed that makes the large data."""
CALLS = {"northwind": 50_000, "kestrel": 25_000, "globex": 25_000}
"""How many calls each company has then."""
QUARTERS = 13
"""The calls go back so many quarters: more than three years."""

_WEEKS = 13

Rows = Sequence[tuple[int, CallRow]]
"""Calls, each with the number of its content."""


def enlarged(blueprint: Blueprint, calls: int) -> Blueprint:
    """Give a company as many calls in a quarter as make `calls` in all quarters."""
    quarter = ceil(calls / QUARTERS)
    accounts = blueprint.accounts * quarter // blueprint.calls
    return msgspec.structs.replace(blueprint, calls=quarter, accounts=accounts)


def earlier_calls(demo: Demo, rows: Rows, calls: int) -> Iterator[tuple[int, CallRow]]:
    """Make the calls of the quarters before, until there are so many `calls` with those given."""
    repeated = (
        (content, _repeat(demo, row, quarters)) for quarters in count(1) for content, row in rows
    )
    return islice(repeated, max(0, calls - len(rows)))


def _repeat(demo: Demo, row: CallRow, quarters: int) -> CallRow:
    zone = demo.company.zone
    started = _local_before(row.started, quarters, zone)
    earlier = row.started - started.timestamp()
    call_id = demo.dice("earlier call", row.id, str(quarters)).gong_id()
    meta = decoder_of(CallBasicData).decode(row.meta)
    scheduled = datetime.fromisoformat(meta.scheduled or "").timestamp() - earlier
    client_unique_id = f"{row.client_unique_id}-{quarters}"
    meta.id, meta.url, meta.client_unique_id = call_id, call_url(call_id), client_unique_id
    meta.started = started.isoformat(timespec="milliseconds")
    meta.scheduled = datetime.fromtimestamp(scheduled, zone).isoformat(timespec="milliseconds")
    meta.meeting_url = (meta.meeting_url or "").replace(row.id[:11], call_id[:11])
    return msgspec.structs.replace(
        row,
        id=call_id,
        started=started.timestamp(),
        visible_at=row.visible_at - earlier,
        transcript_at=row.transcript_at and row.transcript_at - earlier,
        brief_at=row.brief_at and row.brief_at - earlier,
        client_unique_id=client_unique_id,
        meta=encode_meta(meta),
    )


def _local_before(moment: float, quarters: int, zone: ZoneInfo) -> datetime:
    """Go back some quarters, to the same hour of the clock on the same weekday."""
    return datetime.fromtimestamp(moment, zone) - timedelta(weeks=_WEEKS * quarters)
