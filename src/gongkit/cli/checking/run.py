"""`gongkit check --run`: the app at a sandbox of its own, looked at from outside.

It is started, installed at a company as a tech admin does it, its pages are opened, time
is moved beyond its token's end, and it is disconnected. The rules judge what was seen.
"""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from gongkit.cli.checking.app_process import AppProcess, running_app
from gongkit.cli.checking.company import Company
from gongkit.cli.checking.journey import Journey
from gongkit.cli.checking.overheard import errors_in, last_words, secrets_in, without_secrets
from gongkit.cli.own_sandbox import running_sandbox
from gongkit.cli.target import check_target
from gongkit.errors import ManifestError
from gongkit.manifest import Manifest
from gongkit.manifest.review import Project
from gongkit.manifest.review.observations import Observations

_AT_A_SANDBOX: Final = ("dev", "staging")
"""The profiles in which an app may call a sandbox."""

_LAST_BREATH: Final = 1.0
"""How many seconds an app that does not answer may take to end."""


def observe(project: Project, target: str, timeout: float) -> Observations:
    """Run the app, and give what was seen. It has `timeout` seconds until its first answer.

    Raises UsageError for a target that is none.
    """
    check_target(target)
    profile = project.profile if project.profile in _AT_A_SANDBOX else _AT_A_SANDBOX[0]
    manifest = _manifest(project, profile)
    if manifest is None:
        why = "It was not run: the manifest has to be sound first."
        return Observations(target=target, failure=why)
    with tempfile.TemporaryDirectory() as named, running_sandbox() as sandbox:
        folder = Path(named)
        with closing(Company(sandbox.description, folder)) as company:
            company.register(manifest, project.folder)
            settings = company.settings() | {"GONGKIT_PROFILE": profile}
            with running_app(target, project.folder, settings, folder / "output") as app:
                seen = _seen(target, app, company, manifest, timeout)
            return _overheard(seen, app, company)


def _manifest(project: Project, profile: str) -> Manifest | None:
    try:
        return project.document.manifest(profile) if project.document else None
    except ManifestError:
        return None


def _seen(
    target: str, app: AppProcess, company: Company, manifest: Manifest, timeout: float
) -> Observations:
    with Journey(company, manifest, app.url) as journey:
        health = journey.health(timeout)
        seen = Observations(target=target, health=health)
        if health.status is None:
            return replace(seen, failure=_why_not(app, company, timeout))
        seen = journey.walk(seen)
        return replace(seen, ended=app.ended())


def _why_not(app: AppProcess, company: Company, timeout: float) -> str:
    """Say why there was no answer: it has ended, or takes too long."""
    code = app.ended(_LAST_BREATH)
    said = last_words(without_secrets(app.said(), company.secrets))
    if code is None:
        return f"It did not answer within {timeout:g} seconds. {said}"
    return f"It ended before it answered (exit code {code}). {said}"


def _overheard(seen: Observations, app: AppProcess, company: Company) -> Observations:
    """Add what its output tells, once it has ended."""
    said = app.said()
    errors = errors_in(without_secrets(said, company.secrets))
    secrets = secrets_in(said, company.secrets)
    return replace(seen, secrets_said=secrets, errors_said=errors)
