"""Running the command line as a person does: as a process, in a plain environment."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Protocol

COMMAND = (sys.executable, "-m", "gongkit")
LIMIT_SECONDS = 120


def environment(**more: str) -> dict[str, str]:
    """The environment without settings of its own, 80 columns wide."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKIT_", "NO_COLOR"))}
    return kept | {"COLUMNS": "80", "PYTHONWARNINGS": "error"} | more


Done = subprocess.CompletedProcess[str]


class Run(Protocol):
    """Runs `gongkit` with these words; `env` adds environment variables."""

    def __call__(self, *words: str, stdin: str = "", **env: str) -> Done: ...
