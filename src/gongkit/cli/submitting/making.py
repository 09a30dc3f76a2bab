"""Making the packet: the project read and reviewed, run where that is wanted."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from gongkit.cli.output import note
from gongkit.cli.submitting.folder import kept_screenshots
from gongkit.errors import ManifestError
from gongkit.manifest.review import Project, review
from gongkit.manifest.review.observations import Observations
from gongkit.manifest.review.places import links
from gongkit.manifest.submission import Packet, packet_of
from gongkit.manifest.submission.packet import Screenshot

_RUN_PROFILE: Final = "dev"
"""The app runs on this machine, whatever it is handed in for."""
_START_SECONDS: Final = 15.0
"""How long the app has until its first answer."""
_HOW_TO_ADD: Final = (
    "There are none. With --run, gongkit submission takes them at a sandbox, where Playwright"
    " and Chromium are installed. PNG files of your own in the folder screenshots are shown"
    " here when the packet is made anew."
)

_NO_PLAYWRIGHT: Final = (
    "There are none: Playwright is not installed. Install it with `pip install playwright`."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command line asked for."""

    path: Path
    output: Path
    profile: str = "prod"
    run: str | None = None
    screenshots: bool = True
    links: bool = False


def make_packet(wanted: Wanted) -> Packet:
    """Make the packet. Raises ManifestError where the manifest has findings."""
    project = Project.read(wanted.path, profile=wanted.profile, publish=True)
    if project.findings:
        raise ManifestError(str(project.manifest_path), project.findings)
    if wanted.links:
        project = _with_links_asked(project)
    taken: tuple[Screenshot, ...] = ()
    why = ""
    if wanted.run:
        running = Project.read(wanted.path, profile=_RUN_PROFILE)
        project = replace(project, observations=_observed(running, wanted.run))
        if wanted.screenshots:
            taken, why = _screenshots(running, wanted.run)
    names = {each.file for each in taken}
    kept = [each for each in kept_screenshots(wanted.output) if each.file not in names]
    shown = (*taken, *kept)
    return packet_of(project, review(project), shown, why if shown or why else _HOW_TO_ADD)


def _with_links_asked(project: Project) -> Project:
    from gongkit.cli.checking.visiting import visit_all

    return replace(project, visits=visit_all([each.url for each in links(project.manifest)]))


def _observed(project: Project, target: str) -> Observations:
    from gongkit.cli.checking.run import observe

    _say(f"Running {target} at a sandbox …")
    return observe(project, target, _START_SECONDS)


def _screenshots(project: Project, target: str) -> tuple[tuple[Screenshot, ...], str]:
    from gongkit.cli.submitting.chromium import has_playwright

    if not has_playwright():
        return (), _NO_PLAYWRIGHT
    from gongkit.cli.submitting.screenshots import take_screenshots

    _say("Taking screenshots …")
    return take_screenshots(project, target)


def _say(text: str) -> None:
    if sys.stderr.isatty():
        note(text)
