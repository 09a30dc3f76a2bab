"""Clients in simulated time: what they wait for is over at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.engine.simulation import Reply, Simulation, Static

from gongkit.client._async.gong import AsyncGong
from gongkit.client._sync.gong import Gong
from gongkit.engine.effects import Steps
from gongkit.engine.perform import Options
from gongkit.engine.retry import RetryPolicy
from gongkit.engine.throttle import LocalThrottle
from gongkit.limits import UNLIMITED
from gongkit.wire import Request

HOST = "https://acme.api.gong.io"
OPTIONS = Options(throttle=LocalThrottle(UNLIMITED), retry=RetryPolicy(attempts=2))


class InstantGong(Gong):
    """A client in simulated time."""

    def __init__(self, replies: Iterable[Reply] | Callable[[Request], Reply]) -> None:
        super().__init__(Static(), options=OPTIONS)
        self.simulation = Simulation(replies)

    def run(self, steps: Steps[Any]) -> Any:
        return self.simulation.run(steps)

    @property
    def asked(self) -> list[str]:
        return [
            f"{request.method} {request.url.removeprefix(HOST)}"
            for _, request in self.simulation.sent
        ]


class InstantAsyncGong(AsyncGong):
    """The same for asyncio."""

    def __init__(self, replies: Iterable[Reply]) -> None:
        super().__init__(Static(), options=OPTIONS)
        self.simulation = Simulation(replies)

    async def run(self, steps: Steps[Any]) -> Any:
        return self.simulation.run(steps)
