"""The trackers of a demo company, and how they are found in what was said."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gongkit.contract.types.call_details import CallTracker, TrackerOccurrence, TrackerPhrase
from gongkit.sandbox.core.seed.companies import Blueprint
from gongkit.sandbox.core.seed.conversation import Conversation
from gongkit.sandbox.core.seed.dice import Dice


class Tracker(msgspec.Struct, frozen=True, gc=False):
    """A tracker: by phrases (lower case, English and German), or by concept (a smart one)."""

    id: str
    name: str
    phrases: tuple[str, ...] = ()
    concept: str | None = None


_KEYWORDS: dict[str, tuple[str, ...]] = {
    "Pricing": ("price", "discount", "budget", "rabatt", "listenpreis"),
    "Security": (
        "security review",
        "security questionnaire",
        "soc 2",
        "single sign-on",
        "encrypted",
        "penetration test",
        "dsgvo",
    ),
    "Next Steps": (
        "next step",
        "follow up",
        "invitation",
        "recap",
        "nächsten schritt",
        "einladung",
    ),
    "Timing": ("deadline", "roll-out", "this month", "this year", "two weeks", "sommerstillstand"),
    "Decision Makers": ("cfo", "coo", "procurement", "legal", "signs", "einkauf"),
    "Integrations": ("api", "integration", "test environment", "schnittstelle"),
    "Adoption": ("training", "active last week", "power users", "adoption"),
}

_CONCEPTS = {
    "Customer Pain": "pain",
    "Objections": "objection",
    "Commitment": "commitment",
    "Value Recognized": "value",
    "Churn Risk": "risk",
}


def make_trackers(blueprint: Blueprint, seed: str) -> list[Tracker]:
    """Make the company's trackers; that of competitors looks for its own ones."""
    dice = Dice(seed, blueprint.name, "trackers")
    names = tuple(competitor.name.lower() for competitor in blueprint.offer.competitors)
    keywords = {"Competitors": names, **_KEYWORDS}
    trackers = [Tracker(dice.gong_id(), name, phrases) for name, phrases in keywords.items()]
    trackers += [
        Tracker(dice.gong_id(), name, concept=concept) for name, concept in _CONCEPTS.items()
    ]
    return trackers


Hit = tuple[str, int, int]
"""A phrase, its tracker's place, and how often it was said."""
Moments = dict[str, list[TrackerOccurrence]]
"""The moments of each phrase of a tracker."""


class Finder:
    """Looks for trackers in conversations, and encodes what it finds.

    Most sentences are said in many calls, and most trackers find nothing in a call:
    the phrases of a sentence and the trackers without a find are remembered.
    """

    def __init__(self, trackers: list[Tracker]) -> None:
        self._trackers = trackers
        self._phrases = [
            (phrase, place) for place, found in enumerate(trackers) for phrase in found.phrases
        ]
        self._concepts = {
            tracker.concept: place for place, tracker in enumerate(trackers) if tracker.concept
        }
        self._known: dict[str, list[Hit]] = {}
        self._no_counts = [_encode(tracker, 0) for tracker in trackers]
        self._no_moments = [_encode(tracker, 0, (), []) for tracker in trackers]

    def find(self, talk: Conversation, speakers: list[str]) -> tuple[bytes, bytes]:
        """Encode the trackers' counts, without the moments and with them."""
        phrases = self._said(talk, speakers)
        found = {place: _all(moments) for place, moments in phrases.items()}
        for concept, sentence in talk.concepts:
            moments = found.setdefault(self._concepts[concept], [])
            moments.append(_occurrence(talk, speakers, sentence))
        counts, moments_too = self._no_counts.copy(), self._no_moments.copy()
        for place, moments in found.items():
            tracker, said = self._trackers[place], phrases.get(place, {})
            plain = [TrackerPhrase(count=len(at), phrase=phrase) for phrase, at in said.items()]
            counts[place] = _encode(tracker, len(moments), plain)
            timed = [
                TrackerPhrase(count=len(at), occurrences=at, phrase=phrase)
                for phrase, at in said.items()
            ]
            moments_too[place] = _encode(tracker, len(moments), timed, moments)
        return b",".join(counts), b",".join(moments_too)

    def _said(self, talk: Conversation, speakers: list[str]) -> dict[int, Moments]:
        """Find the phrases that were said, by the tracker's place."""
        said: dict[int, Moments] = {}
        known = self._known
        for sentence, text in enumerate(talk.texts):
            hits = known.get(text)
            if hits is None:
                hits = known[text] = self._look(text.lower())
            for phrase, place, times in hits:
                moment = _occurrence(talk, speakers, sentence)
                moments = said.setdefault(place, {}).setdefault(phrase, [])
                moments += [moment] * times
        return said

    def _look(self, text: str) -> list[Hit]:
        """Find the phrases that stand in a sentence as whole words, and how often."""
        hits = [
            (phrase, place, _whole_words(phrase, text))
            for phrase, place in self._phrases
            if phrase in text
        ]
        return [hit for hit in hits if hit[2]]


def _whole_words(phrase: str, text: str) -> int:
    times = 0
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        times += not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum())
        at = text.find(phrase, end)
    return times


def _occurrence(talk: Conversation, speakers: list[str], sentence: int) -> TrackerOccurrence:
    return TrackerOccurrence(
        start_time=talk.starts[sentence] / 1000, speaker_id=speakers[talk.roles[sentence]]
    )


def _all(phrases: Moments) -> list[TrackerOccurrence]:
    """Put the moments of all phrases in order."""
    found = [moment for moments in phrases.values() for moment in moments]
    return sorted(found, key=lambda moment: moment.start_time or 0.0)


def _encode(
    tracker: Tracker,
    count: int,
    phrases: Sequence[TrackerPhrase] = (),
    occurrences: list[TrackerOccurrence] | None = None,
) -> bytes:
    return msgspec.json.encode(
        CallTracker(
            id=tracker.id,
            name=tracker.name,
            count=count,
            type="SMART" if tracker.concept else "KEYWORD",
            occurrences=occurrences,
            phrases=list(phrases),
        )
    )
