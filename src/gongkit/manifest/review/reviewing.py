"""The review: every rule applied to a project, and what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Grade, Outcome, Rule
from gongkit.manifest.review.subject import Subject
from gongkit.manifest.review.table import SUBJECTS


@dataclass(frozen=True, slots=True)
class Skipped:
    """Rules that could not be told, and why."""

    rules: tuple[Rule, ...]
    why: str


@dataclass(slots=True)
class Review:
    """What the rules came to. A rule that has only passed has one outcome."""

    outcomes: list[Outcome] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def of(self, grade: Grade) -> list[Outcome]:
        """Give the outcomes of one grade."""
        return [outcome for outcome in self.outcomes if outcome.grade is grade]

    @property
    def failed(self) -> bool:
        """Tell whether a reviewer would refuse the app."""
        return bool(self.of(Grade.FAIL))


def review(project: Project, only: Collection[str] = (), without: Collection[str] = ()) -> Review:
    """Apply all rules, or only those with these ids, but for those `without`."""
    made = Review()
    for subject in SUBJECTS:
        wanted = [
            rule
            for rule in subject.rules
            if rule.id not in without and (not only or rule.id in only)
        ]
        if wanted:
            _apply(subject, wanted, project, made)
    made.outcomes.sort(key=_place)
    return made


def _apply(subject: Subject, wanted: list[Rule], project: Project, made: Review) -> None:
    later = tuple(rule for rule in wanted if rule.publish and not project.publish)
    if later:
        made.skipped.append(Skipped(later, "Looked at with --publish."))
        wanted = [rule for rule in wanted if rule not in later]
    if not wanted:
        return
    if not subject.applies(project):
        made.skipped.append(Skipped(tuple(wanted), subject.skipped))
        return
    found = [outcome for outcome in subject.check(project) if outcome.rule in wanted]
    told = {outcome.rule.id for outcome in found}
    made.outcomes += found
    made.outcomes += (rule.passed(rule.title) for rule in wanted if rule.id not in told)


def _place(outcome: Outcome) -> tuple[str, int]:
    first = outcome.evidence[0] if outcome.evidence else None
    return (first.path, first.line) if first else ("", 0)
