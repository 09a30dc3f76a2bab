"""The check: which project in which profile, its links asked, the rules applied."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from gongkit.cli.checking.visiting import visit_all
from gongkit.cli.output import note
from gongkit.errors import UnknownName, UsageError
from gongkit.manifest.review import RULES, Project, Review, review
from gongkit.manifest.review.links import VISITED
from gongkit.manifest.review.observations import Observations
from gongkit.manifest.review.places import links
from gongkit.manifest.review.visit import Visit
from gongkit.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command line asked for."""

    path: Path
    publish: bool = False
    profile: str | None = None
    rules: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    run: str | None = None
    run_timeout: float = 15.0

    def wants(self, rule_id: str) -> bool:
        """Tell whether a rule is to be applied."""
        return rule_id not in self.without and (not self.rules or rule_id in self.rules)


def check_app(settings: Settings, wanted: Wanted) -> tuple[Project, Review]:
    """Review an app. With `publish` its links are asked; with `run` it is run at a sandbox."""
    _known(wanted.rules)
    _known(wanted.without)
    project = Project.read(wanted.path, profile=_profile(settings, wanted), publish=wanted.publish)
    if wanted.publish and any(wanted.wants(rule.id) for rule in VISITED.rules):
        project = replace(project, visits=_visits(project))
    if wanted.run:
        project = replace(project, observations=_observed(project, wanted.run, wanted.run_timeout))
    return project, review(project, wanted.rules, wanted.without)


def _profile(settings: Settings, wanted: Wanted) -> str:
    if wanted.publish and wanted.profile not in {None, "prod"}:
        raise UsageError(
            f"--publish is about the profile prod, not {wanted.profile}.",
            hint="Leave out --publish, or --profile.",
        )
    if wanted.publish:
        return "prod"
    return wanted.profile or settings.profile or "dev"


def _visits(project: Project) -> dict[str, Visit]:
    urls = {each.url for each in links(project.manifest)}
    if urls and sys.stderr.isatty():
        note(f"Asking {len(urls)} links …")
    return dict(visit_all(urls))


def _observed(project: Project, target: str, timeout: float) -> Observations:
    from gongkit.cli.checking.run import observe

    if sys.stderr.isatty():
        note(f"Running {target} at a sandbox …")
    return observe(project, target, timeout)


def _known(ids: Iterable[str]) -> None:
    for each in ids:
        if each not in RULES:
            raise UnknownName("rule", each, RULES)
