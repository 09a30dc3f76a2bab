"""What the app keeps of people and companies, and whether it can give it up again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gongkit.manifest.review.code import (
    NO_CODE,
    at,
    calls,
    dotted,
    functions,
    has_code,
    parsed,
    registered,
)
from gongkit.manifest.review.kept import keeping
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Evidence, Grade, Outcome, Rule, Source
from gongkit.manifest.review.subject import Subject
from gongkit.manifest.review.values import Kind

REMOVED: Final = Rule(
    "removal-handled",
    "The app deletes what it has of a company that removes it.",
    Source.ADVICE,
    "gongkit erases the tokens, and no more: what the app has read is the app's to delete.",
    "Listen to it: @gong.on_removed, with a function that takes company.",
)
RESIDENCY: Final = Rule(
    "residency-said",
    "An app that keeps data says in which regions.",
    Source.ADVICE,
    "Companies in Europe must know that their data stays there.",
    "Add [residency.regions] to the manifest, and keep each region's data apart.",
    grade=Grade.REVIEW,
)
ERASURE: Final = Rule(
    "erasure-possible",
    "An app that keeps people's data can erase one person's.",
    Source.ADVICE,
    "Whoever asks to be forgotten must be, also in what apps have copied from Gong.",
    "Write a function that erases an email address and a phone number, and say in the privacy"
    " policy how to ask for it.",
    grade=Grade.REVIEW,
)
RULES: Final = (REMOVED, RESIDENCY, ERASURE)

_ERASES: Final = re.compile(r"(?i)(?:.*_)?(?:erase|forget|purge|delete|anonymi[sz]e)(?:_.*)?")


def _check(project: Project) -> Iterator[Outcome]:
    kept = next(keeping(project), None)
    made = next(_app_made(project), None)
    if made and not any(registered(project, "on_removed")):
        told = REMOVED.fail if kept and project.publish else REMOVED.review
        what = f", and {kept.text} keeps data" if kept else ""
        yield told(f"No listener hears of a removal{what}.", made)
    if kept is None or project.manifest is None:
        return
    residency = project.manifest.residency
    if not (residency.regions or residency.default):
        message = f"The app keeps data with {kept.text}; the manifest says no regions."
        yield RESIDENCY.review(message, kept)
    if not any(_ERASES.fullmatch(f.name) for file in parsed(project) for f in functions(file)):
        message = f"The app keeps data with {kept.text}, and no function is named for erasing any."
        yield ERASURE.review(message, kept)


def _app_made(project: Project) -> Iterator[Evidence]:
    """Find where the `GongApp` is made."""
    for file, names in project.parsed:
        for call in calls(file):
            if names.value(call) is Kind.APP:
                yield at(file, call, dotted(call.func))


SUBJECT: Final = Subject("Privacy", RULES, _check, has_code, NO_CODE)
