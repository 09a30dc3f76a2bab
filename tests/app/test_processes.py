"""Apps as real processes: of Django, killed while they tell, and stopped in order."""

from __future__ import annotations

import asyncio
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tests.app.installing import Registered, Visit
from tests.app.processes import configured, served

from gongkit.app.configuration import open_keyring
from gongkit.app.gong_app import GongApp
from gongkit.clock import ManualClock
from gongkit.errors import CredentialsError
from gongkit.installations.sqlite import SqliteStore
from gongkit.settings import Settings

DJANGO = """
from django.conf import settings
from django.http import HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="planted-django-key",
)
urlpatterns = [path("hello", lambda request: HttpResponse(f"hello from {request.path}"))]

from django.core.asgi import get_asgi_application
from gongkit import GongApp

gong = GongApp.from_manifest("gong.app.toml")
application = gong.beside(get_asgi_application(), at="/gong")
"""


def test_beside_django(registered: Registered, visit: Visit, tmp_path: Path, port: int) -> None:
    with served(DJANGO, registered, tmp_path, port) as process:
        hello = visit.browser.get(f"http://localhost:{port}/hello")
        assert (hello.status, hello.text) == (200, "hello from /hello")
        assert visit.browser.get(f"http://localhost:{port}/gongs").status == 404
        answer = visit.install()
        assert (answer.status, "Deal Notes is connected" in answer.text) == (200, True)
        assert visit.browser.get(f"{visit.url}/ready").status == 200
    assert process.returncode in {0, -signal.SIGTERM}
    assert len(opened(registered, tmp_path).list()) == 1


DYING = """
import os, signal
from gongkit import GongApp

gong = GongApp.from_manifest("gong.app.toml")

@gong.on_installed
def die(company):
    os.kill(os.getpid(), signal.SIGKILL)

application = gong.beside(None, at="/gong")
"""


def test_a_process_is_killed_before_the_listeners_know(
    registered: Registered, visit: Visit, tmp_path: Path, port: int
) -> None:
    heard: list[str] = []
    with served(DYING, registered, tmp_path, port) as process:
        callback = visit.approve()
        with suppress(OSError):  # it may die before its answer is out
            visit.browser.get(callback)
        assert process.wait(timeout=30) == -signal.SIGKILL

    store = opened(registered, tmp_path, ahead=120)
    (installation,) = store.list()
    app = registered.app(store)

    @app.on_installed
    def hear(company: str) -> None:
        heard.append(company)

    asyncio.run(told(app))
    assert heard == [installation.company]


SLOW = """
import threading, time
from pathlib import Path
from gongkit import GongApp

gong = GongApp.from_manifest("gong.app.toml")

@gong.on_installed
def hear(company):
    Path("begun").touch()
    time.sleep(0.5)
    Path("ended").write_text(company)

application = gong.beside(None, at="/gong")
"""


def test_a_listener_under_way_ends_before_the_process(
    registered: Registered, visit: Visit, tmp_path: Path, port: int
) -> None:
    with served(SLOW, registered, tmp_path, port) as process:
        assert visit.install().status == 200
        deadline = time.monotonic() + 20
        while not (tmp_path / "begun").exists():
            assert time.monotonic() < deadline
        process.terminate()
        process.wait(timeout=30)
    store = opened(registered, tmp_path, ahead=120)
    (installation,) = store.list()
    assert (tmp_path / "ended").read_text() == installation.company
    assert store.next_change(1) is None, "it counts as told"


def test_from_manifest_takes_the_environment(
    registered: Registered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in configured(registered, tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    app = GongApp.from_manifest("gong.app.toml")
    app.installations.install("acme", registered.grant())
    assert app.client("acme").users.list().first() is not None
    app.close()
    app.installations.close()

    monkeypatch.delenv("GONGKIT_CLIENT_SECRET")
    with pytest.raises(CredentialsError, match="GONGKIT_CLIENT_SECRET"):
        GongApp.from_manifest("gong.app.toml")


async def told(app: GongApp) -> None:
    await app._teller.tell_all()
    await app._teller.settled()


def opened(registered: Registered, folder: Path, *, ahead: float = 0) -> SqliteStore:
    """Open the store of a process, at a moment that may lie ahead."""
    path = folder / "installations.db"
    settings = Settings(app_url=registered.gong.url, store=f"sqlite:///{path}")
    clock = ManualClock(time.time() + ahead)
    keyring = open_keyring(settings)
    return SqliteStore(path, keyring, client_id=registered.oauth.client_id, clock=clock)
