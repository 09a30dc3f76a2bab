"""One sandbox for the session, and an app that is served beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from tests.app.installing import Registered, Visit, register
from tests.app.serving import Browser, serving
from tests.auth.local_gong import LocalGong, running
from tests.ports import free_port

from gongkit.app.gong_app import GongApp


@pytest.fixture(scope="session")
def started() -> Iterator[LocalGong]:
    with running() as found:
        yield found


@pytest.fixture
def gong(started: LocalGong) -> LocalGong:
    started.control("DELETE", "faults")
    started.control("PUT", "oauth", refresh="rotate")
    started.forget_requests()
    return started


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def registered(gong: LocalGong, port: int) -> Registered:
    return register(gong, f"http://localhost:{port}/gong/callback")


@pytest.fixture
def visit(registered: Registered, port: int) -> Visit:
    return Visit(registered, Browser(port), f"http://localhost:{port}/gong")


@pytest.fixture
def serve(port: int) -> Iterator[Callable[[GongApp], GongApp]]:
    """Serve an app under /gong of a Starlette application."""
    with ExitStack() as stack:

        def start(app: GongApp) -> GongApp:
            outer = Starlette(routes=[Mount("/gong", app=app)], lifespan=app.lifespan)
            stack.enter_context(serving(outer, port))
            return app

        yield start
