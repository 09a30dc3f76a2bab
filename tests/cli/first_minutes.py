"""The README's first ten minutes: its commands, run in an empty folder by somebody new.

The tests hold what they show, the benchmark how long they take, the README has a picture.
"""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import requests
from tests.cli.command import LIMIT_SECONDS, environment
from tests.cli.developing import Terminal, running

README = Path(__file__).parents[2] / "README.md"
APP, GONG = "http://localhost:8000", "http://127.0.0.1:4664"
"""Where the README says that they are."""
DEV = "gongkit dev"


def commands() -> list[str]:
    """Give the commands of the chapter, in their order."""
    chapter = README.read_text("utf-8").partition("\n## Ten minutes\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"^```sh\n(.*?)^```$", chapter, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def in_order() -> tuple[str, str, list[str], list[str]]:
    """Take the chapter apart: the installation, making an app, and what is run beside it."""
    install, make, change, dev, *others = commands()
    if not (install.startswith("pip install ") and change.startswith("cd ") and dev == DEV):
        raise AssertionError("the chapter installs, makes an app, goes to its folder, runs it")
    return install, make, [change, dev], others


class Newcomer:
    """Somebody at a terminal, with nothing but an empty folder and gongkit installed."""

    def __init__(self, home: Path) -> None:
        self._home = self._folder = home
        self._environment = environment(
            PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            HOME=str(home),
            XDG_DATA_HOME=str(home / ".local"),
            TERM="xterm-256color",
            # Other plugins of pytest that may be there have warnings of their own.
            PYTHONWARNINGS="",
        )

    def change_folder(self, command: str) -> None:
        """Do what `cd` does."""
        self._folder /= command.removeprefix("cd ")

    def run(self, command: str) -> str:
        """Run a command on a terminal, and give what that shows. It has to work."""
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            command,
            shell=True,
            cwd=self._folder,
            env=self._environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        shown = b"".join(_pieces(ours)).decode().replace("\r\n", "\n")
        os.close(ours)
        if process.wait(LIMIT_SECONDS):
            raise AssertionError(f"$ {command}\n{shown}")
        return shown

    @contextmanager
    def developing(self) -> Iterator[Terminal]:
        """Run `gongkit dev` on a terminal, at the ports it takes by itself."""
        words = ("--no-open", "--sandbox-port", "4664")
        env = {name: self._environment[name] for name in ("HOME", "XDG_DATA_HOME", "TERM")}
        with running(self._folder, *words, output=pty.openpty(), **env) as terminal:
            yield terminal


def connect(company: str = "northwind") -> str:
    """Connect the running app with a company, as a browser does; give the page at the end."""
    with requests.Session() as browser:
        signed_in = {"email": "ana@acme.example"}
        browser.post(f"{APP}/sign-in", data=signed_in, timeout=LIMIT_SECONDS)
        begun = browser.get(f"{APP}/gong/install", allow_redirects=False, timeout=LIMIT_SECONDS)
        consent: dict[str, str | bool] = dict(parse_qsl(urlsplit(begun.headers["location"]).query))
        del consent["response_type"]
        consent |= {"company": company, "approve": True}
        answer = browser.post(f"{GONG}/_sandbox/consent", json=consent, timeout=LIMIT_SECONDS)
        back = browser.get(answer.json()["redirect_to"], timeout=LIMIT_SECONDS)
        back.raise_for_status()
        return back.text


def _pieces(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Linux says so when the other end is closed
            return
        if not piece:
            return
        yield piece
