"""A review as GitHub's workflow commands: notes beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gongkit.cli.checking.folders import Folders
from gongkit.manifest.review import Evidence, Grade, Outcome, Project, Review

_COMMANDS: Final = {Grade.FAIL: "error", Grade.REVIEW: "warning"}


def github_report(project: Project, review: Review) -> Iterator[str]:
    """Write a line for what fails and for what needs review."""
    folders = Folders.repository(project.folder)
    for grade in _COMMANDS:
        for outcome in review.of(grade):
            yield _command(outcome, project, folders)


def _command(outcome: Outcome, project: Project, folders: Folders) -> str:
    first = (*outcome.evidence, Evidence(project.manifest_path.name, 1))[0]
    seen = folders.seen(first)
    properties = {
        "file": seen.path,
        "line": str(seen.line),
        **({"col": str(seen.column)} if seen.column else {}),
        "title": f"{outcome.rule.id}: {outcome.rule.title}",
    }
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[outcome.grade]} {written}::{_data(f'{outcome.message} {outcome.fix}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
