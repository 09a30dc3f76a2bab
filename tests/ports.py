"""Ports of this machine for what a test starts later."""

from __future__ import annotations

import socket
import sys


def free_port() -> int:
    """Give a port on which nothing listens, and which nobody else is given while the tests run.

    On Linux it stays bound here without listening: then the system hands it to nobody, and
    who asks for it by its number, and with SO_REUSEADDR as servers do, may listen on it.
    Programs take seconds to start on a busy machine, in which it would be lost at times.
    """
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        if sys.platform == "linux":
            held.detach()
        return port
