"""A sandbox as a process of its own, in memory and on free ports, for as long as it is needed."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import IO, Any

import msgspec

from gongkit.errors import SandboxError
from gongkit.settings import without_settings

START_SECONDS = 60.0
STOP_SECONDS = 10.0

_COMMAND = ("sandbox", "--json", "--port", "0", "--data", ":memory:", "--while-stdin-open")


class OwnSandbox:
    """A running sandbox: what it said of itself when it was ready, and its process."""

    def __init__(self, process: subprocess.Popen[bytes], description: dict[str, Any]) -> None:
        self._process, self.description = process, description

    def wait(self) -> None:
        """Wait until it ends. It should not: raises SandboxError."""
        code = self._process.wait()
        raise SandboxError(f"The sandbox has stopped by itself (exit code {code}).")


@contextmanager
def running_sandbox() -> Iterator[OwnSandbox]:
    """Start a sandbox; stop it at the end. Raises SandboxError if it does not get ready.

    SIGTERM meanwhile ends this process as Ctrl-C does: in order, with nothing left behind.
    """
    with _ending_in_order(), tempfile.TemporaryFile() as errors:
        # Its own session: Ctrl-C is for this process, which then stops the sandbox in order.
        process = subprocess.Popen(  # noqa: S603 - our own command
            # -P: not from the present folder, where the app's modules may have any name.
            [sys.executable, "-P", "-m", "gongkit", *_COMMAND],
            # Nothing is written to it: its end tells the sandbox that this process is gone.
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=without_settings(),
            start_new_session=True,
        )
        try:
            yield OwnSandbox(process, _description(process, errors))
        finally:
            _stop(process)


@contextmanager
def _ending_in_order() -> Iterator[None]:
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(_: int, __: FrameType | None) -> None:
    raise SystemExit(128 + signal.SIGTERM)


def _description(process: subprocess.Popen[bytes], errors: IO[bytes]) -> dict[str, Any]:
    impatience = threading.Timer(START_SECONDS, process.kill)
    impatience.start()
    try:
        line = process.stdout.readline() if process.stdout else b""
    finally:
        impatience.cancel()
    if not line:
        process.wait()
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace").strip()
        # What `gongkit sandbox` reports is a message, and below it what to do.
        message, _, hint = said.removeprefix("Error: ").partition("\n")
        raise SandboxError(
            f"The sandbox did not start: {message or 'it gave no reason'}", hint=hint
        )
    description: dict[str, Any] = msgspec.json.decode(line)
    return description


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout):
        if stream:
            stream.close()
