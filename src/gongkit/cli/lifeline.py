"""An app's process ends with the one that has started it, which holds the other end of its stdin.

Even a `kill -9` of that one closes it. Nothing that the app has started is left behind then:
nobody would be there to end it.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
import time
from typing import Final

import uvicorn

_STDIN: Final = 0
_END_SECONDS: Final = 3.0
"""How long the app has to end in order once nobody holds its stdin."""


class Lifeline:
    """Ends this process when its stdin has ended: in order, else by force.

    The process leads a session of its own. Make it before anything of the app is loaded.
    """

    def __init__(self) -> None:
        self.stdin = _own_stdin()
        self.server: uvicorn.Server | None = None
        self._cut = False
        # Made first, so called last: what the app does at its end comes before.
        atexit.register(self._at_exit)

    def first_line(self) -> bytes:
        """Read a line, or nothing where stdin ends before."""
        line = bytearray()
        while not line.endswith(b"\n"):
            piece = os.read(self.stdin, 65_536)
            if not piece:
                return b""
            line += piece
        return bytes(line)

    def watch(self) -> None:
        """Wait for the end from now on; nothing more is read."""
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while os.read(self.stdin, 4096):
            pass
        self._cut = True
        if self.server is not None:
            self.server.should_exit = True
            time.sleep(_END_SECONDS)
        _end_all()

    def _at_exit(self) -> None:
        if self._cut:
            _end_all()


def _own_stdin() -> int:
    """Keep stdin to this module: the app finds an empty one."""
    own = os.dup(_STDIN)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, _STDIN)
    os.close(nothing)
    return own


def _end_all() -> None:
    """End this process, and those that it has started."""
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)
