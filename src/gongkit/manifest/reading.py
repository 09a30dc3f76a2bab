"""Reading a manifest from its file or from JSON: all findings at once, or a `Manifest`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import msgspec

from gongkit.decoders import converted
from gongkit.errors import ManifestError
from gongkit.manifest.agreement import disagreements
from gongkit.manifest.document import Document, refused
from gongkit.manifest.finding import Code, Finding
from gongkit.manifest.model import Manifest
from gongkit.manifest.shape import Shape


def load(path: Path | str, *, profile: str | None = None) -> Manifest:
    """Read a manifest from a file, with the logos it names looked for beside it.

    A folder stands for the `gong.app.toml` in it. The `profile` (dev, staging or prod) is
    laid over the file's tables. Raises ManifestError with every finding.
    """
    return Document.read(path).manifest(profile)


def from_toml(content: bytes | str, *, profile: str | None = None) -> Manifest:
    """Read a manifest from what a `gong.app.toml` holds, as `load` does.

    Files that it names are not looked for. Raises ManifestError with every finding.
    """
    return Document.of(content).manifest(profile)


def from_json(tables: Mapping[str, Any]) -> Manifest:
    """Read a manifest from JSON: the same tables and keys as in the file, without profiles.

    Files that it names are not looked for. Raises ManifestError with every finding.
    """
    source = "The manifest"
    if not isinstance(cast("object", tables), Mapping):
        problem = Finding(Code.WRONG_TYPE, "manifest", "It is not a JSON object.", "")
        raise refused(source, problem)
    shape = Shape()
    sound = shape.of_manifest(tables)
    findings = [*shape.findings, *disagreements(sound, None)]
    if findings:
        raise ManifestError(source, findings)
    return converted(sound, Manifest)


def to_json(manifest: Manifest) -> dict[str, Any]:
    """Write a manifest as JSON values, as `from_json` reads it; what is not set is left out."""
    written: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(manifest))
    return written
