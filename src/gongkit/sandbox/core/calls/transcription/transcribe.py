"""Makes the transcript of an uploaded call, and everything that is computed from it."""

from __future__ import annotations

import msgspec

from gongkit.contract.types.call_details import Party
from gongkit.contract.types.call_uploads import NewCallAddingRequest
from gongkit.sandbox.core.calls.rows import BlocksRow, encode_transcript, pieces
from gongkit.sandbox.core.calls.transcription.speakers import Speakers
from gongkit.sandbox.core.calls.transcription.timing import arranged, filled, spread, stretches
from gongkit.sandbox.core.calls.transcription.words import Imagination, speaks_german
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.seed.analysis import Analysis
from gongkit.sandbox.core.seed.companies import BLUEPRINTS, Blueprint
from gongkit.sandbox.core.seed.conversation import Conversation
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.slots import account_slots, call_slots
from gongkit.sandbox.core.seed.trackers import Finder, Tracker, make_trackers, trackers_of
from gongkit.sandbox.core.seed.writing import (
    add_content,
    add_interaction,
    add_trackers,
    converse,
)
from gongkit.sandbox.core.state import State

SEED = "seed"
"""The setting of the state that its demo data was planted with."""


class Recorded(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A call whose recording is there.

    `parties` are those of the request, as the API shows them; those who speak get their
    speaker ids. `workspace` and `account` are names; there may be no account. `duration`
    is in seconds, None where nobody knows it.
    """

    call_id: str
    request: NewCallAddingRequest
    parties: list[Party]
    workspace: str
    account: str | None
    duration: int | None
    video: bool


class Heard(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a recording held.

    `duration` is seconds, `language` the one that was spoken; of `blocks` what was said
    gave them.
    """

    duration: int
    language: str
    blocks: BlocksRow
    transcript: bytes


class _Ear(msgspec.Struct, frozen=True):
    """What is needed to make the transcripts of one company, and costly to make."""

    blueprint: Blueprint
    imagination: Imagination
    trackers: list[Tracker]

    def finder_in(self, workspace: str) -> Finder:
        """Find what the trackers of a workspace look for."""
        names = [name for name, _ in self.blueprint.workspaces]
        place = names.index(workspace) if workspace in names else len(names)
        return Finder(trackers_of(self.trackers, place))


def transcribe(state: State, company: Company, call: Recorded) -> Heard:
    """Write what was said in a call, and compute the rest from it."""
    ear, dice = _ear(state, company), Dice("recording", call.call_id)
    speakers = Speakers(call.parties, call.request.parties, call.request.primary_user)
    planned, account = ear.imagination.plan(call.request, speakers, call.account, dice)
    slots = call_slots(ear.blueprint, planned, account_slots(ear.blueprint, account))
    written = converse(ear.blueprint, planned, slots, dice)
    talk = _timed(written, call, speakers)
    seconds = call.duration or max(1, -(-max(talk.ends) // 1000))
    cast = speakers.cast(dice, set(talk.roles))
    told = Analysis(talk, cast, seconds)
    blocks = BlocksRow(parties=pieces(map(msgspec.json.encode, call.parties)))
    add_content(blocks, told, planned.kind, slots, german=account.german)
    add_trackers(blocks, ear.finder_in(call.workspace), talk, cast.speakers)
    add_interaction(blocks, told, video=call.video)
    return Heard(
        duration=seconds,
        language="deu" if account.german else "eng",
        blocks=blocks,
        transcript=encode_transcript(told.monologues()),
    )


def understands(company: Company, code: str) -> bool:
    """Tell whether the sandbox has words in a language, for the calls of a company."""
    return code.lower().startswith("en") or speaks_german(_blueprint(company), code)


def _timed(written: Conversation, call: Recorded, speakers: Speakers) -> Conversation:
    timeline, duration = call.request.speakers_timeline, call.duration
    places = {
        speaker.party_id: (place, speaker.internal)
        for place, speaker in enumerate(speakers.all)
        if speaker.party_id is not None
    }
    segments = (timeline and timeline.speech_segments) or []
    found = stretches(segments, places, duration)
    if found:
        return arranged(written, filled(written, found))
    return arranged(written, spread(written, speakers.by_role(), duration))


def _ear(state: State, company: Company) -> _Ear:
    key = ("transcription", company.id)
    ear: _Ear | None = state.memory.get(key)
    if ear is None:
        seed, blueprint = state.meta(SEED) or "", _blueprint(company)
        trackers = make_trackers(blueprint, seed)
        ear = state.memory[key] = _Ear(blueprint, Imagination(blueprint, seed), trackers)
    return ear


def _blueprint(company: Company) -> Blueprint:
    return next((each for each in BLUEPRINTS if each.name == company.name), BLUEPRINTS[0])
