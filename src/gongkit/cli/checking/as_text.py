"""A review for people: what fails first, then what a person has to judge, then what is fine."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from typing import Final

from gongkit.cli.checking.folders import Folders
from gongkit.cli.output import Paint, columns, printable
from gongkit.manifest.review import Grade, Outcome, Project, Review
from gongkit.manifest.review.counts import counts_of

_HEADINGS: Final = (
    (Grade.FAIL, "Fails", "red"),
    (Grade.REVIEW, "Needs review", "yellow"),
    (Grade.PASS, "Passes", "green"),
)
_OPTIONS: Final = ("--run MODULE:APP", "--publish")
_MOST_COLUMNS: Final = 100
_LONGEST_PLACE: Final = 28
"""A longer one gets a line of its own."""
_LEAST_BESIDE: Final = 36
"""Of columns for the text beside a place: with fewer, the place gets a line of its own."""


def text_report(project: Project, review: Review, *, everything: bool) -> str:
    """Write a review; what passes is only counted, unless everything is wanted."""
    paint = Paint(sys.stdout)
    pages = _Pages(paint, Folders.here(project.folder))
    lines = [pages.title(project)]
    for grade, heading, colour in _HEADINGS:
        outcomes = review.of(grade)
        if not outcomes or (grade is Grade.PASS and not everything):
            continue
        lines += ["", paint(heading, "bold", colour)]
        lines += pages.passed(outcomes) if grade is Grade.PASS else pages.group(outcomes, colour)
    if everything:
        lines += pages.skipped(review)
    return "\n".join([*lines, "", pages.summary(review), *pages.more(review)])


class _Pages:
    def __init__(self, paint: Paint, folders: Folders) -> None:
        self._paint, self._folders = paint, folders
        self._width = min(columns(), _MOST_COLUMNS)

    def title(self, project: Project) -> str:
        name = project.manifest.integration.name if project.manifest else ""
        profile = f" (profile {project.profile})" if project.profile else ""
        what = "to be published" if project.publish else "in development"
        return self._paint(
            printable(f"{name or project.manifest_path.name}, {what}{profile}"), "bold"
        )

    def group(self, outcomes: list[Outcome], colour: str) -> Iterator[str]:
        by_rule: dict[str, list[Outcome]] = {}
        for outcome in outcomes:
            by_rule.setdefault(outcome.rule.id, []).append(outcome)
        for found in by_rule.values():
            yield from self._rule(found, colour)

    def _rule(self, found: list[Outcome], colour: str) -> Iterator[str]:
        rule = found[0].rule
        yield ""
        yield f"  {self._paint(rule.id, colour)}  {self._paint(f'({rule.source})', 'dim')}"
        fixes = {outcome.fix for outcome in found}
        width = self._width_of_places(found)
        for outcome in found:
            message = outcome.message + (f" {outcome.fix}" if len(fixes) > 1 else "")
            places = self._places(outcome)
            if width:
                yield from self._beside(places[0], message, 4, width, "bold")
                continue
            yield from (f"    {self._paint(place, 'bold')}" for place in places)
            yield from self._wrapped(message, 6 if places else 4)
        if len(fixes) == 1:
            yield from self._wrapped(f"Fix: {found[0].fix}", 4)

    def _places(self, outcome: Outcome) -> list[str]:
        return [printable(str(self._folders.seen(each))) for each in outcome.evidence]

    def _width_of_places(self, found: list[Outcome]) -> int:
        """Give the width of a column of places; 0 where they do not fit into one."""
        places = [self._places(outcome) for outcome in found]
        if any(len(each) != 1 for each in places):
            return 0
        widest = max(len(place) for (place,) in places)
        return widest if widest <= min(_LONGEST_PLACE, self._width - _LEAST_BESIDE) else 0

    def passed(self, outcomes: list[Outcome]) -> Iterator[str]:
        width = max(len(outcome.rule.id) for outcome in outcomes)
        for outcome in outcomes:
            yield from self._beside(outcome.rule.id, outcome.message, 2, width, "green")

    def _beside(self, label: str, text: str, indent: int, width: int, style: str) -> Iterator[str]:
        """Write a text in a column beside its label."""
        column = indent + width + 2
        first, *rest = self._wrapped(text, column)
        yield f"{' ' * indent}{self._paint(label.ljust(width), style)}  {first[column:]}"
        yield from rest

    def skipped(self, review: Review) -> Iterator[str]:
        by_reason: dict[str, list[str]] = {}
        for each in review.skipped:
            by_reason.setdefault(each.why, []).extend(rule.id for rule in each.rules)
        for why, ids in by_reason.items():
            yield ""
            yield self._paint(f"Not looked at: {why}", "bold")
            yield from self._wrapped(", ".join(ids), 2)

    def summary(self, review: Review) -> str:
        counts = counts_of(review)
        parts = [
            self._paint(f"{counts.failed} failed", *(["bold", "red"] if counts.failed else [])),
            self._paint(f"{counts.to_review} to review", *(["yellow"] if counts.to_review else [])),
            self._paint(f"{counts.passed} passed", "green"),
            *([f"{counts.not_looked_at} not looked at"] if counts.not_looked_at else []),
        ]
        return f"{counts.all} rule{'s' if counts.all != 1 else ''}: {', '.join(parts)}."

    def more(self, review: Review) -> Iterator[str]:
        """Name the options with which more is looked at."""
        reasons = " ".join(each.why for each in review.skipped)
        options = [option for option in _OPTIONS if option in reasons]
        if options:
            yield from self._wrapped(f"More is looked at with {' and '.join(options)}.", 0)

    def _wrapped(self, text: str, indent: int) -> list[str]:
        return textwrap.wrap(
            printable(" ".join(text.split())),
            max(self._width, indent + 20),
            initial_indent=" " * indent,
            subsequent_indent=" " * indent,
            break_on_hyphens=False,
        ) or [" " * indent]
