"""Waiting for work that Gong took on: asking how it goes, less and less often."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NoReturn, Protocol, TypeVar

from gongkit.engine.answer import Result
from gongkit.engine.effects import Sleep, Steps
from gongkit.errors import GongkitError, RequestFailed

FIRST_WAIT = 1.0
LONGEST_WAIT = 15.0
"""Seconds between two questions, first and in the end: ten minutes of waiting cost 45 calls."""
GROWTH = 1.5

SUCCEEDED = frozenset({"DONE", "COMPLETED"})
FAILED = "FAILED"


class Progress(Protocol):
    """An answer that says how work goes. Any status but the final ones means: ask again."""

    @property
    def status(self) -> str | None:
        """Where the work stands."""
        ...


Answer = TypeVar("Answer", bound=Progress)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Generic[Answer]):
    """Work that goes on after Gong has answered.

    `name` begins a sentence about it, `ask` makes the call that tells how it goes,
    `ask_again` is what a person writes to ask, `failure` explains an answer of FAILED.
    """

    name: str
    ask: Callable[[], Steps[Result[Answer]]]
    ask_again: str
    failure: Callable[[Answer], RequestFailed]


def wait_for(
    work: Work[Answer], timeout: float, clock: Callable[[], float] = time.monotonic
) -> Steps[Answer]:
    """Ask until the work is done; at least once, whatever the time allowed (in seconds).

    Raises `RequestFailed` where the work failed, or goes on when the time has run out.
    """
    deadline = clock() + timeout
    wait = FIRST_WAIT
    while True:
        yield Sleep(max(0.0, min(wait, deadline - clock())))
        answer = yield from _asked(work)
        if answer.status in SUCCEEDED:
            return answer
        if answer.status == FAILED:
            raise work.failure(answer)
        if clock() >= deadline:
            _give_up(work, answer, timeout)
        wait = min(wait * GROWTH, LONGEST_WAIT)


def _asked(work: Work[Answer]) -> Steps[Answer]:
    try:
        return (yield from work.ask()).answer
    except GongkitError as error:
        error.add_note(f"{work.name} may still be under way: ask with {work.ask_again}.")
        raise


def _give_up(work: Work[Answer], answer: Answer, timeout: float) -> NoReturn:
    raise RequestFailed(
        f"{work.name} was not done within {timeout:g} s; its status is {answer.status}.",
        hint=f"It may still be under way: ask with {work.ask_again}.",
    )
