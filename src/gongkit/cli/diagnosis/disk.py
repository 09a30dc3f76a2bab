"""The disk under the store: whether there is room for what is yet to be written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from gongkit.cli.diagnosis.found import Found, State, ok
from gongkit.cli.diagnosis.stored import store_urls
from gongkit.cli.diagnosis.surroundings import Surroundings
from gongkit.errors import UsageError
from gongkit.installations.opening import sqlite_path

MEGABYTE: Final = 1_000_000
SCARCE: Final = 1_000 * MEGABYTE
TOO_LITTLE: Final = 100 * MEGABYTE
"""A sandbox's data alone take some tens of megabytes."""


def examine_disk(around: Surroundings) -> Iterator[Found]:
    """Look at the disk of every store's folder, each folder once."""
    for folder in dict.fromkeys(_folders(around)):
        yield room(folder, shutil.disk_usage(folder).free)


def room(folder: Path, free: int) -> Found:
    """Judge how much of a disk is free."""
    found = f"{free / MEGABYTE:,.0f} MB are free for {folder.resolve()}"
    if free >= SCARCE:
        return ok("disk.free", found)
    return Found(
        id="disk.free",
        state=State.ADVICE if free >= TOO_LITTLE else State.FAILED,
        found=found,
        why="A token that cannot be stored after its refresh is lost, and so is the installation.",
        next="Make room, or let GONGKIT_STORE name a place on another disk.",
    )


def _folders(around: Surroundings) -> Iterator[Path]:
    for url in store_urls(around.settings):
        try:
            folder = sqlite_path(url).parent if urlsplit(url).scheme == "sqlite" else Path()
        except UsageError:
            continue  # Said of the store.
        if folder.is_dir():
            yield folder
