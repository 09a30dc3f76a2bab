"""What was said and written: the sentences of calls and emails, and what is kept of calls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from gongkit.decoders import decoder_of
from gongkit.sandbox.core.areas.entities.activity import FoundCall, FoundEmail
from gongkit.sandbox.core.areas.entities.extraction import Line
from gongkit.sandbox.core.calls.rows import CALL_ID, PARTY
from gongkit.sandbox.core.state import State, listed

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n+(?:- )?")
_NAMELESS = "Somebody"


class _Sentence(msgspec.Struct, gc=False):
    text: str = ""


class _Monologue(msgspec.Struct, rename="camel", gc=False):
    speaker_id: str = ""
    topic: str | None = None
    sentences: list[_Sentence] = []


class _Transcript(msgspec.Struct, gc=False):
    transcript: list[_Monologue]


class _Party(msgspec.Struct, rename="camel", gc=False):
    speaker_id: str | None = None
    name: str | None = None


class _Item(msgspec.Struct, gc=False):
    text: str = ""


class _Section(msgspec.Struct, gc=False):
    title: str = ""
    items: list[_Item] = []


class Told(msgspec.Struct, rename="camel", gc=False):
    """What is kept about a call: its brief, its key points, and its highlights."""

    brief: str | None = None
    key_points: list[_Item] = []
    highlights: list[_Section] = []

    @property
    def points(self) -> list[str]:
        """The key points' texts."""
        return [item.text for item in self.key_points]

    @property
    def next_steps(self) -> list[str]:
        """What was agreed on."""
        steps = (section for section in self.highlights if section.title == "Next steps")
        return [item.text for section in steps for item in section.items]


_transcript = decoder_of(_Transcript).decode
_party = decoder_of(_Party).decode
_told = decoder_of(Told).decode


def lines_of_calls(state: State, calls: Sequence[FoundCall]) -> list[Line]:
    """Read the transcripts, sentence by sentence. Who speaks is told by speaker id."""
    found = _by_content(state, "content, transcript FROM call_transcripts", calls)
    return [
        Line(sentence.text, monologue.speaker_id, monologue.topic or "", source)
        for source, call in enumerate(calls)
        if call.content in found
        for monologue in _transcript(found[call.content][0].replace(CALL_ID, b"", 1)).transcript
        for sentence in monologue.sentences
    ]


def lines_of_emails(emails: Sequence[FoundEmail], first: int) -> list[Line]:
    """Divide emails into sentences; their sources are numbered from `first` on."""
    return [
        Line(text, email.sender, "", source)
        for source, email in enumerate(emails, first)
        for text in _SENTENCE_END.split(email.body)
    ]


def names_of_speakers(state: State, calls: Iterable[FoundCall]) -> dict[str, str]:
    """Give the names of those who speak in some calls, by speaker id."""
    found = _by_content(state, "content, parties FROM call_blocks", calls)
    parties = [
        _party(party + b"}") for (encoded,) in found.values() for party in encoded.split(PARTY)
    ]
    return {party.speaker_id: party.name or _NAMELESS for party in parties if party.speaker_id}


def told_of_calls(state: State, calls: Sequence[FoundCall], now: float) -> list[Told]:
    """Read what is kept about calls; nothing where a call's brief is not there yet."""
    found = _by_content(state, "content, brief, key_points, highlights FROM call_blocks", calls)
    return [
        _read_told(found[call.content])
        if call.brief_at is not None and call.brief_at <= now
        else Told()
        for call in calls
    ]


def _read_told(blocks: Sequence[bytes | None]) -> Told:
    return _told(b"{%b}" % b",".join([block for block in blocks if block]))


def _by_content(
    state: State, columns: str, calls: Iterable[FoundCall]
) -> dict[int, tuple[Any, ...]]:
    contents = listed([call.content for call in calls])
    rows = state.rows(
        f"SELECT {columns} WHERE content IN (SELECT value FROM json_each(?))",  # noqa: S608
        contents,
    )
    return {content: tuple(found) for content, *found in rows}
