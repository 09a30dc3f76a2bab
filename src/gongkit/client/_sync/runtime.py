"""What waiting means here: the thread waits."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def sleep(seconds: float) -> None:
    """Wait so many seconds."""
    time.sleep(seconds)


def on_thread(work: Callable[[], T]) -> T:
    """Do blocking work on this thread."""
    return work()


def to_the_end(work: T) -> T:
    """Give the result: the thread has done the work before anything else."""
    return work
