"""Step 9: the app's process is killed, and a new one goes on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from gongkit.cli.story.keeping import DAYS
from gongkit.cli.story.narrator import expect, there
from gongkit.cli.story.stage import Installed, Stage
from gongkit.settings import without_settings

WAIT_SECONDS = 30.0


def survive_kill(stage: Stage, installed: Installed) -> None:
    """Kill the process that calls as the installation, and start another."""
    about = (
        "The app's process is killed at its work (SIGKILL: it can tidy nothing up). Another one"
        " starts with the store and its key."
    )
    with stage.tell.step("Kill the app's process", about):
        now = stage.network.control("GET", f"{stage.url}/_sandbox/clock").json()["now"]
        with _app_process(installed) as first:
            calls = _ask(stage, first)
            _send(stage, first)
            first.kill()
        with _app_process(installed) as second:
            again = _ask(stage, second)
        stage.tell.rows(
            [
                (f"process {first.pid}", f"{calls} calls, then killed"),
                (f"process {second.pid}", f"{again} calls"),
            ]
        )
        expect(again == calls, "the new process gets the same answer")
        log = stage.network.control(
            "GET", f"{stage.url}/_sandbox/requests", operation="token", since=now
        )
        requests = log.json()["requests"]
        stage.tell.exchange(log, got={"token requests": len(requests)})
        expect(not requests, "no token was asked for")
        stage.tell.proven("The new process found the installation, and went on with its tokens.")


@contextmanager
def _app_process(installed: Installed) -> Iterator[subprocess.Popen[str]]:
    """Start a process of the app; it is gone at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "gongkit.cli.story.app_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=without_settings() | installed.environment(),
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=WAIT_SECONDS)


def _send(stage: Stage, process: subprocess.Popen[str]) -> None:
    since = stage.now - timedelta(days=DAYS)
    stdin = there(process.stdin, "the process listens")
    print(since.isoformat(), stage.now.isoformat(), file=stdin, flush=True)


def _ask(stage: Stage, process: subprocess.Popen[str]) -> int:
    _send(stage, process)
    line = there(process.stdout, "the process answers").readline()
    expect(line.strip().isdigit(), "the app's process answers with a number of calls")
    return int(line)
