"""A call as its own page shows it: what it was, who took part, what was said."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from gongkit.contract.types.call_details import Party
from gongkit.contract.types.calls import CallBasicData, CallTranscript
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.calls.rows import CALL_ID, PARTY
from gongkit.sandbox.core.permissions.visibility import seen_by
from gongkit.sandbox.core.state import State


class Spoken(NamedTuple):
    """What somebody said before another spoke; `at` is in seconds from the call's start."""

    at: int
    speaker: str
    text: str


class ShownCall(NamedTuple):
    """A call. `started` is in seconds since the epoch; nothing is said before it is transcribed."""

    meta: CallBasicData
    started: float
    account_id: str | None
    people: list[Party]
    brief: str | None
    spoken: list[Spoken]


def find_call(
    state: State, company_id: str, user_id: str, call_id: str, now: float
) -> ShownCall | None:
    """Find a call of a company that has been processed, and that the user may see."""
    condition, values = seen_by(state, company_id, user_id)
    rows = state.rows(
        "SELECT content, meta, started, account_id, transcript_at, brief_at FROM calls"  # noqa: S608
        f" WHERE company_id = ? AND id = ? AND visible_at <= ? AND ({condition})",
        company_id,
        call_id,
        now,
        *values,
    )
    if not rows:
        return None
    content, meta, started, account_id, transcript_at, brief_at = rows[0]
    people, brief = _blocks(state, content)
    is_transcribed = transcript_at is not None and transcript_at <= now
    return ShownCall(
        meta=decoder_of(CallBasicData).decode(meta),
        started=started,
        account_id=account_id,
        people=people,
        brief=brief if brief_at is not None and brief_at <= now else None,
        spoken=_spoken(state, content, people) if is_transcribed else [],
    )


def _blocks(state: State, content: int) -> tuple[list[Party], str | None]:
    sql = "SELECT parties, brief FROM call_blocks WHERE content = ?"
    ((parties, brief),) = state.rows(sql, content)
    people = [decoder_of(Party).decode(each + b"}") for each in parties.split(PARTY)]
    return people, msgspec.json.decode(b"{%b}" % brief)["brief"] if brief else None


def _spoken(state: State, content: int, people: list[Party]) -> list[Spoken]:
    sql = "SELECT transcript FROM call_transcripts WHERE content = ?"
    names = {each.speaker_id: each.name for each in people}
    return [
        Spoken(
            at=(monologue.sentences[0].start or 0) // 1000,
            speaker=names.get(monologue.speaker_id) or "Somebody",
            text=" ".join(sentence.text or "" for sentence in monologue.sentences),
        )
        for (encoded,) in state.rows(sql, content)
        for monologue in _transcript(encoded).transcript or ()
        if monologue.sentences
    ]


def _transcript(encoded: bytes) -> CallTranscript:
    return decoder_of(CallTranscript).decode(encoded.replace(CALL_ID, b"0"))
