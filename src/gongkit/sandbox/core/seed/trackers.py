"""The trackers of a demo company, and how they are found in what was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from gongkit.contract.types.call_details import CallTracker, TrackerOccurrence, TrackerPhrase
from gongkit.sandbox.core.seed.companies import Blueprint
from gongkit.sandbox.core.seed.conversation import Conversation
from gongkit.sandbox.core.seed.dice import Dice


class Tracker(msgspec.Struct, frozen=True, gc=False):
    """A tracker: by keywords in lower case, or by concept (a smart one).

    `keywords` are given by language. `workspace` is the place of the workspace whose calls
    it looks at; None for those of all.
    """

    id: str
    name: str
    keywords: tuple[tuple[str, tuple[str, ...]], ...] = ()
    concept: str | None = None
    workspace: int | None = None

    @property
    def phrases(self) -> tuple[str, ...]:
        """All keywords, whatever their language."""
        return tuple(phrase for _, phrases in self.keywords for phrase in phrases)


_ENGLISH: dict[str, tuple[str, ...]] = {
    "Pricing": ("price", "discount", "budget"),
    "Security": (
        "security review",
        "security questionnaire",
        "soc 2",
        "single sign-on",
        "encrypted",
        "penetration test",
    ),
    "Next Steps": ("next step", "follow up", "invitation", "recap"),
    "Timing": ("deadline", "roll-out", "this month", "this year", "two weeks"),
    "Decision Makers": ("cfo", "coo", "procurement", "legal", "signs"),
    "Integrations": ("api", "integration", "test environment"),
    "Adoption": ("training", "active last week", "power users", "adoption"),
}
_GERMAN: dict[str, tuple[str, ...]] = {
    "Pricing": ("rabatt", "listenpreis"),
    "Security": ("dsgvo",),
    "Next Steps": ("nächsten schritt", "einladung"),
    "Timing": ("sommerstillstand",),
    "Decision Makers": ("einkauf",),
    "Integrations": ("schnittstelle",),
}
_WORKSPACES = {"Decision Makers": 0, "Adoption": 1}

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
    trackers = [
        Tracker(
            dice.gong_id(),
            name,
            tuple(_by_language(name, phrases, german=blueprint.german is not None)),
            workspace=_WORKSPACES.get(name),
        )
        for name, phrases in {"Competitors": names, **_ENGLISH}.items()
    ]
    trackers += [
        Tracker(dice.gong_id(), name, concept=concept) for name, concept in _CONCEPTS.items()
    ]
    return trackers


def _by_language(
    name: str, english: tuple[str, ...], *, german: bool
) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "eng", english
    if german and name in _GERMAN:
        yield "deu", _GERMAN[name]


def trackers_of(trackers: list[Tracker], workspace: int) -> list[Tracker]:
    """Give the trackers that look at the calls of a workspace."""
    return [one for one in trackers if one.workspace in {None, workspace}]


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
