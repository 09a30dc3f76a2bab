"""The folder in which `gongkit sandbox` keeps its data, unless it is told another place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial

from gongkit.cli.diagnosis.found import Found, State, ok
from gongkit.cli.diagnosis.surroundings import Surroundings
from gongkit.cli.sandbox import default_data


def examine_sandbox_data(around: Surroundings) -> Iterator[Found]:  # noqa: ARG001
    """Look whether the folder is there, and whether it may be written."""
    folder = default_data().parent
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
        yield Found(
            id="sandbox.data",
            state=State.FAILED,
            found=f"{there} is not a folder that may be written",
            why="A sandbox cannot keep its data there.",
            next="Run `gongkit sandbox --data PATH`, or make it one.",
        )
    elif there != folder:
        yield Found(
            id="sandbox.data",
            state=State.OK,
            found=f"No sandbox has been here; the first one makes {folder}",
            fix=partial(folder.mkdir, parents=True, exist_ok=True),
        )
    else:
        yield ok("sandbox.data", f"A sandbox keeps its data in {folder}")
