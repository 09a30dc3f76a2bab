"""A subject of the review: rules that belong together, and the function that applies them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Outcome, Rule


@dataclass(frozen=True, slots=True)
class Subject:
    """Rules, and the check that yields what they come to.

    `applies` tells whether the rules can be told of this project at all. Where they
    cannot, they are skipped, and `skipped` says why.
    """

    title: str
    rules: tuple[Rule, ...]
    check: Callable[[Project], Iterator[Outcome]]
    applies: Callable[[Project], bool] = lambda project: project.manifest is not None
    skipped: str = "The manifest cannot be read."
