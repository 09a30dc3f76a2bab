"""The app's folder, and `.gongkit` in it: what `gongkit dev` keeps from one run to the next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from gongkit.errors import GongkitError
from gongkit.manifest import FILE_NAME

PRIVATE: Final = ".gongkit"
_IGNORE_ALL: Final = "# What gongkit dev keeps here belongs to this machine.\n*\n"


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder where the app's manifest is."""

    path: Path

    def has_manifest(self) -> bool:
        """Tell whether there is one."""
        return (self.path / FILE_NAME).is_file()

    @property
    def private(self) -> Path:
        """Where development's own files are; git does not see them."""
        return self.path / PRIVATE

    @property
    def sandbox_data(self) -> Path:
        """The sandbox's file, unless another is named."""
        return self.private / "sandbox.db"

    @property
    def store_file(self) -> Path:
        """The file of the app's installations."""
        return self.private / "installations.db"

    @property
    def store(self) -> str:
        """The URL of the app's installations."""
        return "sqlite:///" + quote(self.store_file.as_posix())

    def prepare(self) -> None:
        """Make what is missing. Raises GongkitError where that cannot be written."""
        ignore = self.private / ".gitignore"
        try:
            self.private.mkdir(exist_ok=True)
            if not ignore.exists():
                ignore.write_text(_IGNORE_ALL, "utf-8")
        except OSError as error:
            raise GongkitError(
                f"{PRIVATE} cannot be written: {error.strerror}.",
                hint="It keeps the sandbox and the installations: run this where you may write.",
            ) from error
