"""Writing a manifest's file anew: wholly or not at all."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from gongkit.errors import GongkitError

_MARK = b"\xef\xbb\xbf"
"""Some editors on Windows put it first, and want to find it there."""


class CannotBeWritten(GongkitError):
    """The file could not be written; it is as it was."""

    code = "cannot_be_written"


def rewrite(path: Path, text: str) -> None:
    """Put another text into a file. Raises `CannotBeWritten`; then the file is as it was."""
    target = path.resolve()
    try:
        mark = _MARK if target.read_bytes().startswith(_MARK) else b""
        with tempfile.TemporaryDirectory(dir=target.parent) as beside:
            new = Path(beside, target.name)
            new.write_bytes(mark + text.encode())
            shutil.copymode(target, new)
            new.replace(target)
    except OSError as error:
        raise CannotBeWritten(
            f"{path} cannot be written: {error.strerror}.",
            hint="It is as it was. Check its permissions and those of its folder.",
        ) from None
