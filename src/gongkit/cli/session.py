"""A process that leads a session of its own, and all that it has started: ended together."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress


def kill_session(leader: int) -> None:
    """Kill what is left: the leader, and the processes that it has started."""
    with suppress(OSError):
        if sys.platform == "win32":
            os.kill(leader, signal.SIGTERM)
        else:
            os.killpg(leader, signal.SIGKILL)
