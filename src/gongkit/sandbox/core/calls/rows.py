"""How calls are kept: encoded once, in the pieces that answers are put together from.

A row of `calls` holds what calls are found by, and their encoded metadata. Its content
is in other tables, where several calls may share it: a row of `call_blocks` holds each
block that a content selector can ask for, encoded with its key (`"topics":[...]`),
`call_parties` tells who took part, `call_transcripts` what was said. Three columns of
the blocks hold several pieces, divided by control characters, which encoded JSON never
contains:

- `parties`: the parties, each without its closing brace, divided by `PARTY`;
- `party_records`: the parties' `"context"` members, divided the same way, in three
  forms divided by `FORM`: ids alone, values of now, values at the time of the call;
- `context`: the call's own `"context"` member in the same three forms.

Addresses of the sandbox itself begin with `APP_URL`, since its port is not known yet.
Where content names its call, `CALL_ID` stands for the id, a control character as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from gongkit.contract.types.call_details import MediaUrls, Party
from gongkit.contract.types.calls import CallBasicData, CallTranscript, Monologue
from gongkit.sandbox.core.privacy.contact_details import plain_email, plain_number
from gongkit.sandbox.core.state import State

PARTY, FORM, CALL_ID = b"\x1f", b"\x1e", b"\x1d"
APP_URL = "https://sandbox.invalid"


class CallRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What calls are found by. Times are seconds since the epoch, `duration` seconds.

    `transcript_at` is when transcript, content and interaction are there, `brief_at`
    when brief, outline, highlights and key points are; None for calls that never get
    them.
    """

    company_id: str
    id: str
    started: float
    duration: int
    visible_at: float
    transcript_at: float | None
    brief_at: float | None
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


class PartyRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who took part in a call, or was invited to it, in the form in which they are found.

    `email` and `phone_number` are plain (see `privacy/contact_details.py`), `crm_id` is that of
    a contact or lead.
    """

    company_id: str
    user_id: str | None
    email: str | None
    phone_number: str | None
    crm_id: str | None
    attended: bool


class Content(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What was said and shown in a call; `transcript` is encoded, None where there is none."""

    blocks: BlocksRow
    parties: list[PartyRow]
    transcript: bytes | None = None


def party_row(company_id: str, party: Party, crm_id: str | None) -> PartyRow:
    """Make the row of a party."""
    return PartyRow(
        company_id=company_id,
        user_id=party.user_id,
        email=plain_email(party.email_address),
        phone_number=plain_number(party.phone_number),
        crm_id=crm_id,
        attended="Attendee" in (party.methods or ()),
    )


def encode_transcript(monologues: list[Monologue]) -> bytes:
    """Encode a transcript, whichever call it is of."""
    encoded = msgspec.json.encode(CallTranscript(call_id="?", transcript=monologues))
    return encoded.replace(b'"?"', b'"%b"' % CALL_ID, 1)


def block(name: str, value: Any) -> bytes:
    """Encode a block with its key."""
    return b'"%b":%b' % (name.encode(), msgspec.json.encode(value))


def pieces(encoded: Iterable[bytes]) -> bytes:
    """Join encoded objects, without their closing braces, for the column `parties`."""
    return PARTY.join([item[:-1] for item in encoded])


def call_url(call_id: str) -> str:
    """Give the address of a call's page in Gong, as it is stored."""
    return f"{APP_URL}/call?id={call_id}"


def media_block(*, video: bool) -> bytes:
    """Encode the addresses of a recording, whichever call it is of."""
    url = f"{APP_URL}/media/?"
    urls = MediaUrls(audio_url=url, video_url=f"{url}/video" if video else None)
    return block("media", urls).replace(b"?", CALL_ID)


def encode_meta(meta: CallBasicData) -> bytes:
    """Encode a call's metadata."""
    return msgspec.json.encode(meta)


def _insert(table: str, *columns: str) -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608


_INSERT_CALL = _insert("calls", "content", *CallRow.__struct_fields__)
_INSERT_BLOCKS = _insert("call_blocks", "content", *BlocksRow.__struct_fields__)
_INSERT_PARTY = _insert("call_parties", "content", "place", *PartyRow.__struct_fields__)
_INSERT_TRANSCRIPT = _insert("call_transcripts", "content", "transcript")


def insert_contents(state: State, contents: Iterable[Content]) -> range:
    """Add contents; give their numbers, in the same order."""
    last = state.row("SELECT coalesce(max(content), 0) FROM call_blocks")
    first = number = (last[0] if last else 0) + 1
    blocks, parties, transcripts = [], [], []
    for content in contents:
        blocks.append((number, *msgspec.structs.astuple(content.blocks)))
        parties += [
            (number, place, *msgspec.structs.astuple(party))
            for place, party in enumerate(content.parties)
        ]
        if content.transcript is not None:
            transcripts.append((number, content.transcript))
        number += 1
    state.execute_many(_INSERT_BLOCKS, iter(blocks))
    state.execute_many(_INSERT_PARTY, iter(parties))
    state.execute_many(_INSERT_TRANSCRIPT, iter(transcripts))
    return range(first, number)


def insert_calls(state: State, rows: Iterable[tuple[int, CallRow]]) -> None:
    """Add calls, each with the number of its content."""
    state.execute_many(
        _INSERT_CALL, ((content, *msgspec.structs.astuple(row)) for content, row in rows)
    )
