"""An app's folder with tests of its own, which pytest runs in a process, as its author does."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.cli.command import environment

from gongkit import manifest

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


def register(folder: Path, app_url: str) -> dict[str, str]:
    """Register an app's manifest of development at a sandbox; give the settings it needs."""
    tables = manifest.to_json(manifest.load(folder, profile="dev")) | {"published": True}
    request = urllib.request.Request(
        f"{app_url}/_sandbox/integrations", json.dumps(tables).encode(), method="POST"
    )
    with urllib.request.urlopen(request) as answer:
        made = json.load(answer)
    return {
        "GONGKIT_APP_URL": app_url,
        "GONGKIT_CLIENT_ID": made["client_id"],
        "GONGKIT_CLIENT_SECRET": made["client_secret"],
    }


@contextmanager
def behind_uvicorn(folder: Path, port: int, settings: Mapping[str, str]) -> Iterator[None]:
    """Serve an app as its README says, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "uvicorn", "app:site", "--port", str(port)],
        cwd=folder,
        env=environment(**settings),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said: list[str] = []
    try:
        while "Uvicorn running" not in "".join(said):
            said.append(process.stderr.readline())
            assert said[-1], "".join(said)
        yield
    finally:
        process.terminate()
        process.communicate(timeout=LIMIT_SECONDS)
