"""The app under check as a process of its own, on a free port of this machine."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from gongkit.cli.session import kill_session
from gongkit.settings import without_settings

STOP_SECONDS: Final = 5.0
_MODULE: Final = "gongkit.cli.checking.app_server"


class AppProcess:
    """The app: where it answers, and what it has written so far."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, output: Path) -> None:
        self._process, self._output = process, output
        self.url = f"http://127.0.0.1:{port}"

    def ended(self, seconds: float = 0.0) -> int | None:
        """Give its exit code once it has ended; None while it runs."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def said(self) -> list[str]:
        """Give the lines that it has written, to stdout and stderr."""
        return self._output.read_text("utf-8", "replace").splitlines()

    def stop(self) -> None:
        """Stop it, with what it has started: in order, or by force where it takes too long."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self.ended(STOP_SECONDS)
        finally:
            # An app that has ended by itself may have left others behind.
            kill_session(self._process.pid)
            self._process.wait()


@contextmanager
def running_app(
    target: str, folder: Path, settings: Mapping[str, str], output: Path
) -> Iterator[AppProcess]:
    """Start the app in its folder; stop it at the end. It need not answer yet.

    What it writes goes to the file `output`.
    """
    environment = without_settings() | dict(settings) | {"PYTHONUNBUFFERED": "1"}
    with output.open("wb") as written, _listening() as listening:
        port = listening.getsockname()[1]
        process = subprocess.Popen(  # noqa: S603 - the author's own app
            # -P: the server's own modules come before the app's, which may have any name.
            [sys.executable, "-P", "-m", _MODULE, target, str(listening.fileno())],
            # Nothing is written to it: its end tells the app that this process is gone.
            stdin=subprocess.PIPE,
            stdout=written,
            stderr=written,
            cwd=folder,
            env=environment,
            pass_fds=(listening.fileno(),),
            start_new_session=True,
        )
        # From here on only the app holds the socket: once it ends, nothing answers.
        listening.close()
        app = AppProcess(process, port, output)
        try:
            yield app
        finally:
            app.stop()


@contextmanager
def _listening() -> Iterator[socket.socket]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(128)
        yield listening
