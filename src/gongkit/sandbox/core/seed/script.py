"""How a conversation is written down: scenes made of exchanges, with slots and marks.

A scene is one topic of a call. Its text holds exchanges, with a blank line between
two of them. Each line of an exchange begins with what it is:

    @ text        the exchange's line in the call's outline
    ? flag        it fits only calls that have this flag
    ! always      it is never left out
    = group       at most one exchange of a group is used in a call; in a scene that goes
                  through things, one of the group `opener` comes first
    R: text       what somebody says: R the rep, S a colleague, C the contact, D a second
                  contact. `^pain` before a sentence says that it shows that concept.
    * text        a key point of the call, if this was said
    > text        a next step that was agreed on
    + text        a comment that a colleague leaves at this place

A line that begins with spaces goes on with the line before. Text in braces is a slot;
a slot that begins with a capital gives the same text with a capital. An exchange in
which S or D speak, or are named, needs a call with such a person.
"""

from __future__ import annotations

import re
from zlib import crc32

import msgspec

ROLES = "RSCD"
_SENTENCE_END = re.compile(r"(?<=[.?!]) (?=[A-ZÄÖÜ{^])")
_SLOT = re.compile(r"\{(\w+)\}")

FLAGS = frozenset(
    {
        "S",
        "D",
        "competitor",
        "no_competitor",
        "known",
        "new_s",
        "new_d",
        "fits_budget",
        "shrinking",
    }
)
"""What a call can have: people in these roles, another vendor (or none) in the picture,
people who met before, S or D for the first time, a price within the budget, less need."""

SLOT_FLAGS = {
    "s": "S",
    "d": "D",
    "competitor": "competitor",
    "strength": "competitor",
    "Strength": "competitor",
    "weakness": "competitor",
    "Weakness": "competitor",
}
"""The flag that a call needs before one of these slots can be filled."""


Line = tuple[int, str, str | None]
"""One sentence: who says it (an index into `ROLES`), its text, and the concept it shows."""


class Exchange(msgspec.Struct, frozen=True, kw_only=True, eq=False, gc=False):
    """A few sentences to and fro that belong together, and what can be said about them."""

    outline: str
    lines: tuple[Line, ...]
    points: tuple[str, ...]
    next_steps: tuple[str, ...]
    comments: tuple[str, ...]
    needs: frozenset[str]
    always: bool
    group: str | None


class Scene(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A topic of a call and the exchanges in which it can be talked about.

    With `each` the exchanges are frames: each is filled with another one of the
    call's things of that name (pains, features, deals).
    """

    topic: str
    exchanges: tuple[Exchange, ...]
    each: str | None
    number: int
    """Tells it from other scenes, the same in every process."""


Part = tuple[Scene, int, int]
"""A scene, and how many of its exchanges a call has at least and at most."""


def scene(topic: str, text: str, each: str | None = None) -> Scene:
    """Read a scene's text."""
    exchanges = tuple(_exchange(part) for part in text.strip().split("\n\n"))
    return Scene(topic, exchanges, each, crc32(text.encode()))


def _exchange(text: str) -> Exchange:
    marks: dict[str, list[str]] = {mark: [] for mark in "@?!=*>+"}
    lines: list[Line] = []
    for line in text.replace("\n   ", " ").split("\n"):
        mark, _, rest = line.partition(" ")
        if mark in marks:
            marks[mark].append(rest)
        else:
            lines += _spoken(ROLES.index(mark[0]), rest)
    needs = set(marks["?"]) | {ROLES[role] for role, _, _ in lines if ROLES[role] in "SD"}
    needs |= {SLOT_FLAGS[slot] for slot in _SLOT.findall(text) if slot in SLOT_FLAGS}
    if not needs <= FLAGS:
        raise ValueError(f"{marks['@'][0]!r} needs unknown flags: {sorted(needs - FLAGS)}")
    return Exchange(
        outline=marks["@"][0],
        lines=tuple(lines),
        points=tuple(marks["*"]),
        next_steps=tuple(marks[">"]),
        comments=tuple(marks["+"]),
        needs=frozenset(needs),
        always=bool(marks["!"]),
        group=marks["="][0] if marks["="] else None,
    )


def _spoken(role: int, text: str) -> list[Line]:
    spoken: list[Line] = []
    concept: str | None = None
    for sentence in _SENTENCE_END.split(text):
        if sentence.startswith("^"):
            concept, _, sentence = sentence[1:].partition(" ")  # noqa: PLW2901
        spoken.append((role, sentence, concept))
        concept = None
    return spoken
