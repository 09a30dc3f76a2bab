"""`gongkit dev` as a developer has it: an app's folder, and a terminal that is read."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPResponse
from pathlib import Path
from typing import IO

from tests.cli.command import COMMAND, LIMIT_SECONDS, environment, interrupt
from tests.ports import free_port

APP = """
import os

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from gongkit import GongApp

gong = GongApp.from_manifest("gong.app.toml")


async def home(request):
    return PlainTextResponse("first edition")


async def crash(request):
    os._exit(7)


async def wrong(request):
    return {}["missing"]


async def profile(request):
    return PlainTextResponse(os.environ["GONGKIT_PROFILE"])


async def client(request):
    return PlainTextResponse(os.environ["GONGKIT_CLIENT_ID"])


site = Starlette(
    routes=[
        Route("/", home),
        Route("/crash", crash),
        Route("/wrong", wrong),
        Route("/profile", profile),
        Route("/client", client),
        Mount("/gong", app=gong),
    ],
    lifespan=gong.lifespan,
)
"""


class App:
    """The folder of an app, on a port of its own."""

    def __init__(self, path: Path) -> None:
        self.path, self.port = path, free_port()
        self.write(APP)
        self.declare("api:users:read")

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def write(self, code: str, name: str = "app.py") -> None:
        """Save the code, as an editor does it."""
        (self.path / name).write_text(code)

    def declare(self, *scopes: str, name: str = "Deal Notes") -> None:
        """Save the manifest."""
        lines = [
            "[integration]",
            f'name = "{name}"',
            f"scopes = [{', '.join(map(repr, scopes))}]",
            f'redirect_uris = ["{self.url}/gong/callback"]',
        ]
        (self.path / "gong.app.toml").write_text("\n".join(lines) + "\n")

    def get(self, path: str = "/") -> str:
        """Read a page of the running app."""
        with urllib.request.urlopen(self.url + path, timeout=LIMIT_SECONDS) as answer:
            assert isinstance(answer, HTTPResponse)
            return answer.read().decode()


class Terminal:
    """A running `gongkit dev`, and what it has said so far."""

    def __init__(self, process: subprocess.Popen[bytes], output: IO[bytes]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._coming: queue.Queue[str | None] = queue.Queue()
        self._over = False
        threading.Thread(target=self._read, args=(output,), daemon=True).start()

    def _read(self, output: IO[bytes]) -> None:
        # This is how a terminal ends.
        with suppress(OSError):
            for line in output:
                self._coming.put(line.decode().rstrip("\r\n"))
        self._coming.put(None)

    def _next(self) -> bool:
        """Read one more line; tell whether there was one."""
        line = None if self._over else self._coming.get(timeout=LIMIT_SECONDS)
        self._over = line is None
        if line is not None:
            self.lines.append(line)
        return not self._over

    def until(self, text: str) -> str:
        """Read on to the line that has this text, and give that line."""
        with suppress(queue.Empty):
            while self._next():
                if text in self.lines[-1]:
                    return self.lines[-1]
        raise AssertionError(f"{text!r} has not come; so far:\n{self.said}")

    @property
    def said(self) -> str:
        """Everything that was read."""
        return "\n".join(self.lines)

    def exported(self) -> dict[str, str]:
        """The settings that it gives for other commands."""
        lines = (line.partition("export ")[2] for line in self.lines)
        return dict(line.split("=", 1) for line in lines if line)

    def rest(self) -> str:
        """Read to the end, and give everything that was said."""
        while self._next():
            pass
        return self.said

    def end(self, sign: signal.Signals = signal.SIGINT) -> int:
        """Press Ctrl-C; give the exit code."""
        interrupt(self.process, sign)
        self.rest()
        return self.process.wait(LIMIT_SECONDS)


@contextmanager
def running(
    folder: Path, *words: str, output: tuple[int, int] | None = None, **env: str
) -> Iterator[Terminal]:
    """Run `gongkit dev` in a folder, on free ports; `output` are the ends of a pty."""
    ours, theirs = output or os.pipe()
    ports = () if "--sandbox-port" in words or "GONGKIT_APP_URL" in env else ("--sandbox-port", "0")
    with os.fdopen(ours, "rb", buffering=0) as reading:
        process = subprocess.Popen(
            [*COMMAND, "dev", *words, *ports],
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=environment(**env),
        )
        os.close(theirs)
        terminal = Terminal(process, reading)
        try:
            yield terminal
        finally:
            process.kill()
            process.wait(LIMIT_SECONDS)
            terminal.rest()
