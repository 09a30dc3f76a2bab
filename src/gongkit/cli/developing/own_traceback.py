"""A traceback that begins where the app's own code does: what runs it is left out."""

from __future__ import annotations

from itertools import dropwhile
from pathlib import Path
from traceback import StackSummary, TracebackException
from typing import Final

FRAME: Final = "\n  File "
"""What a traceback with any frame has in it."""


def own_traceback(error: BaseException) -> str:
    """Write an error with its frames from the present folder's first one on."""
    told = TracebackException.from_exception(error)
    each: TracebackException | None = told
    while each is not None:
        _shorten(each, Path.cwd())
        each = each.__cause__ or each.__context__
    lines = told.format() if told.stack or told.__context__ else told.format_exception_only()
    return "".join(lines).rstrip()


def _shorten(told: TracebackException, folder: Path) -> None:
    own = dropwhile(lambda frame: not _is_own(folder, frame.filename), told.stack)
    told.stack = StackSummary.from_list(
        [(_shown(folder, f.filename), f.lineno or 0, f.name, f.line) for f in own]
    )
    filename = getattr(told, "filename", None)  # A syntax error's.
    if filename:
        told.filename = _shown(folder, filename)


def _is_own(folder: Path, filename: str) -> bool:
    """Tell the app's own code from what is installed, which may lie in its folder too."""
    path = Path(filename)
    if not path.is_relative_to(folder):
        return False
    return not any(
        part.startswith(".") or part == "site-packages" for part in path.relative_to(folder).parts
    )


def _shown(folder: Path, filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else filename
