"""The demo data as tests look at it: every call decoded, with its parties and its transcript."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from gongkit.sandbox.core.calls.rows import CALL_ID, FORM, PARTY
from gongkit.sandbox.core.seed.planting import plant
from gongkit.sandbox.core.state import State, open_state

NOW = 1_795_186_800.0
"""Friday 20 November 2026, 15:00 in UTC."""

BLOCKS = (
    "structure",
    "topics",
    "trackers",
    "tracker_occurrences",
    "brief",
    "outline",
    "highlights",
    "call_outcome",
    "key_points",
    "speakers",
    "interaction_stats",
    "video",
    "questions",
    "public_comments",
)


@dataclass(frozen=True)
class Said:
    """One sentence, with its speaker and topic."""

    speaker: str
    topic: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class DemoCall:
    """A call with everything that is kept of it."""

    company: str
    started: float
    visible_at: float
    transcript_at: float
    meta: dict[str, Any]
    parties: list[dict[str, Any]]
    contexts: list[dict[str, Any]]
    """The call's CRM context: ids alone, values of now, values at the time."""
    blocks: dict[str, Any]
    monologues: list[dict[str, Any]]
    said: list[Said] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.said.extend(
            Said(part["speakerId"], part["topic"], **sentence)
            for part in self.monologues
            for sentence in part["sentences"]
        )

    @property
    def id(self) -> str:
        """The call's id."""
        call_id: str = self.meta["id"]
        return call_id

    def party(self, speaker: str) -> dict[str, Any]:
        """Find who spoke."""
        return next(party for party in self.parties if party.get("speakerId") == speaker)

    def is_internal(self, speaker: str) -> bool:
        """Tell whether a speaker belongs to the company."""
        return bool(self.party(speaker)["affiliation"] == "Internal")


def planted_state(seed: str = "1", now: float = NOW) -> State:
    """Plant the demo data into a new state."""
    state = open_state(None)
    plant(state, seed, now)
    return state


def dump(state: State) -> dict[str, list[tuple[Any, ...]]]:
    """Read all tables, the database's own settings aside."""
    names = state.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'meta' ORDER BY name"
    )
    return {name: state.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for (name,) in names}


def read_calls(state: State) -> list[DemoCall]:
    """Read all calls."""
    columns = ", ".join(BLOCKS)
    rows = state.rows(
        "SELECT name, started, visible_at, transcript_at, meta, transcript, context, parties,"
        f" {columns} FROM calls c JOIN companies ON companies.id = company_id"
        " JOIN call_blocks USING (content) JOIN call_transcripts USING (content)"
        " ORDER BY number"
    )
    return [_call(row) for row in rows]


def _call(row: tuple[Any, ...]) -> DemoCall:
    company, started, visible_at, transcript_at, meta, transcript, context, parties, *blocks = row
    decoded = json.loads(meta)
    told = json.loads(transcript.replace(CALL_ID, decoded["id"].encode()))
    assert told["callId"] == decoded["id"]
    return DemoCall(
        company=company,
        started=started,
        visible_at=visible_at,
        transcript_at=transcript_at,
        meta=decoded,
        parties=[json.loads(party + b"}") for party in parties.split(PARTY)],
        contexts=[json.loads(b"{%b}" % form) for form in (context or b"").split(FORM) if form],
        blocks={name: _member(block) for name, block in zip(BLOCKS, blocks, strict=True) if block},
        monologues=told["transcript"],
    )


def _member(block: bytes) -> Any:
    (value,) = json.loads(b"{%b}" % block).values()
    return value
