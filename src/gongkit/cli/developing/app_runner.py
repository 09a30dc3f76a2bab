"""The app's process, as `gongkit dev` starts it.

Its first line on stdin is an `Order`: until that comes, while the sandbox is still
starting, it loads what every app needs. It ends when stdin does.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
import time
import traceback
from itertools import dropwhile
from pathlib import Path
from typing import Final, NoReturn

import msgspec
import uvicorn

import gongkit.app.gong_app  # noqa: F401 - ahead of the app, which will need it
from gongkit.cli.developing.app_order import READY, Order
from gongkit.cli.developing.finding import application
from gongkit.errors import GongkitError

STARTUP_FAILED: Final = 3
_STDIN: Final = 0
_END_SECONDS: Final = 3.0
"""How long the app has to end in order once nobody holds its stdin."""

_LOGGING: Final = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(levelname)s: %(message)s"},
        "access": {"()": "gongkit.cli.developing.access_line.AccessLine"},
    },
    "handlers": {
        "plain": {"class": "logging.StreamHandler", "formatter": "plain"},
        "access": {"class": "logging.StreamHandler", "formatter": "access"},
    },
    "loggers": {
        # Its notes about starting and stopping are told by gongkit dev.
        "uvicorn": {"handlers": ["plain"], "level": "WARNING", "propagate": False},
        "uvicorn.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
    },
}


class _Server(uvicorn.Server):
    """Uvicorn's server, which says when it answers."""

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            print(READY, flush=True)


class _Life:
    """Ends this process when its stdin has ended: in order, else by force."""

    def __init__(self, stdin: int) -> None:
        self._stdin = stdin
        self.server: uvicorn.Server | None = None

    def watch(self) -> None:
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while os.read(self._stdin, 4096):
            pass
        if self.server is not None:
            self.server.should_exit = True
            time.sleep(_END_SECONDS)
        os._exit(0)


def run() -> None:
    """Wait for the order, and serve the app until it is over."""
    stdin = _own_stdin()
    line = _first_line(stdin)
    if not line:
        return
    order = msgspec.json.decode(line, type=Order)
    os.environ.update(order.settings)
    sys.path.insert(0, str(Path.cwd()))
    life = _Life(stdin)
    life.watch()
    try:
        found = application(importlib.import_module(order.module), order.name)
    except Exception as error:  # noqa: BLE001 - whatever the app's own code raises
        _fail(error)
    config = uvicorn.Config(
        found,
        host=order.host,
        port=order.port,
        log_config=_LOGGING,
        timeout_graceful_shutdown=1,
    )
    life.server = _Server(config)
    life.server.run()
    if not life.server.started:
        sys.exit(STARTUP_FAILED)


def _own_stdin() -> int:
    """Keep stdin to this module: the app finds an empty one."""
    own = os.dup(_STDIN)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, _STDIN)
    os.close(nothing)
    return own


def _first_line(stdin: int) -> bytes:
    line = bytearray()
    while not line.endswith(b"\n") and (piece := os.read(stdin, 65_536)):
        line += piece
    return bytes(line)


def _fail(error: Exception) -> NoReturn:
    """Show what went wrong from where the app's own code begins."""
    folder = Path.cwd()
    told = traceback.TracebackException.from_exception(error)
    own = list(dropwhile(lambda frame: not _is_own(folder, frame.filename), told.stack))
    told.stack = traceback.StackSummary.from_list(
        [(_shown(folder, f.filename), f.lineno or 0, f.name, f.line) for f in own]
    )
    if isinstance(error, SyntaxError) and error.filename:
        told.filename = _shown(folder, error.filename)
    if own:
        lines = "".join(told.format())
    elif isinstance(error, GongkitError):
        lines = f"{error}\n"
    else:
        lines = "".join(told.format_exception_only())
    print(lines, end="", file=sys.stderr, flush=True)
    sys.exit(1)


def _is_own(folder: Path, filename: str) -> bool:
    """Tell the app's own code from what is installed, which may lie in its folder too."""
    path = Path(filename)
    if not path.is_relative_to(folder):
        return False
    return not any(
        part.startswith(".") or part == "site-packages" for part in path.relative_to(folder).parts
    )


def _shown(folder: Path, filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else filename


if __name__ == "__main__":
    run()
