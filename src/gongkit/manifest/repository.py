"""The repository that a project is in, asked through git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

_SECONDS: Final = 30
_OF_ONE_REPOSITORY: Final = frozenset(
    (
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"),
        *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE"),
    )
)
"""What git tells its hooks. It is meant for where the hook began, and not for another folder."""


def ask_git(folder: Path, *words: str) -> bytes | None:
    """Give what a command of git writes in a folder.

    None where it fails: there is no git, no repository, or no such thing in it.
    """
    environment = {k: v for k, v in os.environ.items() if k not in _OF_ONE_REPOSITORY}
    try:
        done = subprocess.run(  # noqa: S603 - git, in the project's own folder
            ("git", *words),  # noqa: S607
            cwd=folder,
            env=environment,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout
