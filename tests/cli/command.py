"""Running the command line as a person does: as a process, in a plain environment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import Any, Protocol

COMMAND = (sys.executable, "-m", "gongkit")
LIMIT_SECONDS = 120


def environment(**more: str) -> dict[str, str]:
    """The environment without settings of its own, 80 columns wide."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKIT_", "NO_COLOR"))}
    return kept | {"COLUMNS": "80", "PYTHONWARNINGS": "error"} | more


Done = subprocess.CompletedProcess[str]


class Run(Protocol):
    """Runs `gongkit` with these words, in a folder; `env` adds environment variables."""

    def __call__(self, *words: str, stdin: str = "", cwd: str = ".", **env: str) -> Done: ...


def interrupt(process: subprocess.Popen[Any], sign: signal.Signals = signal.SIGINT) -> None:
    """Press Ctrl-C until the process ends, as a person does.

    Python drops the interrupt where it comes in the middle of a finalizer.
    """
    for _ in range(10):
        process.send_signal(sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(LIMIT_SECONDS / 10)
            return
