"""What the paths of a report are relative to: where its reader stands."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from gongkit.manifest.review.rule import Evidence


class Folders:
    """Leads from a project's folder to where its paths are read from."""

    def __init__(self, project: Path, reader: Path) -> None:
        self._way = Path(os.path.relpath(project.resolve(), reader.resolve()))

    @classmethod
    def here(cls, project: Path) -> Folders:
        """Lead from the present folder, for a person at a terminal."""
        return cls(project, Path())

    @classmethod
    def repository(cls, project: Path) -> Folders:
        """Lead from the root of the repository, or else from the present folder.

        That is how GitHub names files.
        """
        above = (project.resolve(), *project.resolve().parents)
        root = next((folder for folder in above if (folder / ".git").exists()), Path())
        return cls(project, root)

    def seen(self, evidence: Evidence) -> Evidence:
        """Give the evidence with the path that its reader knows."""
        return replace(evidence, path=(self._way / evidence.path).as_posix())
