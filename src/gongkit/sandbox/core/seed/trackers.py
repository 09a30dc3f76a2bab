"""The trackers of a demo company, and how they are found in what was said."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from gongkit.contract.types.call_details import TrackerDto, TrackerOccurrence, TrackerPhrase
from gongkit.sandbox.core.seed.companies import Blueprint
from gongkit.sandbox.core.seed.conversation import Conversation
from gongkit.sandbox.core.seed.dice import Dice


@dataclass(frozen=True, slots=True)
class Tracker:
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




class Finder:
    """Looks for trackers in one conversation."""

    def __init__(self, talk: Conversation, speakers: list[str]) -> None:
        self._talk = talk
        self._speakers = speakers
        self._text = "\n".join(talk.texts).lower()
        self._ends = list(accumulate(len(text) + 1 for text in talk.texts))

    def find(self, tracker: Tracker) -> TrackerDto:
        """Count the tracker, with each moment at which it was triggered."""
        if tracker.concept:
            occurrences = [
                self._occurrence(sentence)
                for concept, sentence in self._talk.concepts
                if concept == tracker.concept
            ]
            kind, phrases = "SMART", []
        else:
            phrases = [self._phrase(phrase) for phrase in tracker.phrases if phrase in self._text]
            phrases = [phrase for phrase in phrases if phrase.count]
            found = [moment for phrase in phrases for moment in phrase.occurrences or ()]
            kind, occurrences = "KEYWORD", sorted(found, key=_start)
        return TrackerDto(
            id=tracker.id,
            name=tracker.name,
            count=len(occurrences),
            type=kind,
            occurrences=occurrences,
            phrases=phrases,
        )

    def _phrase(self, phrase: str) -> TrackerPhrase:
        text, occurrences = self._text, []
        at = text.find(phrase)
        while at >= 0:
            end = at + len(phrase)
            before, after = text[at - 1 : at], text[end : end + 1]
            if not (before.isalnum() or after.isalnum()):
                occurrences.append(self._occurrence(bisect_right(self._ends, at)))
            at = text.find(phrase, end)
        return TrackerPhrase(count=len(occurrences), occurrences=occurrences, phrase=phrase)

    def _occurrence(self, sentence: int) -> TrackerOccurrence:
        talk = self._talk
        return TrackerOccurrence(
            start_time=talk.starts[sentence] / 1000,
            speaker_id=self._speakers[talk.roles[sentence]],
        )


def _start(occurrence: TrackerOccurrence) -> float:
    return occurrence.start_time or 0.0


def without_occurrences(tracker: TrackerDto) -> TrackerDto:
    """Give the counts only."""
    return TrackerDto(
        id=tracker.id,
        name=tracker.name,
        count=tracker.count,
        type=tracker.type,
        phrases=[
            TrackerPhrase(count=phrase.count, phrase=phrase.phrase)
            for phrase in tracker.phrases or ()
        ],
    )
