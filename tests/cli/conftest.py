"""The command line as a person runs it: real processes, against a real sandbox."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.cli.app_folder import AppFolder
from tests.cli.command import COMMAND, LIMIT_SECONDS, Done, Run, environment


@pytest.fixture(scope="session")
def gongkit() -> Run:
    def run(*words: str, stdin: str = "", cwd: str = ".", **env: str) -> Done:
        return subprocess.run(
            [*COMMAND, *words],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
            cwd=cwd,
            env=environment(**env),
        )

    return run


@contextmanager
def running_sandbox() -> Iterator[Mapping[str, Any]]:
    """Run a sandbox, and give what it says of itself."""
    process = subprocess.Popen(
        [*COMMAND, "sandbox", "--json", "--port", "0", "--data", ":memory:", "--while-stdin-open"],
        # However the tests end, it ends with them.
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line, "the sandbox did not start"
        yield json.loads(line)
    finally:
        process.terminate()
        process.communicate(timeout=LIMIT_SECONDS)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Mapping[str, Any]]:
    """A running sandbox, as it describes itself."""
    with running_sandbox() as described:
        yield described


@pytest.fixture
def own_sandbox() -> Iterator[Mapping[str, Any]]:
    """A sandbox of the test's own."""
    with running_sandbox() as described:
        yield described


@pytest.fixture
def here(sandbox: Mapping[str, Any]) -> dict[str, str]:
    """The setting that names the sandbox."""
    return {"GONGKIT_APP_URL": str(sandbox["url"])}


@pytest.fixture
def app(gongkit: Run, sandbox: Mapping[str, Any], tmp_path: Path) -> AppFolder:
    """The folder of an app of the test's own, beside the sandbox."""
    return AppFolder(gongkit, tmp_path, str(sandbox["url"]))
