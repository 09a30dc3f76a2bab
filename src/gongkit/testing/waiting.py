"""Waiting for what the app does in its own time, such as telling its listeners."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LOOK_SECONDS = 0.02


def eventually(check: Callable[[], T], *, seconds: float = 10.0) -> T:
    """Ask until the answer is true, and give it; AssertionError where it is not in time."""
    ends, pause = time.monotonic() + seconds, threading.Event()
    while not (found := check()):
        if time.monotonic() > ends:
            raise AssertionError(f"It has not come true within {seconds:g} seconds: {found!r}")
        pause.wait(LOOK_SECONDS)
    return found
