"""Ports of this machine: which are taken, and waiting until they are not."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from collections.abc import Iterable
from typing import Final

_LOOK_AGAIN_SECONDS: Final = 0.3
_LAST_PORT: Final = 65_535
LOOPBACKS: Final = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
"""A browser that is sent to localhost may go to either."""


def taken(ports: Iterable[int]) -> list[int]:
    """Give those on which a program listens."""
    return [
        port for port in ports if any(_is_taken(family, host, port) for family, host in LOOPBACKS)
    ]


def free_after(port: int) -> int:
    """Find a port that could be used instead."""
    following = range(port + 1, min(port + 100, _LAST_PORT))
    return next((each for each in following if not taken([each])), _LAST_PORT)


async def until_free(ports: Iterable[int]) -> None:
    """Wait until nobody listens on any of them."""
    wanted = list(ports)
    while taken(wanted):  # noqa: ASYNC110 - nobody tells when a port becomes free
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)


def _is_taken(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        with socket.socket(family) as trial:
            if os.name == "posix":
                # What is only being closed is not in the way.
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as error:
        return error.errno == errno.EADDRINUSE
    return False
