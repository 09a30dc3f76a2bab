"""For pytest: a sandbox that stands for Gong, the app that is tested, and who visits it.

An app's tests load it with `pytest_plugins = ["gongkit.testing.plugin"]` in conftest.py,
or `-p gongkit.testing.plugin` in the options. The app is the folder with the manifest at or
above the test; `gongkit_app` in pytest's options says where its ASGI application is.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gongkit.testing.integration import Integration, folder_of, register
from gongkit.testing.loading import loaded
from gongkit.testing.sandbox import Sandbox, running_sandbox
from gongkit.testing.served_app import ServedApp, serving
from gongkit.testing.visitor import Visitor

__all__ = ["app", "installed", "integration", "pytest_addoption", "sandbox", "visitor"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let pytest's options say where the app is."""
    parser.addini("gongkit_app", "The app's ASGI application, as MODULE:NAME.", default="app:site")


@pytest.fixture(scope="session")
def _started_sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as started:
        yield started


@pytest.fixture
def sandbox(_started_sandbox: Sandbox) -> Sandbox:
    """Give a Gong of the tests' own, in memory, as if it had just been started."""
    _started_sandbox.start_over()
    return _started_sandbox


@pytest.fixture
def integration(
    request: pytest.FixtureRequest, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> Integration:
    """Register the app's manifest in the sandbox, and set the environment that belongs to it."""
    registered = register(folder_of(request.path), sandbox)
    registered.set_environment(monkeypatch)
    return registered


@pytest.fixture
def app(pytestconfig: pytest.Config, integration: Integration) -> Iterator[ServedApp]:
    """Import the app anew and serve it, with a store in memory."""
    target: str = pytestconfig.getini("gongkit_app")
    with (
        loaded(integration.folder, target) as (module, application),
        serving(application) as port,
    ):
        yield ServedApp(module, integration, port)


@pytest.fixture
def visitor(app: ServedApp) -> Visitor:
    """Give somebody in a browser, at the app."""
    return Visitor(app)


@pytest.fixture
def installed(visitor: Visitor) -> Visitor:
    """Give the visitor once a tech admin has installed the app at the company northwind."""
    visitor.install()
    return visitor
