"""How calls are kept: encoded once, in the pieces that answers are put together from.

A row of `calls` holds what calls are found by, and their encoded metadata. A row of
`call_blocks` holds each block that a content selector can ask for, encoded with its
key (`"topics":[...]`). Three columns hold several pieces, divided by control
characters, which encoded JSON never contains:

- `parties`: the parties, each without its closing brace, divided by `PARTY`;
- `party_records`: the parties' `"context"` members, divided the same way, in three
  forms divided by `FORM`: ids alone, values of now, values at the time of the call;
- `context`: the call's own `"context"` member in the same three forms.

Addresses of the sandbox itself begin with `APP_URL`, since its port is not known yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from gongkit.contract.types.call_details import MediaUrls
from gongkit.contract.types.calls import CallBasicData
from gongkit.sandbox.core.state import State

PARTY, FORM = b"\x1f", b"\x1e"
APP_URL = "https://sandbox.invalid"


class CallRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What calls are found by. Times are seconds since the epoch.

    `transcript_at` is when transcript, content and interaction are there; None for
    calls that never get them.
    """

    company_id: str
    id: str
    started: float
    visible_at: float
    transcript_at: float | None
    workspace_id: str
    primary_user_id: str
    client_unique_id: str
    account_id: str | None
    opportunity_id: str | None
    meta: bytes


class BlocksRow(msgspec.Struct, kw_only=True, gc=False):
    """The blocks of a call, encoded; None for what it does not have.

    Those that are large and seldom asked for come last, so that they are seldom read.
    """

    parties: bytes
    media: bytes | None = None
    topics: bytes | None = None
    structure: bytes | None = None
    questions: bytes | None = None
    speakers: bytes | None = None
    video: bytes | None = None
    interaction_stats: bytes | None = None
    brief: bytes | None = None
    key_points: bytes | None = None
    call_outcome: bytes | None = None
    highlights: bytes | None = None
    public_comments: bytes | None = None
    trackers: bytes | None = None
    outline: bytes | None = None
    context: bytes | None = None
    party_records: bytes | None = None
    tracker_occurrences: bytes | None = None


def block(name: str, value: Any) -> bytes:
    """Encode a block with its key."""
    return b'"%b":%b' % (name.encode(), msgspec.json.encode(value))


def pieces(encoded: Iterable[bytes]) -> bytes:
    """Join encoded objects, without their closing braces, for the column `parties`."""
    return PARTY.join([item[:-1] for item in encoded])


def call_url(call_id: str) -> str:
    """Give the address of a call's page in Gong, as it is stored."""
    return f"{APP_URL}/call?id={call_id}"


def media_urls(call_id: str, *, video: bool) -> MediaUrls:
    """Give the addresses of a call's recording, as they are stored."""
    url = f"{APP_URL}/media/{call_id}"
    return MediaUrls(audio_url=url, video_url=f"{url}/video" if video else None)


def encode_meta(meta: CallBasicData) -> bytes:
    """Encode a call's metadata."""
    return msgspec.json.encode(meta)


_CALL_COLUMNS = CallRow.__struct_fields__
_BLOCK_COLUMNS = BlocksRow.__struct_fields__
_INSERT_CALL = (
    f"INSERT INTO calls (number, {', '.join(_CALL_COLUMNS)})"  # noqa: S608
    f" VALUES (?, {', '.join('?' * len(_CALL_COLUMNS))})"
)
_INSERT_BLOCKS = (
    f"INSERT INTO call_blocks (call, {', '.join(_BLOCK_COLUMNS)})"  # noqa: S608
    f" VALUES (?, {', '.join('?' * len(_BLOCK_COLUMNS))})"
)


def insert_calls(state: State, rows: Iterable[tuple[CallRow, BlocksRow, bytes | None]]) -> None:
    """Add calls, each with its blocks and, where there is one, its encoded transcript."""
    last = state.row("SELECT coalesce(max(number), 0) FROM calls")
    number = last[0] if last else 0
    calls, blocks, transcripts = [], [], []
    for call, call_blocks, transcript in rows:
        number += 1
        calls.append((number, *msgspec.structs.astuple(call)))
        blocks.append((number, *msgspec.structs.astuple(call_blocks)))
        if transcript is not None:
            transcripts.append((number, transcript))
    state.execute_many(_INSERT_CALL, iter(calls))
    state.execute_many(_INSERT_BLOCKS, iter(blocks))
    state.execute_many("INSERT INTO call_transcripts VALUES (?, ?)", iter(transcripts))
