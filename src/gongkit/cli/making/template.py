"""The templates: each is a folder that would run as it is, but for the files that all share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import gongkit
from gongkit.errors import UnknownName

FOLDER: Final = Path(gongkit.__file__).parent / "templates"
SHARED: Final = FOLDER / "_common"
"""What every template has, unless it has a file of that name itself."""

_MANIFEST: Final = "gong.app.toml"


@dataclass(frozen=True, slots=True)
class Template:
    """A template, by its folder."""

    folder: Path

    @property
    def name(self) -> str:
        """What it is asked for by."""
        return self.folder.name

    @property
    def description(self) -> str:
        """What it makes: the first paragraph of its README."""
        readme = (self.folder / "README.md").read_text("utf-8")
        return " ".join(readme.split("\n\n")[1].split())

    @property
    def files(self) -> dict[str, Path]:
        """Its files, by the path that each has in the folder that is made."""
        return dict(sorted({**_files_of(SHARED), **_files_of(self.folder)}.items()))


def all_templates() -> tuple[Template, ...]:
    """Give every template there is, by name."""
    found = sorted(FOLDER.iterdir())
    return tuple(Template(folder) for folder in found if (folder / _MANIFEST).is_file())


def find_template(name: str) -> Template:
    """Find a template. Raises `UnknownName`."""
    known = {template.name: template for template in all_templates()}
    if name not in known:
        raise UnknownName("template", name, known)
    return known[name]


def _files_of(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in _walk(folder)}


def _walk(folder: Path) -> Iterator[Path]:
    """Find the files of a folder, without what Python and others keep beside them."""
    for path in folder.iterdir():
        if path.is_file():
            yield path
        elif not re.match(r"\.|__", path.name):
            yield from _walk(path)
