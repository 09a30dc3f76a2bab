"""Where examples/hello-gong is: inside the installed package, or in the source tree."""

from __future__ import annotations

from pathlib import Path

import gongkit
from gongkit.errors import UsageError


def hello_gong() -> Path:
    """Find the folder of the example app."""
    package = Path(gongkit.__file__).parent
    for above in (package, package.parents[1]):
        folder = above / "examples" / "hello-gong"
        if (folder / "gong.app.toml").is_file():
            return folder
    raise UsageError("The example app is not part of this installation.")
