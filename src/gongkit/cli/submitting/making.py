"""Making the packet: the project read and reviewed, run where that is wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from gongkit.cli.submitting.folder import kept_screenshots
from gongkit.cli.submitting.running import Seen, run_app
from gongkit.errors import ManifestError
from gongkit.manifest.review import Project, review
from gongkit.manifest.review.places import links
from gongkit.manifest.submission import Packet, packet_of

_HOW_TO_ADD: Final = (
    "There are none. With --run, gongkit submission takes them at a sandbox, where Playwright"
    " and Chromium are installed. PNG files of your own in the folder screenshots are shown"
    " here when the packet is made anew."
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
    seen = Seen()
    if wanted.run:
        seen = run_app(wanted.path, wanted.run, screenshots=wanted.screenshots)
        project = replace(project, observations=seen.observations)
    names = {each.file for each in seen.screenshots}
    kept = (each for each in kept_screenshots(wanted.output) if each.file not in names)
    shown = (*seen.screenshots, *kept)
    why = seen.why or ("" if shown else _HOW_TO_ADD)
    return packet_of(project, review(project), shown, why)


def _with_links_asked(project: Project) -> Project:
    from gongkit.cli.checking.visiting import visit_all

    return replace(project, visits=visit_all([each.url for each in links(project.manifest)]))
