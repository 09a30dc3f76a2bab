"""The servers under test, each a process of its own on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

HERE = Path(__file__).parent


@contextmanager
def sandbox(data: Path | str = ":memory:", seed: str = "1") -> Iterator[dict[str, Any]]:
    """Run a sandbox (in memory, usually) with its limits lifted; give what it prints."""
    command = [sys.executable, "-m", "gongkit", "sandbox", "--json", "--port", "0"]
    with _process([*command, "--data", str(data), "--seed", seed]) as line:
        found = json.loads(line)
        for company in found["companies"]:
            lifted = {"company": company["name"], "per_second": None, "per_day": None}
            control(found["url"], "PUT", "/_sandbox/limits", lifted)
        yield found


@contextmanager
def bare_starlette(answers: Path) -> Iterator[str]:
    """Run a Starlette app that answers each path with a file's bytes; give its URL."""
    with _process([sys.executable, str(HERE / "bare.py"), str(answers)]) as line:
        yield line.strip()


def control(url: str, method: str, path: str, body: Any = None) -> Any:
    """Ask the sandbox's control API."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(url + path, data, {"content-type": "application/json"}, method=method)
    with urlopen(request) as answer:
        return json.loads(answer.read() or b"null")


@contextmanager
def _process(command: list[str]) -> Iterator[str]:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            if not line:
                raise RuntimeError(f"{command} ended before it was ready")
            yield line
        finally:
            process.terminate()
            process.wait(10)
