"""`gongkit sandbox` as a real process, started and stopped as a person or a script does it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.sandbox.box import Box

START = [sys.executable, "-c", "from gongkit.cli.main import app; app()", "sandbox"]


@contextmanager
def started(*arguments: str) -> Iterator[tuple[Box, subprocess.Popen[str]]]:
    """Start a sandbox process with --json and wait for its line; it is killed in the end."""
    process = subprocess.Popen(
        [*START, "--json", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if not line:
            raise AssertionError(process.communicate(timeout=20)[1])
        yield Box(json.loads(line)), process
    finally:
        process.kill()
        process.communicate(timeout=20)


def ended(*arguments: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a sandbox process that is expected to end by itself."""
    environment = {**os.environ, **({"XDG_DATA_HOME": str(home)} if home else {})}
    return subprocess.run(
        [*START, *arguments],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env=environment,
    )
