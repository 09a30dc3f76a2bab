"""An app's folder with tests of its own, which pytest runs in a process, as its author does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.cli.command import environment

LIMIT_SECONDS = 240
STRICT = ("-W", "error", "-p", "no:asyncio", "-p", "no:cacheprovider")
"""Warnings are errors, but for those of plugins that the app does not use."""


def run_pytest(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run an app's tests."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *STRICT, *words],
        cwd=folder,
        env=environment(**env),
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )


def outcomes(done: subprocess.CompletedProcess[str]) -> dict[str, int]:
    """Read how many tests passed, failed, and went wrong."""
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""
    return {kind: int(count) for count, kind in re.findall(r"(\d+) (\w+?)s?\b", last)}
