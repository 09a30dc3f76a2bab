"""What is computed from a conversation: the content and the interaction of a call.

Nothing here adds to what was said. Times come from the sentences: a call's talk time
is the sum of its sentences, pauses belong to nobody.
"""

from __future__ import annotations

from itertools import pairwise

from gongkit.contract.types.call_details import (
    CallHighlightsItem,
    CallHighlightsSection,
    CallInteractionStat,
    CallKeyPoint,
    CallOutlineItem,
    CallOutlineSection,
    CallTopic,
    Questions,
    StructurePart,
    UserSpeaker,
    VideoInteraction,
)
from gongkit.contract.types.calls import Monologue
from gongkit.sandbox.core.seed.cast import Cast
from gongkit.sandbox.core.seed.conversation import Conversation

_STRUCTURE = {
    "Small Talk": "Opening",
    "Call Setup": "Opening",
    "Product Demo": "Demo",
    "Pricing": "Commercials",
    "Negotiation": "Commercials",
    "Renewal": "Commercials",
    "Next Steps": "Next Steps",
    "Wrap-up": "Closing",
}
_ON_SCREEN = {"Product Demo", "Results"}
_KEY_POINTS = 6


class Analysis:
    """The figures of one conversation. Milliseconds inside, seconds in what is given out.

    `duration` is the call's length in seconds, pauses included.
    """

    def __init__(self, talk: Conversation, cast: Cast, duration: int) -> None:
        self._talk, self._cast, self._duration = talk, cast, duration
        self._spoken = [0] * len(cast.speakers)
        self._by_scene = [0] * len(talk.topics)
        self._scene_starts: list[int] = []
        self._stretches: list[tuple[int, int, int, int]] = []
        self._read()
        self._points = [point for moment in talk.moments for point in moment.points]
        self._agreed = self._next_steps()

    def _read(self) -> None:
        """Go through all turns once."""
        talk, spoken, by_scene = self._talk, self._spoken, self._by_scene
        place = begin = until = said = 0
        last_role = last_scene = -1
        for role, scene, sentences in talk.turns:
            start = talk.starts[place]
            if role != last_role:
                self._stretches.append((last_role, begin, until, said))
                last_role, begin, said = role, start, 0
            if scene != last_scene:
                self._scene_starts.append(place)
                last_scene = scene
            after = place + len(sentences)
            ms = sum(talk.ends[place:after]) - sum(talk.starts[place:after])
            spoken[role] += ms
            said += ms
            by_scene[scene] += ms
            until, place = talk.ends[after - 1], after
        self._stretches = [*self._stretches[1:], (last_role, begin, until, said)]

    def monologues(self) -> list[Monologue]:
        """Divide the conversation where the speaker or the topic changes."""
        speakers, topics = self._cast.speakers, self._talk.topics
        return [
            Monologue(speaker_id=speakers[role], topic=topics[scene], sentences=sentences)
            for role, scene, sentences in self._talk.turns
        ]

    def topics(self) -> list[CallTopic]:
        """Say how long each topic was talked about, in the order in which they came up."""
        spoken: dict[str, int] = {}
        for name, ms in zip(self._talk.topics, self._by_scene, strict=True):
            spoken[name] = spoken.get(name, 0) + ms
        return [CallTopic(name=name, duration=round(ms / 1000)) for name, ms in spoken.items()]

    def structure(self) -> list[StructurePart]:
        """Divide the whole call, pauses included, into parts that add up to its duration."""
        parts: list[StructurePart] = []
        begins: list[int] = []
        for topic, sentence in zip(self._talk.topics, self._scene_starts, strict=True):
            name = _STRUCTURE.get(topic, "Discussion")
            if not parts or parts[-1].name != name:
                parts.append(StructurePart(name=name))
                begins.append(self._talk.starts[sentence] // 1000 if begins else 0)
        for part, (begin, end) in zip(parts, pairwise([*begins, self._duration]), strict=True):
            part.duration = end - begin
        return parts

    def outline(self) -> list[CallOutlineSection]:
        """Give the scenes, and in each the exchanges with their moments."""
        talk = self._talk
        ends = [*self._scene_starts[1:], len(talk.ends)]
        sections = [
            CallOutlineSection(
                section=topic,
                start_time=talk.starts[first] / 1000,
                duration=(talk.ends[end - 1] - talk.starts[first]) / 1000,
                items=[],
            )
            for topic, first, end in zip(talk.topics, self._scene_starts, ends, strict=True)
        ]
        for moment in talk.moments:
            item = CallOutlineItem(text=moment.outline, start_time=talk.starts[moment.first] / 1000)
            items = sections[moment.scene].items
            if items is not None:
                items.append(item)
        return sections

    def _next_steps(self) -> list[CallHighlightsItem]:
        """List what was agreed on, with the moment of each."""
        found: dict[str, float] = {}
        for moment in self._talk.moments:
            for text in moment.next_steps:
                found.setdefault(text, self._talk.starts[moment.first] / 1000)
        return [CallHighlightsItem(text=text, start_times=[at]) for text, at in found.items()]

    def highlights(self) -> list[CallHighlightsSection]:
        """Collect what is worth hearing again: the next steps, and the key moments."""
        starts = self._talk.starts
        moments = [
            CallHighlightsItem(text=moment.points[0], start_times=[starts[moment.first] / 1000])
            for moment in self._talk.moments
            if moment.points
        ]
        sections = (("Next steps", self._agreed), ("Key moments", moments))
        return [
            CallHighlightsSection(title=title, items=items) for title, items in sections if items
        ]

    def key_points(self) -> list[CallKeyPoint]:
        """Give the most telling points, spread over the call."""
        step = max(1, -(-len(self._points) // _KEY_POINTS))
        return [CallKeyPoint(text=point) for point in self._points[::step]]

    def brief(self, opening: str, agreed: str) -> str:
        """Sum the call up: how it came about, two points from it, and what was agreed on."""
        points = self._points
        text = " ".join([opening, *points[:1], *points[len(points) // 2 + 1 :][:1]])
        return f"{text} {agreed} {self._agreed[-1].text}" if self._agreed else text

    def speakers(self) -> list[UserSpeaker]:
        """Say how long each party spoke."""
        cast = self._cast
        return [
            UserSpeaker(id=party, user_id=user, talk_time=ms / 1000)
            for party, user, ms in zip(cast.party_ids, cast.user_ids, self._spoken, strict=True)
            if ms
        ]

    def questions(self) -> Questions:
        """Count the sentences that end with a question mark, by side."""
        internal = self._cast.internal
        rows = zip(self._talk.roles, self._talk.texts, strict=True)
        asked = [internal[role] for role, text in rows if text[-1] == "?"]
        own = sum(asked)
        return Questions(company_count=own, non_company_count=len(asked) - own)

    def interaction_stats(self) -> list[CallInteractionStat]:
        """Compute Gong's statistics for the host (role 0).

        Talk Ratio is the host's share of all talk time. Longest Monologue and Longest
        Customer Story are the longest stretches, in seconds without pauses, of the host and
        of anybody from outside. Interactivity is the number of times a minute that the speaker
        changes. Patience is the mean pause, in seconds, before the host speaks after
        somebody else. Gong publishes the names, not the formulas.
        """
        stretches, internal = self._stretches, self._cast.internal
        own = [said for role, _, _, said in stretches if role == 0]
        stories = [said for role, _, _, said in stretches if not internal[role]]
        pauses = [
            max(0, start - before)
            for (_, _, before, _), (role, start, _, _) in pairwise(stretches)
            if role == 0
        ]
        values = {
            "Talk Ratio": round(self._spoken[0] / sum(self._spoken), 4),
            "Longest Monologue": round(max(own, default=0) / 1000, 1),
            "Longest Customer Story": round(max(stories, default=0) / 1000, 1),
            "Interactivity": round((len(stretches) - 1) * 60 / self._duration, 2),
            "Patience": round(sum(pauses) / len(pauses) / 1000, 2) if pauses else 0.0,
        }
        return [CallInteractionStat(name=name, value=value) for name, value in values.items()]

    def video(self) -> list[VideoInteraction]:
        """Say what the picture showed: the product during a demo, faces otherwise."""
        rows = zip(self._talk.topics, self._by_scene, strict=True)
        screen = round(sum(ms for topic, ms in rows if topic in _ON_SCREEN) / 1000)
        parts = (("Browser", screen), ("Webcam", self._duration - screen))
        return [VideoInteraction(name=name, duration=float(part)) for name, part in parts if part]
