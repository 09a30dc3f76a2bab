"""How the logos look: there is something to see, on white and on dark, and at a small size.

These are estimates, for a person to judge; only a picture of nothing fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gongkit.manifest.review.logos import LARGE, SMALL, Logo, logos, measurable, measured
from gongkit.manifest.review.picture import Measured, can_measure
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Grade, Outcome, Rule, Source
from gongkit.manifest.review.subject import Subject

EMPTY: Final = Rule(
    "logo-empty",
    "A logo fills its picture.",
    Source.ADVICE,
    "A mark in the middle of nothing is too small where logos are shown.",
    "Crop the picture to the mark.",
)
ILLEGIBLE: Final = Rule(
    "logo-illegible",
    "A logo is seen on white, and the large one on a dark page.",
    Source.ADVICE,
    "The lists and the consent page are white; who prefers dark pages sees it on dark.",
    "Give it a plate behind, or an outline, of another colour.",
    grade=Grade.REVIEW,
)
WHITE_BOX: Final = Rule(
    "logo-white-box",
    "A logo is transparent around its mark, or has a colour of its own there.",
    Source.ADVICE,
    "On anything that is not white it is a white box.",
    "Save it with a transparent background.",
    grade=Grade.REVIEW,
)
DETAILED: Final = Rule(
    "logo-detailed",
    "The small logo is simple enough for 32 pixels.",
    Source.ADVICE,
    "Fine lines and small letters run into grey in a list.",
    "Draw a simpler mark for it, without words.",
    grade=Grade.REVIEW,
)
ANIMATED: Final = Rule(
    "logo-animated",
    "A logo stands still.",
    Source.ADVICE,
    "Lists and consent pages show many logos at once.",
    "Save its first frame.",
    grade=Grade.REVIEW,
)

_NOTHING, _LITTLE = 0.001, 0.03
_LEAST_SEEN: Final = 0.04
_MOST_LOST: Final = 0.4


def _check(project: Project) -> Iterator[Outcome]:
    for logo in logos(project):
        picture = measured(logo.content) if measurable(logo) else None
        if isinstance(picture, Measured):
            yield from _looks(logo, picture)


def _looks(logo: Logo, picture: Measured) -> Iterator[Outcome]:
    if picture.frames > 1:
        yield ANIMATED.review(f"{logo.name} has {picture.frames} frames.", logo.where)
    if picture.ink < _NOTHING:
        yield EMPTY.fail(f"There is nothing to see in {logo.name}.", logo.where)
        return
    if picture.ink < _LITTLE:
        share = f"{picture.ink:.1%}"
        yield EMPTY.review(f"{logo.name} is empty but for {share} of it.", logo.where)
    yield from _contrast(logo, picture)
    if picture.white_box and logo.place in {SMALL, LARGE}:
        yield WHITE_BOX.review(f"{logo.name} is white up to its corners.", logo.where)
    if logo.place != LARGE and picture.lost > _MOST_LOST:
        message = f"At 32 pixels much of {logo.name} runs together."
        yield DETAILED.review(message, logo.where)


def _contrast(logo: Logo, picture: Measured) -> Iterator[Outcome]:
    if picture.on_white < _LEAST_SEEN:
        yield ILLEGIBLE.review(f"{logo.name} is hardly seen on white.", logo.where)
    if logo.place == LARGE and picture.on_dark < _LEAST_SEEN:
        yield ILLEGIBLE.review(f"{logo.name} is hardly seen on a dark page.", logo.where)


SUBJECT: Final = Subject(
    "How logos look",
    (EMPTY, ILLEGIBLE, WHITE_BOX, DETAILED, ANIMATED),
    _check,
    lambda project: project.manifest is not None and can_measure(),
    "Pillow is not installed, or the manifest cannot be read.",
)
