"""`gongkit check --run`: the app at a sandbox of its own, looked at from outside.

It is started, installed at a company as a tech admin does it, its pages are opened, time
is moved beyond its token's end, and it is disconnected. The rules judge what was seen.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from gongkit.cli.checking.app_process import AppProcess, check_target, running_app
from gongkit.cli.checking.company import Company
from gongkit.cli.checking.journey import Journey, origins_of
from gongkit.cli.checking.overheard import errors_in, last_words, secrets_in
from gongkit.cli.checking.visitor import Visitor
from gongkit.cli.story.child import running_sandbox
from gongkit.http import HttpTransport
from gongkit.installations.keyring import generate_key
from gongkit.manifest import Manifest
from gongkit.manifest.review import Project
from gongkit.manifest.review.observations import Observations
from gongkit.settings import without_settings

START_SECONDS: Final = 15.0
"""How long the app has until its first answer."""


def observe(project: Project, target: str) -> Observations:
    """Run the app, and give what was seen. Raises UsageError for a target that is none."""
    check_target(target)
    if project.findings or project.manifest is None:
        why = "It was not run: the manifest has to be sound first."
        return Observations(target=target, failure=why)
    with running_sandbox() as sandbox, tempfile.TemporaryDirectory() as folder:
        company = Company(sandbox.description)
        company.register(project.manifest, project.folder)
        settings = _settings(project, company, Path(folder))
        environment = without_settings() | settings | {"PYTHONUNBUFFERED": "1"}
        with running_app(target, project.folder, environment) as app:
            seen = _journey(target, app, company, project.manifest)
            known = company.secrets_of(Path(folder) / "app.db", settings["GONGKIT_KEY"])
            said = app.said()
        return replace(seen, secrets_said=secrets_in(said, known), errors_said=errors_in(said))


def _settings(project: Project, company: Company, folder: Path) -> dict[str, str]:
    return {
        "GONGKIT_APP_URL": company.app_url,
        "GONGKIT_CLIENT_ID": company.client_id,
        "GONGKIT_CLIENT_SECRET": company.client_secret.reveal(),
        "GONGKIT_KEY": generate_key(),
        "GONGKIT_STORE": f"sqlite:///{folder / 'app.db'}",
        "GONGKIT_PROFILE": project.profile or "dev",
    }


def _journey(target: str, app: AppProcess, company: Company, manifest: Manifest) -> Observations:
    transport = HttpTransport()
    try:
        visitor = Visitor(transport, app.url, origins_of(manifest))
        journey = Journey(visitor, company, manifest)
        return _seen(target, app, journey)
    finally:
        transport.close()


def _seen(target: str, app: AppProcess, journey: Journey) -> Observations:
    seen: dict[str, Any] = {"health": journey.health(START_SECONDS)}
    if seen["health"].status is None:
        return Observations(target=target, failure=_why_not(app))
    return Observations(target=target, **seen, **journey.walk())


def _why_not(app: AppProcess) -> str:
    """Say why there was no answer: it has ended, or takes too long."""
    code = app.ended(1.0)
    if code is None:
        return f"It did not answer within {START_SECONDS:.0f} seconds. {last_words(app.said())}"
    return f"It ended before it answered (exit code {code}). {last_words(app.said())}"
