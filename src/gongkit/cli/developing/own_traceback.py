"""A traceback that begins where the app's own code does: what runs it is left out.

One of gongkit's own errors also ends there: its sentences say what happened further in.
"""

from __future__ import annotations

from itertools import dropwhile
from pathlib import Path
from traceback import FrameSummary, StackSummary, TracebackException
from typing import Final

from gongkit.errors import GongkitError

FRAME: Final = "\n  File "
"""What a traceback with any frame has in it."""


def own_traceback(error: BaseException) -> str:
    """Write an error with its frames from the present folder's first one on."""
    told = TracebackException.from_exception(error)
    each: TracebackException | None = told
    its: BaseException | None = error
    while each is not None:
        _shorten(each, Path.cwd(), ends_own=isinstance(its, GongkitError))
        each = each.__cause__ or each.__context__
        its = its and (its.__cause__ or its.__context__)
    lines = told.format() if told.stack or told.__context__ else told.format_exception_only()
    return "".join(lines).rstrip()


def _shorten(told: TracebackException, folder: Path, *, ends_own: bool) -> None:
    def is_others(frame: FrameSummary) -> bool:
        return not _is_own(folder, frame.filename)

    own = list(dropwhile(is_others, told.stack))
    if ends_own:
        own = [*dropwhile(is_others, reversed(own))][::-1]
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
