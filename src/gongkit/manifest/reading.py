"""Reading a manifest from its file or from JSON: all findings at once, or a `Manifest`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from gongkit.errors import ManifestError
from gongkit.manifest.agreement import disagreements
from gongkit.manifest.finding import Code, Finding
from gongkit.manifest.model import Manifest
from gongkit.manifest.shape import Shape

FILE_NAME = "gong.app.toml"
MAX_BYTES = 1_000_000
"""No manifest is longer; a larger file is something else."""


def load(path: Path | str) -> Manifest:
    """Read a manifest from a file, with the logos it names looked for beside it.

    Raises ManifestError with every finding. A folder stands for the `gong.app.toml`
    in it.
    """
    path = Path(path)
    if path.is_dir():
        path /= FILE_NAME
    return _manifest(_tables(path), str(path), path.parent)


def from_toml(content: bytes | str) -> Manifest:
    """Read a manifest from what a `gong.app.toml` holds.

    Files that it names are not looked for. Raises ManifestError with every finding.
    """
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    return _manifest(_parsed(raw, FILE_NAME), FILE_NAME, None)


def from_json(tables: Mapping[str, Any]) -> Manifest:
    """Read a manifest from JSON: the same tables and keys as in the file.

    Files that it names are not looked for. Raises ManifestError with every finding.
    """
    if not isinstance(tables, Mapping):
        raise _refused("The manifest", Code.WRONG_TYPE, "manifest", "It is not a JSON object.", "")
    return _manifest(tables, "The manifest", None)


def to_json(manifest: Manifest) -> dict[str, Any]:
    """Write a manifest as JSON values, as `from_json` reads it; what is not set is left out."""
    written: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(manifest))
    return written


def _manifest(tables: Mapping[str, Any], source: str, folder: Path | None) -> Manifest:
    shape = Shape()
    sound = shape.of_manifest(tables)
    findings = [*shape.findings, *disagreements(sound, folder)]
    if findings:
        raise ManifestError(source, findings)
    return msgspec.convert(sound, Manifest)


def _tables(path: Path) -> dict[str, Any]:
    return _parsed(_content(path), str(path))


def _parsed(content: bytes, source: str) -> dict[str, Any]:
    if len(content) > MAX_BYTES:
        raise _refused(
            source,
            Code.FILE_TOO_LARGE,
            "file",
            "It is larger than 1 MB.",
            f"Name the app's {FILE_NAME}.",
        )
    try:
        # utf-8-sig: some editors on Windows put a byte order mark first.
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _refused(
            source,
            Code.NOT_UTF8,
            f"byte {error.start}",
            "The file is not UTF-8.",
            "Save it as UTF-8.",
        ) from None
    except RecursionError:
        raise _refused(
            source, Code.TOML_SYNTAX, "file", "It is nested too deeply.", "Flatten it."
        ) from None
    except ValueError as error:
        raise _syntax_error(source, str(error)) from None


def _content(path: Path) -> bytes:
    source = str(path)
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        fix = f"Name the {FILE_NAME} of your app, or the folder that holds it."
        raise _refused(source, Code.FILE_MISSING, "file", "There is no such file.", fix) from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise _refused(
            source,
            Code.FILE_UNREADABLE,
            "file",
            f"It cannot be read: {why}.",
            "Check its name and permissions.",
        ) from None


def _syntax_error(source: str, said: str) -> ManifestError:
    """Put tomllib's message, `… (at line 3, column 7)`, into a finding."""
    found = re.search(r" ?\(at (line \d+, column \d+|end of document)\)", said)
    place = found[1] if found else "file"
    message = said.replace(found[0], "") if found else said
    return _refused(
        source, Code.TOML_SYNTAX, place, f"This is not TOML: {message}.", "See https://toml.io."
    )


def _refused(source: str, code: Code, place: str, message: str, fix: str) -> ManifestError:
    return ManifestError(source, [Finding(code, place, message, fix)])
