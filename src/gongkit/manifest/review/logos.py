"""The files of the logos and of the composer's button: their kind, weight, size and shape.

Gong publishes neither formats nor sizes; these are what lists and consent pages need.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from gongkit.manifest.agreement import FILES
from gongkit.manifest.review.picture import (
    Measured,
    NotReadable,
    can_measure,
    kind_of,
    measure,
    svg_size,
)
from gongkit.manifest.review.places import texts
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Evidence, Grade, Outcome, Rule, Source
from gongkit.manifest.review.subject import Subject

FORMAT: Final = Rule(
    "logo-format",
    "Logos are PNG, SVG, JPEG, GIF or WebP, and can be read.",
    Source.ADVICE,
    "It is shown by browsers, as an image of a page.",
    "Save it as PNG.",
)
WEIGHT: Final = Rule(
    "logo-weight",
    "Logos have no more than 300 KB.",
    Source.ADVICE,
    "They are loaded with every list of apps; the sandbox takes no more than 1 MB.",
    "Save it smaller: a logo of 512 pixels has some 30 KB.",
)
SIZE: Final = Rule(
    "logo-size",
    "The small logo has 64 to 2,048 pixels a side, the large one 192 or more.",
    Source.ADVICE,
    "On dense screens a list shows 64 pixels, the consent page 192.",
    "Export it again from the drawing; do not blow it up.",
)
SHAPE: Final = Rule(
    "logo-not-square",
    "Logos are square.",
    Source.ADVICE,
    "They are shown in a square, where a long one gets small or is cut.",
    "Use the mark without the word beside it, or leave room above and below.",
    grade=Grade.REVIEW,
)
SAME: Final = Rule(
    "logos-alike",
    "The large logo has more to it than the small one.",
    Source.ADVICE,
    "One file in both places is too small for one, or too fine for the other.",
    "Export two: a simple small one, and a large one.",
    grade=Grade.REVIEW,
)
ACTIVE: Final = Rule(
    "logo-active",
    "A drawing holds no script, and loads nothing.",
    Source.ADVICE,
    "A logo with a script is an attack on those who look at it; nobody publishes it.",
    "Save it as plain SVG, with its fonts as paths and its pictures inside.",
)
NOT_MEASURED: Final = Rule(
    "logo-not-measured",
    "Logos can be measured here.",
    Source.ADVICE,
    "Size, transparency and legibility are told by looking at the pixels.",
    'Install Pillow: pip install "gongkit[check]"',
    grade=Grade.REVIEW,
)

SMALL, LARGE = "integration.logos.small", "integration.logos.large"
_MOST_BYTES, _MANY_BYTES = 1_000_000, 300_000
_MOST_SIDE: Final = 2_048
_ACTIVE: Final = re.compile(
    rb"(?i)<script\b|<foreignObject\b|\son[a-z]+\s*=|javascript:"
    rb"|(?:href|src)\s*=\s*[\"']\s*(?:https?:)?//|@import|url\(\s*[\"']?\s*(?:https?:)?//"
)


class _Least(NamedTuple):
    fail: int
    review: int


_LEAST: Final = {SMALL: _Least(24, 64), LARGE: _Least(96, 192)}
_LEAST_OTHER: Final = _Least(16, 32)


class Logo(NamedTuple):
    """A picture that the manifest names: where it does, and what the file holds.

    `failure` says why it holds nothing, where it cannot be read.
    """

    place: str
    name: str
    content: bytes
    kind: str | None
    where: Evidence
    failure: str = ""


def logos(project: Project) -> Iterator[Logo]:
    """Read the pictures that the manifest names; those that are not there are left out."""
    for place, name in texts(project.manifest):
        if tuple(place.split(".")) in FILES and project.is_sound(place):
            yield _read(project, place, name)


def _read(project: Project, place: str, name: str) -> Logo:
    try:
        with (project.folder / name).open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        return Logo(place, name, b"", None, project.at(place), error.strerror or str(error))
    return Logo(place, name, content, kind_of(content), project.at(place))


@lru_cache(maxsize=8)
def measured(content: bytes) -> Measured | NotReadable:
    """Measure a picture once, for all rules."""
    try:
        return measure(content)
    except NotReadable as why:
        return why


def measurable(logo: Logo) -> bool:
    """Tell whether there are pixels to look at."""
    return logo.kind not in {None, "SVG"} and len(logo.content) <= _MOST_BYTES


def _check(project: Project) -> Iterator[Outcome]:
    found = {logo.place: logo for logo in logos(project)}
    for logo in found.values():
        yield from _file(logo)
        yield from _size(logo)
    if any(measurable(logo) for logo in found.values()) and not can_measure():
        yield NOT_MEASURED.review("Pillow is not installed.", next(iter(found.values())).where)
    if _are_the_same(found.get(SMALL), found.get(LARGE)):
        message = f"{SMALL} and {LARGE} are the same picture."
        yield SAME.review(message, found[LARGE].where)


def _are_the_same(small: Logo | None, large: Logo | None) -> bool:
    if small is None or large is None or small.failure or large.failure:
        return False
    return small.content == large.content


def _file(logo: Logo) -> Iterator[Outcome]:
    weight = len(logo.content)
    if logo.failure:
        fix = "Let it be read by whoever runs this, and by the app."
        yield FORMAT.fail(f"{logo.name} cannot be read: {logo.failure}.", logo.where, fix=fix)
    elif logo.kind is None:
        yield FORMAT.fail(f"{logo.name} is no picture that browsers show.", logo.where)
    elif weight > _MOST_BYTES:
        yield WEIGHT.fail(f"{logo.name} has more than 1 MB.", logo.where)
    elif weight > _MANY_BYTES:
        yield WEIGHT.review(f"{logo.name} has {weight // 1000:,} KB.", logo.where)
    if logo.kind == "SVG" and (active := _ACTIVE.search(logo.content)):
        line = logo.content.count(b"\n", 0, active.start()) + 1
        column = active.start() - logo.content.rfind(b"\n", 0, active.start())
        what = active[0].decode("ascii", "replace").strip()
        where = Evidence(Path(logo.name).as_posix(), line, column, what)
        yield ACTIVE.fail(f"{logo.name} has {what!r} in it.", where)


def _size(logo: Logo) -> Iterator[Outcome]:
    size = svg_size(logo.content) if logo.kind == "SVG" else None
    if measurable(logo) and can_measure():
        picture = measured(logo.content)
        if isinstance(picture, NotReadable):
            yield FORMAT.fail(f"{logo.name} cannot be read: {picture}.", logo.where)
            return
        size = (picture.width, picture.height)
        yield from _pixels(logo, picture.width, picture.height)
    if size and max(size) > min(size) * 1.05:
        message = f"{logo.name} is {size[0]:g} wide and {size[1]:g} high."
        yield SHAPE.review(message, logo.where)


def _pixels(logo: Logo, width: int, height: int) -> Iterator[Outcome]:
    least = _LEAST.get(logo.place, _LEAST_OTHER)
    said = f"{logo.name} has {width} x {height} pixels"
    if min(width, height) < least.fail:
        yield SIZE.fail(f"{said}; {least.review} a side are needed.", logo.where)
    elif min(width, height) < least.review:
        yield SIZE.review(f"{said}; {least.review} a side look well.", logo.where)
    elif max(width, height) > _MOST_SIDE:
        yield SIZE.review(f"{said}, more than anybody sees.", logo.where)


SUBJECT: Final = Subject("Logos", (FORMAT, WEIGHT, SIZE, SHAPE, SAME, ACTIVE, NOT_MEASURED), _check)
