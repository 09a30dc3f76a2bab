"""The manifest of this folder: whether it can be read, and what is wrong with it first."""

from __future__ import annotations

from collections.abc import Iterator

from gongkit.cli.diagnosis.found import Found, State, ok
from gongkit.cli.diagnosis.surroundings import Surroundings
from gongkit.errors import ManifestError
from gongkit.manifest import FILE_NAME


def examine_manifest(around: Surroundings) -> Iterator[Found]:
    """Look at the manifest as the profile has it."""
    manifest = around.manifest
    if manifest is None:
        yield ok("manifest.valid", f"No {FILE_NAME} here; `gongkit new` begins an app")
    elif isinstance(manifest, ManifestError):
        yield _invalid(manifest)
    else:
        yield ok("manifest.valid", f"{FILE_NAME} is the manifest of {manifest.integration.name}")


def _invalid(error: ManifestError) -> Found:
    count, first = len(error.findings), error.findings[0]
    problems = "a problem" if count == 1 else f"{count} problems, the first"
    return Found(
        id="manifest.valid",
        state=State.FAILED,
        found=f"{FILE_NAME} has {problems}: {first}",
        why="The app does not start with it, and Gong's form would not take it.",
        next="`gongkit manifest validate` shows every problem with its place.",
    )
