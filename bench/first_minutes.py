"""How long the first ten minutes take: the README's commands, by somebody new."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import Report, compare
from tests.cli.first_minutes import Newcomer, in_order

ROUNDS = 5


def measure() -> list[Report]:
    _, make, (change, dev), _ = in_order()
    goals = {make: 2, dev: 5, "pytest": 10, "gongkit check": 5, "gongkit check --run app:site": 15}
    return [
        _report(command, _timed(command, make, change, dev), goal)
        for command, goal in goals.items()
    ]


def _report(command: str, run: Callable[[], float], goal: int) -> Report:
    title = f"{command}{' (until it is ready)' if command.endswith(' dev') else ''}"
    return compare(title, "ms", {command: run}, goal=goal * 1000, at_most=True, rounds=ROUNDS)


def _timed(command: str, make: str, change: str, dev: str) -> Callable[[], float]:
    def run() -> float:
        with _newcomer() as newcomer:
            if command == make:
                return _clocked(lambda: newcomer.run(make))
            newcomer.run(make)
            newcomer.change_folder(change)
            if command != dev:
                return _clocked(lambda: newcomer.run(command))
            started = time.perf_counter()
            with newcomer.developing() as terminal:
                terminal.until("Ready in")
                taken = (time.perf_counter() - started) * 1000
                terminal.end()
            return taken

    return run


def _clocked(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


@contextmanager
def _newcomer() -> Iterator[Newcomer]:
    with tempfile.TemporaryDirectory() as folder:
        yield Newcomer(Path(folder))
