"""An older manifest: a file, or what a revision of git has in its place."""

from __future__ import annotations

import subprocess
from pathlib import Path

from gongkit.errors import UsageError
from gongkit.manifest import FILE_NAME, Document


def read_old(old: str, new: Path) -> Document:
    """Read a file or folder, or else the revision of the new manifest that is called so.

    Raises `UsageError` where it is neither, and `ManifestError` where it is no TOML.
    """
    if Path(old).exists():
        return Document.read(old)
    folder, name = (new, FILE_NAME) if new.is_dir() else (new.parent, new.name)
    try:
        shown = subprocess.run(  # noqa: S603 - git, in the manifest's own folder
            ["git", "show", "--end-of-options", f"{old}:./{name}"],  # noqa: S607
            cwd=folder,
            capture_output=True,
            check=False,
        )
    except OSError:
        shown = None
    if shown is None or shown.returncode:
        raise UsageError(
            f"{old!r} is neither a file nor a revision of git that has {name}.",
            hint="Name another manifest, the folder of one, or a revision such as HEAD~1.",
        )
    return Document.of(shown.stdout)
