"""What a rule of the review is, and what it comes to: fine, refused, or for a person to judge."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """Who says so."""

    ARTICLE = "Gong's article"
    CONTRACT = "the contract"
    ADVICE = "our advice"


class Grade(StrEnum):
    """How a rule came out."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where in the project something stands. The path is relative, with forward slashes.

    `text` says what is seen there. It never holds a secret.
    """

    path: str
    line: int
    column: int | None = None
    text: str = ""

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule came to at one place."""

    rule: Rule
    grade: Grade
    message: str
    evidence: tuple[Evidence, ...]
    fix: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that is expected of an app. The id is kebab-case and stable.

    `title` says in one line what is expected. A rule with `publish` is only about an app
    that is to be published; `grade` is the gravest that it can give.
    """

    id: str
    title: str
    source: Source
    why: str
    fix: str
    publish: bool = False
    grade: Grade = Grade.FAIL

    def fail(self, message: str, *evidence: Evidence, fix: str = "") -> Outcome:
        """Say that a reviewer would refuse this."""
        return Outcome(self, Grade.FAIL, message, evidence, fix or self.fix)

    def review(self, message: str, *evidence: Evidence, fix: str = "") -> Outcome:
        """Say that a person has to look at this."""
        return Outcome(self, Grade.REVIEW, message, evidence, fix or self.fix)

    def passed(self, message: str, *evidence: Evidence) -> Outcome:
        """Say what was looked at and is fine. Without any outcome a rule has passed, too."""
        return Outcome(self, Grade.PASS, message, evidence, "")
