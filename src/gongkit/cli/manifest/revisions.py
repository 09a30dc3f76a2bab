"""An older manifest: a file, or what a revision of git has in its place."""

from __future__ import annotations

from pathlib import Path

from gongkit.errors import UsageError
from gongkit.manifest import FILE_NAME, Document
from gongkit.manifest.repository import ask_git


def read_old(old: str, new: Path) -> Document:
    """Read a file or folder, or else the revision of the new manifest that is called so.

    Raises `UsageError` where it is neither, and `ManifestError` where it is no TOML.
    """
    if Path(old).exists():
        return Document.read(old)
    folder, name = (new, FILE_NAME) if new.is_dir() else (new.parent, new.name)
    shown = ask_git(folder, "show", "--end-of-options", f"{old}:./{name}")
    if shown is None:
        raise UsageError(
            f"{old!r} is neither a file nor a revision of git that has {name}.",
            hint="Name another manifest, the folder of one, or a revision such as HEAD~1.",
        )
    return Document.of(shown)
