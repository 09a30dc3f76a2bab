"""Writing an app's folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gongkit.cli.making.naming import Naming
from gongkit.cli.making.template import Template
from gongkit.errors import GongkitError, UsageError

_MAY_BE_THERE: Final = {".git"}
_TEXT: Final = {".html", ".md", ".py", ".toml"}


@dataclass(frozen=True, slots=True)
class Made:
    """A folder that was made."""

    folder: Path
    naming: Naming
    template: Template
    files: tuple[str, ...]


def make_app(where: str, template: Template, name: str | None) -> Made:
    """Make the folder of an app.

    Raises `UsageError` for a folder with files in it and a name that is none, and
    `GongkitError` for what cannot be written.
    """
    folder = Path(where)
    naming = Naming.of_folder(folder) if name is None else Naming(name.strip())
    try:
        _check_empty(folder)
        for target, source in template.files.items():
            _write(folder / target, source, naming)
    except OSError as error:
        raise GongkitError(
            f"{error.filename or folder} cannot be written: {error.strerror}.",
            hint="Choose a folder that is yours to write.",
        ) from None
    return Made(folder, naming, template, tuple(template.files))


def _check_empty(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file.", hint="Name a folder that is not there yet.")
    there = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if there - _MAY_BE_THERE:
        raise UsageError(
            f"{folder} is not empty; nothing was written.",
            hint="Name a folder that is not there yet, or has nothing but .git in it.",
        )


def _write(target: Path, source: Path, naming: Naming) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    if source.suffix in _TEXT:
        content = naming.put_into(content.decode(), source.suffix).encode()
    target.write_bytes(content)
