"""The app run for a packet: what it calls, and how it looks."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from gongkit.cli.output import note
from gongkit.manifest.review import Project
from gongkit.manifest.review.observations import Observations
from gongkit.manifest.submission.packet import Screenshot

_PROFILE: Final = "dev"
"""The app runs on this machine, whatever it is handed in for."""
_START_SECONDS: Final = 15.0
"""How long the app has until its first answer."""
_NO_PLAYWRIGHT: Final = (
    "None was taken: Playwright is not installed. Install it with `pip install playwright`."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What came of a run. `why` says why there are no screenshots, or not all."""

    observations: Observations | None = None
    screenshots: tuple[Screenshot, ...] = ()
    why: str = ""


def run_app(path: Path, target: str, *, screenshots: bool) -> Seen:
    """Run the app as a check does, and once more to look at it with a browser."""
    project = Project.read(path, profile=_PROFILE)
    seen = Seen(observations=_observed(project, target))
    return _with_screenshots(seen, project, target) if screenshots else seen


def _observed(project: Project, target: str) -> Observations:
    from gongkit.cli.checking.run import observe

    _say(f"Running {target} at a sandbox …")
    return observe(project, target, _START_SECONDS)


def _with_screenshots(seen: Seen, project: Project, target: str) -> Seen:
    from gongkit.cli.submitting.chromium import has_playwright

    if not has_playwright():
        return replace(seen, why=_NO_PLAYWRIGHT)
    from gongkit.cli.submitting.screenshots import take_screenshots

    _say("Taking screenshots …")
    taken = take_screenshots(project, target)
    observed = seen.observations
    if observed is not None:
        # Some pages only call when somebody has signed in, as a browser can.
        observed = replace(observed, called=(*observed.called, *taken.called))
    return Seen(observations=observed, screenshots=taken.screenshots, why=taken.why)


def _say(text: str) -> None:
    if sys.stderr.isatty():
        note(text)
