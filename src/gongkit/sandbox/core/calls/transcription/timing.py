"""When each sentence of an uploaded call is said: over its duration, or as its timeline has it.

Speakers are places in the list of the call's speakers. A timeline decides who speaks
when: each stretch is filled with sentences of the speaker's side, in the order of the
conversation, which begins again when it is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gongkit.contract.types.call_uploads import SpeechSegment
from gongkit.contract.types.calls import Sentence
from gongkit.sandbox.core.seed.conversation import Conversation, Moment
from gongkit.sandbox.core.seed.script import ROLES

_WORD_MS, _BREATH_MS = 420, 160
_MOST_SENTENCES = 5000
"""A longer timeline is filled so far."""
_COMPANY_ROLES = "RS"


class Placed(NamedTuple):
    """A sentence of the written conversation with its speaker and time (milliseconds).

    `turn` counts how often the conversation began before it.
    """

    sentence: int
    turn: int
    speaker: int
    start: int
    end: int


class Stretch(NamedTuple):
    """Somebody speaks from `start` to `end` (milliseconds); `internal`: for the company."""

    speaker: int
    internal: bool
    start: int
    end: int


def spread(talk: Conversation, by_role: Sequence[int | None], duration: int | None) -> list[Placed]:
    """Spread the conversation over so many seconds; one that is too long is cut.

    Without a duration it takes the time that it takes.
    """
    natural = talk.ends[-1]
    total = natural if duration is None else duration * 1000
    factor = max(1.0, total / (natural + 1000))
    placed = []
    for number, (role, start, end) in enumerate(
        zip(talk.roles, talk.starts, talk.ends, strict=True)
    ):
        begin = int(start * factor)
        placed.append(Placed(number, 0, by_role[role] or 0, begin, begin + end - start))
    fitting = [one for one in placed if one.end <= total]
    if fitting:
        return fitting
    return [placed[0]._replace(start=min(placed[0].start, total // 4), end=total)]


def stretches(
    segments: Sequence[SpeechSegment], places: dict[str, tuple[int, bool]], duration: int | None
) -> list[Stretch]:
    """Read a timeline, in the order of time.

    Whoever shares a segment speaks one after the other in it. `places` gives the speaker
    of each party id, and whether they are of the company. What lies beyond the call's
    duration is left out.
    """
    last = None if duration is None else duration * 1000
    found: list[Stretch] = []
    for segment in segments:
        end = segment.to_time if last is None else min(segment.to_time, last)
        length = end - segment.from_time
        share = len(segment.party_ids)
        for turn, party_id in enumerate(segment.party_ids):
            begin = segment.from_time + length * turn // share
            until = segment.from_time + length * (turn + 1) // share
            if begin < until:
                found.append(Stretch(*places[party_id], begin, until))
    return sorted(found, key=lambda each: (each.start, each.end))


def filled(talk: Conversation, timeline: Sequence[Stretch]) -> list[Placed]:
    """Fill the stretches of a timeline with sentences, in the order in which they begin."""
    lines = _Lines(talk)
    placed: list[Placed] = []
    for stretch in timeline:
        if len(placed) >= _MOST_SENTENCES:
            break
        length = stretch.end - stretch.start
        chosen = [lines.next(internal=stretch.internal)]
        spoken = lines.length(chosen[0])
        while spoken < length and len(placed) + len(chosen) < _MOST_SENTENCES:
            chosen.append(lines.next(internal=stretch.internal))
            spoken += lines.length(chosen[-1])
        placed += _within(stretch, chosen, [lines.length(each) for each in chosen])
    return sorted(placed, key=lambda each: each.start)


def _within(
    stretch: Stretch, chosen: list[tuple[int, int]], lengths: list[int]
) -> Iterator[Placed]:
    """Give each sentence its share of a stretch."""
    total, before = sum(lengths), 0
    duration = stretch.end - stretch.start
    for (sentence, turn), length in zip(chosen, lengths, strict=True):
        begin = stretch.start + duration * before // total
        before += length
        end = stretch.start + duration * before // total
        yield Placed(sentence, turn, stretch.speaker, begin, end)


class _Lines:
    """Gives out the sentences of each side, in order, again and again."""

    def __init__(self, talk: Conversation) -> None:
        self._talk = talk
        sides = [ROLES[role] in _COMPANY_ROLES for role in talk.roles]
        # Alone, or among colleagues, everybody says everything.
        self._sides: list[bool | None] = [*sides] if len(set(sides)) > 1 else [None] * len(sides)
        self._place, self._turn = 0, 0

    def next(self, *, internal: bool) -> tuple[int, int]:
        """Give the next sentence of a side, and how often the conversation began before."""
        while True:
            if self._place == len(self._sides):
                self._place, self._turn = 0, self._turn + 1
            side, place = self._sides[self._place], self._place
            self._place += 1
            if side is None or side is internal:
                return place, self._turn

    def length(self, chosen: tuple[int, int]) -> int:
        """Say how long a sentence takes, in milliseconds."""
        return (self._talk.texts[chosen[0]].count(" ") + 1) * _WORD_MS + _BREATH_MS


def arranged(talk: Conversation, placed: Sequence[Placed]) -> Conversation:
    """Put a conversation together from the sentences that are said, with their times."""
    scenes = [scene for _, scene, sentences in talk.turns for _ in sentences]
    moments = {moment.first: moment for moment in talk.moments}
    concepts = {sentence: concept for concept, sentence in talk.concepts}
    latest = _latest_moments(talk)
    out = Conversation()
    last_scene = last_turn = (-1, -1)
    told: set[int] = set()
    for number, one in enumerate(placed):
        scene = (one.turn, scenes[one.sentence])
        if scene != last_scene:
            out.topics.append(talk.topics[scenes[one.sentence]])
        place = len(out.topics) - 1
        if (one.speaker, place) != last_turn:
            out.turns.append((one.speaker, place, []))
        last_scene, last_turn = scene, (one.speaker, place)
        text = talk.texts[one.sentence]
        out.turns[-1][2].append(Sentence(start=one.start, end=one.end, text=text))
        out.texts.append(text)
        out.starts.append(one.start)
        out.ends.append(one.end)
        out.roles.append(one.speaker)
        if one.sentence in concepts:
            out.concepts.append((concepts[one.sentence], number))
        first = latest[one.sentence]
        if first not in told:
            told.add(first)
            out.moments.append(_moved(moments[first], place, number))
    return out


def _latest_moments(talk: Conversation) -> list[int]:
    """Give the first sentence of the moment that each sentence belongs to."""
    firsts = {moment.first for moment in talk.moments}
    latest, found = [], 0
    for number in range(len(talk.texts)):
        found = number if number in firsts else found
        latest.append(found)
    return latest


def _moved(moment: Moment, scene: int, first: int) -> Moment:
    return Moment(scene, first, moment.outline, moment.points, moment.next_steps, moment.comments)
