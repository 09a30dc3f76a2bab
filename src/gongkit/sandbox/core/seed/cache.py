"""The demo data of the latest starts, kept in files, so that the next start need not make it.

A file is for one seed and one day, and for the very source that made it. Whatever is not
as it was written counts as missing, and so does a folder that cannot be used.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from gongkit.sandbox.core.seed.people import midnight
from gongkit.sandbox.core.state import State, open_state, state_of_image

KEPT = 4
"""So many files; each has about 15 MB."""

_NAME = "demo-"
_PACKAGE = Path(__file__).parents[3]
_DIGEST_BYTES = hashlib.sha256().digest_size


def planted(seed: str, now: float, folder: Path | None) -> State:
    """Give a state in memory with what `plant` makes: from the folder, if it is there.

    If it is not, it is made, and put there for the next time. None keeps nothing.
    """
    key = None if folder is None else _key(seed, now)
    if folder is None or key is None:
        return _made(seed, now)
    path = folder / f"{_NAME}{key.hex()[:32]}"
    image = _read(path, key)
    if image is not None:
        return state_of_image(image)
    state = _made(seed, now)
    with suppress(OSError):
        _write(path, key, state.image())
        _forget_old(folder)
    return state


def _made(seed: str, now: float) -> State:
    from gongkit.sandbox.core.seed.planting import plant

    state = open_state(None)
    plant(state, seed, now)
    return state


def _key(seed: str, now: float) -> bytes | None:
    """Sum up what the demo data depends on: what was asked for, and what makes it.

    None where this package's source is not in files.
    """
    sources = list(_sources())
    if Path(__file__) not in sources:
        return None
    made_by = (sys.version, sqlite3.sqlite_version, msgspec.__version__)
    asked = (seed, midnight(now).isoformat())
    key = hashlib.sha256(repr((*made_by, *asked)).encode())
    for path in sources:
        content = path.read_bytes()
        key.update(f"{path.name} {len(content)} ".encode())
        key.update(content)
    return key.digest()


def _sources() -> Iterator[Path]:
    # Not by rglob, which takes longer than reading all the files.
    for folder, folders, names in os.walk(_PACKAGE):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (Path(folder, name) for name in sorted(names) if name.endswith((".py", ".sql")))


def _read(path: Path, key: bytes) -> bytes | None:
    try:
        with path.open("rb") as file:
            digest, image = file.read(_DIGEST_BYTES), file.read()
    except OSError:
        return None
    return image if digest == _digest(key, image) else None


def _write(path: Path, key: bytes, image: bytes) -> None:
    """Write a file for the user alone, of which nobody ever sees a half."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_NAME)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123  (it is open already)
            file.write(_digest(key, image))
            file.write(image)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink()
        raise


def _digest(key: bytes, image: bytes) -> bytes:
    digest = hashlib.sha256(key)
    digest.update(image)
    return digest.digest()


def _forget_old(folder: Path) -> None:
    """Keep the latest; what a killed process left unfinished goes with the others."""
    found = sorted(folder.glob(f"{_NAME}*"), key=lambda file: file.stat().st_mtime)
    for file in found[:-KEPT]:
        file.unlink()
