"""Runs the engine's decisions in simulated time: no network, no waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from gongkit.clock import ManualClock
from gongkit.engine.effects import Authorization, InStore, Send, Sleep, Steps
from gongkit.redact import Secret
from gongkit.wire import Request, Response

T = TypeVar("T")

Reply = Response | Exception


@dataclass
class Simulation:
    """Answers `Send` from a script (or a function), and lets `Sleep` move the clock."""

    replies: Iterable[Reply] | Callable[[Request], Reply]
    clock: ManualClock = field(default_factory=lambda: ManualClock(1000.0))
    sent: list[tuple[float, Request]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not callable(self.replies):
            script = iter(self.replies)
            self.replies = lambda _: next(script)

    def run(self, steps: Steps[T]) -> T:
        try:
            effect: Any = next(steps)
            while True:
                match effect:
                    case Sleep(seconds):
                        self.slept.append(seconds)
                        self.clock.advance(seconds)
                        effect = steps.send(None)
                    case InStore(work):
                        effect = steps.send(work())
                    case Send(request):
                        self.sent.append((self.clock.now(), request))
                        assert callable(self.replies)
                        reply = self.replies(request)
                        if isinstance(reply, Exception):
                            effect = steps.throw(reply)
                        else:
                            effect = steps.send(reply)
        except StopIteration as end:
            value: T = end.value
            return value


class Static:
    """Credentials that never change."""

    company = "acme"

    def authorization(self, rejected: Authorization | None) -> Steps[Authorization]:  # noqa: ARG002
        yield from ()
        return Authorization("https://acme.api.gong.io", Secret("Bearer planted-token"))


class Refreshing:
    """Credentials that have a new token after each rejection."""

    company = "acme"

    def __init__(self) -> None:
        self.rejections = 0

    def authorization(self, rejected: Authorization | None) -> Steps[Authorization]:
        yield from ()
        if rejected is not None:
            self.rejections += 1
        return Authorization("https://acme.api.gong.io", Secret(f"Bearer token-{self.rejections}"))


def answered(status: int, body: str = "{}", **headers: str) -> Response:
    """Make a response; header names with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, named, body.encode())


def refused(status: int, *errors: str, **headers: str) -> Response:
    """Make an error in Gong's shape."""
    said = ",".join(f'"{error}"' for error in errors)
    return answered(status, f'{{"requestId":"r-1","errors":[{said}]}}', **headers)
