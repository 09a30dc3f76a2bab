"""Running sandboxes: one that tests share, and fresh ones for those that change its ways."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from tests.sandbox.box import Box, Serving, running
from tests.sandbox.demo_calls import planted_state

from gongkit.clock import SYSTEM_CLOCK
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.sandbox import Sandbox
from gongkit.sandbox.core.state import State, open_state
from gongkit.sandbox.server.cache_folder import cache_folder
from gongkit.sandbox.server.serving import Options


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data file with the demo data, to copy; planting takes longer than copying."""
    path = tmp_path_factory.mktemp("planted") / "sandbox.db"
    state = open_state(path)
    Sandbox(state, SYSTEM_CLOCK, Hosts("127.0.0.1", 1), cache=cache_folder())
    state.close()
    return path


@pytest.fixture(scope="session")
def box(planted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """A sandbox without limits, shared by tests that leave clock, settings and log alone."""
    copy = tmp_path_factory.mktemp("shared") / "sandbox.db"
    shutil.copy(planted, copy)
    with running(Options(data=copy, port=0)) as shared:
        shared.lift_limits()
        yield shared


@pytest.fixture
def data(planted: Path, tmp_path: Path) -> Path:
    """A data file of the test's own."""
    path = tmp_path / "sandbox.db"
    shutil.copy(planted, path)
    return path


@pytest.fixture(scope="session")
def ending() -> Iterator[ExitStack]:
    """What is left of the sandbox that was told to stop last, which takes it a moment."""
    with ExitStack() as left:
        yield left


@pytest.fixture
def own_box(
    planted: Path, tmp_path_factory: pytest.TempPathFactory, ending: ExitStack
) -> Iterator[Box]:
    """A sandbox of the test's own, with Gong's limits."""
    path = tmp_path_factory.mktemp("own") / "sandbox.db"
    shutil.copy(planted, path)
    serving = Serving(Options(data=path, port=0))
    yield serving.box
    serving.stop()
    ending.close()  # the one before this
    ending.callback(path.unlink)
    ending.callback(serving.join)


@pytest.fixture
def planting() -> Iterator[Callable[..., State]]:
    """Plants the demo data into states that end with the test; see `planted_state`."""
    with ExitStack() as opened:
        yield lambda *given, **named: opened.enter_context(closing(planted_state(*given, **named)))
