"""Why the app asks for each scope: by its author's words, its code, and what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gongkit.contract.registry import OPERATIONS
from gongkit.contract.scopes import SCOPES
from gongkit.manifest.review.observations import Observations
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Evidence
from gongkit.manifest.review.scopes import all_uses
from gongkit.manifest.submission.comments import comments_beside

_PLACE: Final = "integration.scopes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeReason:
    """A scope and what it is for.

    `operations` need it always, `sometimes` only for some inputs. `uses` are the places of
    the code that call one of them; None where there is no code to read. `observed` counts
    the calls of each operation while the app ran; None where it did not.
    """

    name: str
    allows: str
    own_words: str
    operations: tuple[str, ...]
    sometimes: tuple[str, ...]
    uses: tuple[Evidence, ...] | None
    observed: tuple[tuple[str, int], ...] | None

    @property
    def reason(self) -> str:
        """Give the author's own words, or else what Gong lets an app do with it."""
        return self.own_words or f"The app needs to {self.allows}."

    @property
    def seen(self) -> tuple[str, ...]:
        """Say where it was seen to be used, and which operations it is for."""
        return tuple(self._seen())

    def _seen(self) -> Iterator[str]:
        if self.uses:
            places = dict.fromkeys(f"{each} ({each.text})" for each in self.uses)
            yield f"Used in the code at {', '.join(places)}."
        elif self.uses is not None:
            yield "The code was not seen to use it."
        if self.observed:
            calls = ", ".join(f"{name} ({_times(count)})" for name, count in self.observed)
            yield f"Called at the sandbox: {calls}."
        elif self.observed is not None and not self.uses:
            yield "The app did not call for it while it ran at the sandbox."
        if self.operations:
            yield f"Gong wants it for {', '.join(self.operations)}."
        if self.sometimes:
            yield f"For some inputs, Gong wants it for {', '.join(self.sometimes)}."

    @property
    def unused(self) -> bool:
        """Tell whether nothing that was looked at uses the scope, nor its author says why."""
        looked = (self.uses, self.observed)
        return looked != (None, None) and not any(looked) and not self.own_words


def reasons(project: Project) -> tuple[ScopeReason, ...]:
    """Say for each scope of the manifest what it is for."""
    return tuple(_reasons(project))


def _reasons(project: Project) -> Iterator[ScopeReason]:
    if project.manifest is None or project.document is None:
        return
    beside = comments_beside(project.document, _PLACE, project.profile)
    uses = list(all_uses(project)) if project.sources else None
    called = _called(project.observations)
    for index, scope in enumerate(project.manifest.integration.scopes):
        always = tuple(each.id for each in OPERATIONS.values() if scope in each.scopes)
        sometimes = tuple(each.id for each in OPERATIONS.values() if scope in each.extra_scopes)
        needing = {*always, *sometimes}
        yield ScopeReason(
            name=scope,
            allows=SCOPES[scope].allows,
            own_words=beside.get(index, ""),
            operations=always,
            sometimes=sometimes,
            uses=None
            if uses is None
            else tuple(where for use, where in uses if needing.intersection(use.operations)),
            observed=None if called is None else _of(called, needing),
        )


def _called(seen: Observations | None) -> Counter[str] | None:
    """Count the calls that Gong did not refuse, by operation; None where the app did not run."""
    if seen is None or seen.failure:
        return None
    calls = (*seen.called, *seen.called_later)
    return Counter(each.operation for each in calls if each.status != 403)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _of(called: Counter[str], needing: set[str]) -> tuple[tuple[str, int], ...]:
    return tuple((each, count) for each, count in sorted(called.items()) if each in needing)
