"""The folder of a packet: made anew wholly or not at all, and never in another folder's place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from gongkit.errors import GongkitError, UsageError
from gongkit.manifest.review.picture import kind_of
from gongkit.manifest.submission.comparing import Submitted, read_values
from gongkit.manifest.submission.files import VALUES
from gongkit.manifest.submission.packet import Screenshot

SCREENSHOTS: Final = "screenshots"
TITLES: Final = {
    "consent": "The page on which a tech admin approves the app.",
    "composer": "The app's page in the email composer.",
    "account": "The app's page beside an account.",
    "collective": "The app in the Collective.",
}
"""What the screenshots show that are taken at a sandbox, by their files' names."""


def check_folder(folder: Path, *, force: bool) -> None:
    """Refuse a folder that is not a packet's, or whose pages somebody has written in."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if read_values(folder) is None:
        raise UsageError(
            f"{folder} is there already, and is not a packet of gongkit submission.",
            hint="It is left alone. Name another folder with --output.",
        )
    edited = () if force else Submitted.read(folder).edited_pages()
    if edited:
        raise UsageError(
            f"{' and '.join(str(folder / name) for name in edited)} would lose what was"
            " changed there by hand.",
            hint="Name another folder with --output, or give --force to make the packet anew.",
        )


def kept_screenshots(folder: Path) -> list[Screenshot]:
    """Read the screenshots that are in a packet's folder already, the author's own too."""
    if read_values(folder) is None:
        return []
    found = sorted((folder / SCREENSHOTS).glob("*.png"), key=lambda path: path.name)
    read = [(path, path.read_bytes()) for path in found if path.is_file()]
    return [screenshot(path.stem, content) for path, content in read if kind_of(content) == "PNG"]


def screenshot(name: str, content: bytes) -> Screenshot:
    """Make a screenshot of a picture, by its file's name."""
    title = TITLES.get(name) or f"{name.replace('-', ' ').replace('_', ' ').capitalize()}."
    return Screenshot(f"{SCREENSHOTS}/{name}.png", title, content)


def write_packet(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put a packet in the place of the one that is there; what others put beside it stays."""
    target = folder.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".submission-") as beside:
            new = Path(beside) / "new"
            for name, content in files.items():
                _file(new / name).write_bytes(content)
            for name in _others(target, files):
                shutil.copy2(target / name, _file(new / name))
            _exchange(target, new, Path(beside) / "old")
    except OSError as error:
        raise GongkitError(
            f"{folder} cannot be written: {error.strerror}.",
            hint="What was there is as it was. Check the permissions of the folder around it.",
        ) from None


def _exchange(target: Path, new: Path, old: Path) -> None:
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        with suppress(OSError):
            old.rename(target)
        raise


def _others(folder: Path, files: Mapping[str, bytes]) -> Iterator[str]:
    """Name the files in a packet's folder that no packet has made."""
    values = read_values(folder) or {}
    made = {VALUES, *files, *values.get("files", ())}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in made:
            yield name


def _file(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
