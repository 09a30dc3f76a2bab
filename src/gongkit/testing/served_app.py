"""The app that is tested, behind uvicorn on a free port, from a thread of this process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import uvicorn

from gongkit.testing.integration import Integration

START_SECONDS = 30.0
STOP_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class ServedApp:
    """An app, which is reached at `port` by those who ask for its own origin."""

    module: ModuleType
    integration: Integration
    port: int


@contextmanager
def serving(application: Any) -> Iterator[int]:
    """Serve an ASGI application, and give the port; stop it in order."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        server = _Server(application)
        thread = threading.Thread(
            target=lambda: server.run(sockets=[listening]), name="the app", daemon=True
        )
        thread.start()
        try:
            server.wait_until_ready()
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(STOP_SECONDS)


class _Server(uvicorn.Server):
    """Uvicorn's server, which says when it has started, or has not."""

    def __init__(self, application: Any) -> None:
        super().__init__(
            uvicorn.Config(application, lifespan="on", log_config=None, access_log=False)
        )
        self._over = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit:
            self.should_exit = True  # which ends this thread, and not the tests
        finally:
            self._over.set()

    def wait_until_ready(self) -> None:
        assert self._over.wait(START_SECONDS), "the app has not started in time"  # noqa: S101
        assert self.started, "the app did not start; its log says why"  # noqa: S101
