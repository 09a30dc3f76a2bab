"""What is computed from a conversation: the content and the interaction of a call.

Nothing here adds to what was said. Times come from the sentences: a call's talk time
is the sum of its sentences, pauses belong to nobody.
"""

from __future__ import annotations

from gongkit.contract.types.call_details import (
    CallHighlightsItem,
    CallHighlightsSection,
    CallKeyPoint,
    CallOutlineItem,
    CallOutlineSection,
    InteractionStatsDto,
    Questions,
    StructureDto,
    TopicDto,
    UserSpeaker,
    VideoInteractionDto,
)
from gongkit.contract.types.calls import Monologue, Sentence
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
_KEY_POINTS = 6


def monologues(talk: Conversation, speakers: list[str]) -> list[Monologue]:
    """Divide the conversation where the speaker or the topic changes."""
    found: list[Monologue] = []
    sentences: list[Sentence] = []
    last_role = last_scene = -1
    rows = zip(talk.roles, talk.scenes, talk.starts, talk.ends, talk.texts, strict=True)
    for role, scene, start, end, text in rows:
        if role != last_role or scene != last_scene:
            sentences = []
            found.append(
                Monologue(
                    speaker_id=speakers[role], topic=talk.topics[scene], sentences=sentences
                )
            )
            last_role, last_scene = role, scene
        sentences.append(Sentence(start=start, end=end, text=text))
    return found


def topics(talk: Conversation) -> list[TopicDto]:
    """Say how long each topic was talked about, in the order in which they came up."""
    spoken: dict[str, int] = {}
    for scene, start, end in zip(talk.scenes, talk.starts, talk.ends, strict=True):
        name = talk.topics[scene]
        spoken[name] = spoken.get(name, 0) + end - start
    return [TopicDto(name=name, duration=round(ms / 1000)) for name, ms in spoken.items()]


def _scene_starts(talk: Conversation) -> list[int]:
    """Give the first sentence of each scene."""
    starts: list[int] = []
    for sentence, scene in enumerate(talk.scenes):
        if scene == len(starts):
            starts.append(sentence)
    return starts


