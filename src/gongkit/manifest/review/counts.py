"""How many rules of the review came out how."""

from __future__ import annotations

from dataclasses import dataclass

from gongkit.manifest.review.reviewing import Review
from gongkit.manifest.review.rule import Grade


@dataclass(frozen=True, slots=True)
class Counts:
    """Rules, not outcomes: one that fails at three places counts once."""

    failed: int
    to_review: int
    passed: int
    not_looked_at: int

    @property
    def all(self) -> int:
        """How many rules there are, those too that were not looked at."""
        return self.failed + self.to_review + self.passed + self.not_looked_at

    def __str__(self) -> str:
        return (
            f"{self.failed} failed, {self.to_review} to review, {self.passed} passed,"
            f" {self.not_looked_at} not looked at"
        )


def counts_of(review: Review) -> Counts:
    """Count the rules by the gravest that each came to."""
    told: dict[Grade, set[str]] = {
        grade: {outcome.rule.id for outcome in review.of(grade)} for grade in Grade
    }
    failed = told[Grade.FAIL]
    judged = told[Grade.REVIEW] - failed
    passed = told[Grade.PASS] - failed - judged
    skipped = sum(len(each.rules) for each in review.skipped)
    return Counts(len(failed), len(judged), len(passed), skipped)
