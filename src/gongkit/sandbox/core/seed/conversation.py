"""Writes a conversation: picks exchanges for each scene, fills their slots, and times it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import gcd

import msgspec

from gongkit.contract.types.calls import Sentence
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.script import ROLES, Exchange, Part, Scene
from gongkit.sandbox.core.seed.slots import Item, Slots


class Moment(msgspec.Struct, gc=False):
    """An exchange as it took place: its first sentence, and what can be said about it."""

    scene: int
    first: int
    outline: str
    points: list[str]
    next_steps: list[str]
    comments: list[str]


Turn = tuple[int, int, list[Sentence]]
"""What one role said without interruption, and within one scene: (role, scene, sentences)."""


class Conversation(msgspec.Struct, gc=False):
    """What was said, in turns and sentence by sentence. Times are in milliseconds.

    `texts`, `starts`, `ends` and `roles` have an entry for each sentence; roles are
    indexes into `ROLES`, scenes into `topics`. `concepts` names the sentences that
    show one, as (concept, sentence).
    """

    topics: list[str] = msgspec.field(default_factory=list)
    turns: list[Turn] = msgspec.field(default_factory=list)
    texts: list[str] = msgspec.field(default_factory=list)
    starts: list[int] = msgspec.field(default_factory=list)
    ends: list[int] = msgspec.field(default_factory=list)
    roles: list[int] = msgspec.field(default_factory=list)
    concepts: list[tuple[str, int]] = msgspec.field(default_factory=list)
    moments: list[Moment] = msgspec.field(default_factory=list)


class Writer:
    """Writes one conversation.

    `flags` say what the call has (see `script.py`). `place` is where the call stands: the
    number of its story, and its position in it. It decides which exchanges are used, so
    that the next call of a story uses others.
    """

    def __init__(
        self, dice: Dice, slots: Slots, flags: frozenset[str], place: tuple[int, int]
    ) -> None:
        self._dice = dice
        self._slots = slots
        self._flags = flags
        self._variety, self._position = place
        self._said: set[str] = set()
        self._pace = [365 + dice.below(120) for _ in ROLES]
        self._clock = 800 + dice.below(5200)
        self._talk = Conversation()

    def write(self, parts: Sequence[Part], items: dict[str, list[Item]]) -> Conversation:
        """Write the scenes one after the other; `items` are what some of them go through."""
        for scene, low, high in parts:
            count = self._dice.between(low, high)
            if not count:
                continue
            if self._talk.topics[-1:] != [scene.topic]:
                self._talk.topics.append(scene.topic)
            if scene.each:
                self._go_through(scene, items[scene.each], count)
            else:
                for exchange in self._choose(scene, count):
                    self._speak(exchange, self._slots)
        return self._talk

    def _choose(self, scene: Scene, count: int) -> list[Exchange]:
        """Choose exchanges that fit, in the order in which they are written."""
        fitting = _fitting(scene, self._flags)
        chosen = [place for place, exchange in enumerate(fitting) if exchange.always]
        groups = {fitting[place].group for place in chosen} - {None}
        for place in self._walk(scene, len(fitting)):
            if len(chosen) >= count:
                break
            exchange = fitting[place]
            if place not in chosen and (exchange.group is None or exchange.group not in groups):
                chosen.append(place)
                groups.add(exchange.group)
        return [fitting[place] for place in sorted(chosen)]

    def _go_through(self, scene: Scene, items: list[Item], count: int) -> None:
        """Use each exchange for another item; one of the group `opener` comes first."""
        fitting = _fitting(scene, self._flags | {"competitor"})
        order = [fitting[place] for place in self._walk(scene, len(fitting))]
        opener = next((exchange for exchange in order if exchange.group == "opener"), None)
        rest = list(items)
        for exchange in sorted(order, key=lambda exchange: exchange is not opener):
            item = _item_for(exchange, rest, self._slots)
            if item is None:
                continue
            self._speak(exchange, self._slots | item[1])
            rest.remove(item)
            count -= 1
            if not count:
                return

    def _walk(self, scene: Scene, length: int) -> tuple[int, ...]:
        """Visit the places of a scene's exchanges, from another one in each call of a story."""
        start = (self._variety ^ scene.number) + 11 * self._position
        return _walked(length, start % (5 * length)) if length else ()

    def _speak(self, exchange: Exchange, slots: Slots) -> None:
        talk, random, pace, said = self._talk, self._dice.random, self._pace, self._said
        scene = len(talk.topics) - 1
        talk.moments.append(_moment(exchange, slots, scene, len(talk.texts)))
        clock, texts, starts, ends = self._clock, talk.texts, talk.starts, talk.ends
        roles, (before, before_scene, sentences) = talk.roles, _last_turn(talk)
        for role, text, concept in exchange.lines:
            if "{" in text:
                text = text.format_map(slots)  # noqa: PLW2901
            if text in said:
                continue
            said.add(text)
            if concept:
                talk.concepts.append((concept, len(texts)))
            clock += int(130 + 330 * random()) if role == before else int(200 + 1700 * random())
            if role != before or scene != before_scene:
                before, before_scene, sentences = role, scene, []
                talk.turns.append((role, scene, sentences))
            begin = clock
            clock += int((text.count(" ") + 1) * pace[role] * (0.9 + 0.2 * random())) + 160
            texts.append(text)
            roles.append(role)
            starts.append(begin)
            ends.append(clock)
            sentences.append(Sentence(start=begin, end=clock, text=text))
        self._clock = clock


def _moment(exchange: Exchange, slots: Slots, scene: int, first: int) -> Moment:
    return Moment(
        scene,
        first,
        exchange.outline.format_map(slots),
        [text.format_map(slots) for text in exchange.points],
        [text.format_map(slots) for text in exchange.next_steps],
        [text.format_map(slots) for text in exchange.comments],
    )


def _last_turn(talk: Conversation) -> Turn:
    return talk.turns[-1] if talk.turns else (-1, -1, [])


@cache
def _fitting(scene: Scene, flags: frozenset[str]) -> list[Exchange]:
    """List the exchanges of a scene that a call with these flags can have."""
    return [exchange for exchange in scene.exchanges if exchange.needs <= flags]


@cache
def _walked(length: int, offset: int) -> tuple[int, ...]:
    """Visit all places once, from one that the offset gives, in steps that it gives too."""
    step = offset % 5 + 2
    while gcd(step, length) != 1:
        step += 1
    return tuple([(offset + turn * step) % length for turn in range(length)])


def _item_for(exchange: Exchange, items: list[Item], slots: Slots) -> Item | None:
    """Find an item that the exchange's speakers can talk about."""
    speakers = {ROLES[role] for role, _, _ in exchange.lines}
    for item in items:
        role, own = item
        if role and role not in speakers:
            continue
        if "competitor" in exchange.needs and "competitor" not in own and role:
            continue
        if "competitor" in exchange.needs and "competitor" not in slots and not role:
            continue
        return item
    return None