def structure(talk: Conversation, duration: int) -> list[StructureDto]:
    """Divide the whole call, pauses included, into its parts; they add up to its duration."""
    parts: list[StructureDto] = []
    begins: list[int] = []
    for scene, sentence in enumerate(_scene_starts(talk)):
        name = _STRUCTURE.get(talk.topics[scene], "Discussion")
        if not parts or parts[-1].name != name:
            parts.append(StructureDto(name=name))
            begins.append(talk.starts[sentence] // 1000 if begins else 0)
    for part, begin, end in zip(parts, begins, [*begins[1:], duration], strict=True):
        part.duration = end - begin
    return parts


def outline(talk: Conversation) -> list[CallOutlineSection]:
    """Give the call's outline: its scenes, and in each the exchanges with their moments."""
    sections = []
    starts = _scene_starts(talk)
    for scene, first in enumerate(starts):
        last = (starts[scene + 1] if scene + 1 < len(starts) else len(talk.ends)) - 1
        items = [
            CallOutlineItem(text=moment.outline, start_time=talk.starts[moment.first] / 1000)
            for moment in talk.moments
            if moment.scene == scene
        ]
        sections.append(
            CallOutlineSection(
                section=talk.topics[scene],
                start_time=talk.starts[first] / 1000,
                duration=(talk.ends[last] - talk.starts[first]) / 1000,
                items=items,
            )
        )
    return sections


def next_steps(talk: Conversation) -> list[CallHighlightsItem]:
    """List what was agreed on, with the moment of each."""
    found: dict[str, float] = {}
    for moment in talk.moments:
        for text in moment.next_steps:
            found.setdefault(text, talk.starts[moment.first] / 1000)
    return [CallHighlightsItem(text=text, start_times=[start]) for text, start in found.items()]


def highlights(talk: Conversation) -> list[CallHighlightsSection]:
    """Collect what is worth hearing again: the next steps, and the key moments."""
    sections = []
    agreed = next_steps(talk)
    if agreed:
        sections.append(CallHighlightsSection(title="Next steps", items=agreed))
    moments = [
        CallHighlightsItem(text=moment.points[0], start_times=[talk.starts[moment.first] / 1000])
        for moment in talk.moments
        if moment.points
    ]
    if moments:
        sections.append(CallHighlightsSection(title="Key moments", items=moments))
    return sections


def key_points(talk: Conversation) -> list[CallKeyPoint]:
    """Give the most telling points, spread over the call."""
    points = [point for moment in talk.moments for point in moment.points]
    step = max(1, -(-len(points) // _KEY_POINTS))
    return [CallKeyPoint(text=point) for point in points[::step]]


def brief(talk: Conversation, opening: str, next_steps_are: str) -> str:
    """Sum the call up: how it came about, two points from it, and what was agreed on."""
    points = [point for moment in talk.moments for point in moment.points]
    chosen = points[:1] + points[len(points) // 2 + 1 :][:1]
    agreed = [item.text or "" for item in next_steps(talk)]
    text = " ".join([opening, *chosen])
    return f"{text} {next_steps_are} {agreed[-1]}" if agreed else text


def talk_times(talk: Conversation, roles: int) -> list[int]:
    """Say how long each role spoke, in milliseconds."""
    spoken = [0] * roles
    for role, start, end in zip(talk.roles, talk.starts, talk.ends, strict=True):
        spoken[role] += end - start
    return spoken


def speakers(
    talk: Conversation, party_ids: list[str], user_ids: list[str | None]
) -> list[UserSpeaker]:
    """Say how long each party spoke."""
    spoken = talk_times(talk, len(party_ids))
    return [
        UserSpeaker(id=party, user_id=user, talk_time=ms / 1000)
        for party, user, ms in zip(party_ids, user_ids, spoken, strict=True)
        if ms
    ]


def questions(talk: Conversation, internal: list[bool]) -> Questions:
    """Count the sentences that end with a question mark, by side."""
    asked = [internal[r] for r, t in zip(talk.roles, talk.texts, strict=True) if t[-1] == "?"]
    return Questions(company_count=sum(asked), non_company_count=len(asked) - sum(asked))


def _stretches(talk: Conversation) -> list[tuple[int, int, int]]:
    """List who spoke without interruption, from when until when (milliseconds)."""
    found: list[tuple[int, int, int]] = []
    last, begin, until = -1, 0, 0
    for role, start, end in zip(talk.roles, talk.starts, talk.ends, strict=True):
        if role != last:
            if last >= 0:
                found.append((last, begin, until))
            last, begin = role, start
        until = end
    found.append((last, begin, until))
    return found


def interaction_stats(
    talk: Conversation, internal: list[bool], duration: int
) -> list[InteractionStatsDto]:
    """Compute Gong's statistics for the host (role 0).

    Talk Ratio is the host's share of all talk time. Longest Monologue and Longest
    Customer Story are the longest stretches, in seconds, of the host and of anybody
    from outside. Interactivity is the number of times a minute that the speaker
    changes. Patience is the mean pause, in seconds, before the host speaks after
    somebody else. Gong publishes the names, not the formulas.
    """
    spoken = talk_times(talk, len(internal))
    stretches = _stretches(talk)
    own = [end - start for role, start, end in stretches if role == 0]
    stories = [end - start for role, start, end in stretches if not internal[role]]
    pauses = [
        start - before_end
        for (_, _, before_end), (role, start, _) in zip(stretches, stretches[1:], strict=False)
        if role == 0
    ]
    values = {
        "Talk Ratio": round(spoken[0] / sum(spoken), 4),
        "Longest Monologue": round(max(own) / 1000, 1),
        "Longest Customer Story": round(max(stories, default=0) / 1000, 1),
        "Interactivity": round((len(stretches) - 1) * 60 / duration, 2),
        "Patience": round(sum(pauses) / len(pauses) / 1000, 2) if pauses else 0.0,
    }
    return [InteractionStatsDto(name=name, value=value) for name, value in values.items()]


def video(talk: Conversation, duration: int) -> list[VideoInteractionDto]:
    """Say what the picture showed: slides or the product during a demo, faces otherwise."""
    shown = sum(
        end - start
        for scene, start, end in zip(talk.scenes, talk.starts, talk.ends, strict=True)
        if talk.topics[scene] in {"Product Demo", "Results"}
    )
    screen = round(shown / 1000)
    parts = [("Browser", screen), ("Webcam", duration - screen)]
    return [VideoInteractionDto(name=name, duration=float(part)) for name, part in parts if part]
