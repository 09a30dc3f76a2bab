"""The scopes that the manifest asks for, against the operations that the code calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from gongkit.contract.registry import OPERATIONS
from gongkit.manifest.review.called import Use, uses_in
from gongkit.manifest.review.code import NO_CODE, column, has_code
from gongkit.manifest.review.observations import Step
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Evidence, Grade, Outcome, Rule, Source
from gongkit.manifest.review.subject import Subject

MISSING: Final = Rule(
    "scope-missing",
    "The manifest asks for the scopes of all operations that the code calls.",
    Source.CONTRACT,
    "Gong answers 403 to an operation whose scope the company was not asked for. A scope that"
    " is added later needs the consent of every company again.",
    "Add the scope to integration.scopes, or do without the call.",
)
UNUSED: Final = Rule(
    "scope-unused",
    "The code has a use for every scope that the manifest asks for.",
    Source.ARTICLE,
    "A customer's tech admin sees the list, and Gong's reviewers ask what each is for.",
    "Remove the scope from integration.scopes, or be ready to say what it is for.",
    grade=Grade.REVIEW,
)
UNCLEAR: Final = Rule(
    "operation-unclear",
    "It can be read in the code which operations it calls.",
    Source.ADVICE,
    "What is chosen when the program runs cannot be held against the scopes.",
    "Call the method by its name, or look yourself at the scopes that this needs.",
    grade=Grade.REVIEW,
)
RULES: Final = (MISSING, UNUSED, UNCLEAR)


@dataclass(slots=True)
class _Needed:
    """Where a scope is needed, and by what."""

    places: list[Evidence] = field(default_factory=list)
    certain: bool = False


def _check(project: Project) -> Iterator[Outcome]:
    uses = list(all_uses(project))
    asked = set(project.manifest.integration.scopes) if project.manifest else set()
    for scope, needed in _missing(uses, asked).items():
        message = f"{needed.places[0].text} needs {scope}, which the manifest does not ask for."
        told = MISSING.fail if needed.certain else MISSING.review
        yield told(message, *needed.places)
    unclear = [where for use, where in uses if not use.operations]
    for where in unclear:
        yield UNCLEAR.review(f"Which operation {where.text} calls is decided at run time.", where)
    # Where the app has run, what it used there counts as well: see observed.
    if project.observations is None or project.observations.install is not Step.INSTALLED:
        yield from _unused(project, {scope for use, _ in uses for scope in _all_scopes(use)})


def all_uses(project: Project) -> Iterator[tuple[Use, Evidence]]:
    """Find what the app's code calls, in all its files."""
    for file, names in project.parsed:
        for use in uses_in(file, names):
            where = column(file, use.line, use.offset)
            yield use, Evidence(file.path, use.line, where, use.written)


def scopes_used(project: Project) -> set[str]:
    """Give all scopes that something in the code may need."""
    return {scope for use, _ in all_uses(project) for scope in _all_scopes(use)}


def _missing(uses: list[tuple[Use, Evidence]], asked: set[str]) -> dict[str, _Needed]:
    missing: dict[str, _Needed] = {}
    # What is certain comes first: it is the evidence that counts.
    for use, where in sorted(uses, key=lambda each: not each[0].certain):
        for scope in _lacking(use, asked):
            needed = missing.setdefault(scope, _Needed())
            needed.places += [where] if where not in needed.places else []
            needed.certain |= use.certain
    return missing


def _lacking(use: Use, asked: set[str]) -> list[str]:
    """Give the scopes that a use lacks.

    Of several operations one is meant: where any of them is allowed, nothing is known to lack.
    """
    lacks = [[each for each in _scopes(use, one) if each not in asked] for one in use.operations]
    return lacks[0] if lacks and all(lacks) else []


def _scopes(use: Use, operation: str) -> tuple[str, ...]:
    found = OPERATIONS[operation]
    return found.scopes + (found.extra_scopes if use.shows_media else ())


def _all_scopes(use: Use) -> Iterator[str]:
    for name in use.operations:
        yield from OPERATIONS[name].scopes + OPERATIONS[name].extra_scopes


def _unused(project: Project, used: set[str]) -> Iterator[Outcome]:
    asked = project.manifest.integration.scopes if project.manifest else ()
    for index, scope in enumerate(asked):
        if scope and scope not in used:
            where = project.at(f"integration.scopes[{index}]", scope)
            yield UNUSED.review(f"No operation that the code calls needs {scope}.", where)


SUBJECT: Final = Subject("Scopes", RULES, _check, has_code, NO_CODE)
