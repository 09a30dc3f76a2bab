"""What the engine may ask of a driver, and the credentials it asks for."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from gongkit.redact import Secret
from gongkit.wire import Request

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Send:
    """Send a request; the result is a `Response`.

    Raises `ConnectionFailed` or `AnswerLost` into the generator.
    """

    request: Request


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait so many seconds; no result."""

    seconds: float


@dataclass(frozen=True, slots=True)
class InStore:
    """Do blocking work on an installation store; the result is what `work` returns.

    The asyncio driver runs it on a thread, never on the event loop.
    """

    work: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class ToTheEnd:
    """Run these steps to their end, even where the caller is cancelled meanwhile.

    The result is theirs. For what must not be left half done: a refresh whose answer
    nobody stores would cost the installation.
    """

    steps: Generator[Any, Any, Any]


Effect = Send | Sleep | InStore | ToTheEnd

Steps = Generator[Effect, Any, T]
"""Decisions that yield effects and end with a T."""


@dataclass(frozen=True, slots=True)
class Authorization:
    """Where a call goes and the value of its Authorization header."""

    base_url: str
    header: Secret


class Credentials(Protocol):
    """Gives the authorization for each call to one company."""

    @property
    def company(self) -> str:
        """Whose limits the calls spend: calls of one company share one throttle."""
        ...

    def authorization(self, rejected: Authorization | None) -> Steps[Authorization]:
        """Give the authorization to use now.

        `rejected` is the one that Gong has just answered 401 to, None on the first
        try. Credentials that cannot change give the same one again.
        """
        ...
