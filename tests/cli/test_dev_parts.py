"""The parts of `gongkit dev` that decide something, each by itself."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.ports import free_port
from watchfiles import Change

from gongkit.cli.developing.app_order import Order
from gongkit.cli.developing.app_process import AppProcess
from gongkit.cli.developing.control import Control
from gongkit.cli.developing.declared import Declared
from gongkit.cli.developing.finding import application, find_module
from gongkit.cli.developing.log_lines import AccessLine
from gongkit.cli.developing.own_traceback import own_traceback
from gongkit.cli.developing.place import Place, astray, install_url, place_of
from gongkit.cli.developing.registering import Client, MissingConsent, Registering
from gongkit.cli.developing.screen import Screen, Speaker
from gongkit.cli.developing.watching import Watching, _meant
from gongkit.cli.target import check_target
from gongkit.errors import GongkitError, UsageError
from gongkit.manifest import from_json
from gongkit.manifest.addresses import mount_of
from gongkit.redact import MASK, Secret


async def test_changes_are_told_apart_and_most_do_not_matter() -> None:
    changes = Watching()
    code = {"app.py", "shop/models.py", "templates/a.html", "shop/static/deep/b.css"}
    registration = {"gong.app.toml", "logo.SVG", "pictures/button.png"}
    for path in (
        ".gongkit/sandbox.db",
        ".venv/lib/module.py",
        "venv/lib/module.py",
        "node_modules/x/static/y.js",
        "shop/__pycache__/models.py",
        ".#app.py",
        "app.py~",
        "README.md",
        "shop/gong.app.toml",
        "tests/test_app.py",
    ):
        changes.add(Path(path))
    for path in sorted(code | registration):
        changes.add(Path(path))
    changed = await changes.take()
    assert (changed.code, changed.registration) == (code, registration)


def test_a_new_folder_is_looked_into_but_for_what_the_app_does_not_load(tmp_path: Path) -> None:
    for name in ("shop/models.py", "shop/node_modules/deep/a.js", "shop/.cache/b.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    meant = list(_meant(Change.added, str(tmp_path / "shop")))
    assert meant == [tmp_path / "shop", tmp_path / "shop/models.py"]


async def test_a_folder_that_cannot_be_watched_is_an_error() -> None:
    changes = Watching()
    changes.fail(OSError("OS file watch limit reached"))
    with pytest.raises(GongkitError, match="watch limit") as caught:
        await changes.take()
    assert "--no-reload" in caught.value.hint


def test_the_application_is_found_by_looking(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no app\.py, main\.py, asgi\.py or server\.py"):
        find_module(tmp_path)
    (tmp_path / "server.py").touch()
    assert find_module(tmp_path) == "server"
    (tmp_path / "main").mkdir()
    (tmp_path / "main" / "__init__.py").touch()
    assert find_module(tmp_path) == "main"
    (tmp_path / "app.py").touch()
    assert find_module(tmp_path) == "app"


def test_the_first_name_that_can_be_called_is_it() -> None:
    module = ModuleType("shop")
    module.__dict__.update(site="https://shop.example", app=print, api=len, inner=module)
    assert application(module, None) is print
    assert application(module, "inner.api") is len
    with pytest.raises(UsageError, match="shop has no application named site"):
        application(module, "site")


@pytest.mark.parametrize("target", ["app", "app:", ":site", "app.py:site", "a b:c", "app:site:x"])
def test_what_is_no_target(target: str) -> None:
    with pytest.raises(UsageError, match="does not say where"):
        check_target(target)


@pytest.mark.parametrize(
    ("redirect_uri", "mount"),
    [
        ("http://localhost:8000/gong/callback", "http://localhost:8000/gong"),
        ("https://app.example/callback", "https://app.example"),
        ("https://app.example/a/b/callback?to=/c/d", "https://app.example/a/b"),
    ],
)
def test_the_app_is_mounted_where_its_redirect_uri_is(redirect_uri: str, mount: str) -> None:
    assert mount_of(redirect_uri) == mount


def test_host_and_port_come_from_the_redirect_uri_on_this_machine() -> None:
    def asked(*uris: str, port: int | None = None, **links: str) -> tuple[Place, str | None]:
        tables = {"name": "A", "scopes": ["api:users:read"], "redirect_uris": list(uris)}
        manifest = from_json({"integration": tables | ({"links": links} if links else {})})
        place = place_of(manifest, port)
        return place, install_url(manifest, place)

    here = "http://localhost:9000/gong/callback"
    assert asked("https://a.example/cb", here) == (
        Place("localhost", 9000, here),
        "http://localhost:9000/gong/install",
    )
    six = "http://[::1]:9001/callback"
    place, start = asked(six, authorization="http://localhost:9001/begin")
    assert (place.url, place.listen_host) == ("http://[::1]:9001", "::1")
    assert start == "http://localhost:9001/begin"
    other = asked(here, port=9002, authorization="http://localhost:9000/gong/install")
    assert other == (Place("localhost", 9002, None), None)
    assert asked("https://a.example/cb") == (Place("localhost", 8000, None), None)


def test_urls_that_lead_elsewhere_than_to_the_app_are_named() -> None:
    here, there = "http://localhost:9001/gong", "http://localhost:9000/gong"
    integration = {"name": "A", "scopes": ["api:users:read"], "domains": ["a.example"]}
    integration |= {"redirect_uris": [f"{here}/callback"]}
    iframe = {"allowed_origins": ["http://localhost:9001", "https://a.example"]}

    def asked(link: str, composer: str) -> tuple[list[str], str | None]:
        composers = {"url": composer, "label": "Insert"}
        manifest = from_json(
            {
                "integration": integration | {"links": {"authorization": link}},
                "iframe": iframe | {"email_composer": composers},
            }
        )
        place = place_of(manifest, None)
        return astray(manifest, place), install_url(manifest, place)

    assert asked(f"{here}/begin", f"{here}/composer") == ([], f"{here}/begin")
    assert asked(f"{there}/begin", "http://localhost:9001/composer") == (
        ["integration.links.authorization"],
        f"{here}/install",
    )
    assert asked("https://a.example/begin", "https://a.example/composer")[0] == []


class HeardScreen(Screen):
    """Keeps what is said, and says when there is something."""

    def __init__(self) -> None:
        super().__init__(lost=pytest.fail)
        self.heard: asyncio.Queue[tuple[str, ...]] = asyncio.Queue()

    def say(self, who: Speaker, text: str, *styles: str) -> None:
        self.heard.put_nowait((f"{who}: {text}", *styles))


async def test_an_app_that_hangs_while_it_is_loaded_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkit.cli.developing.app_process.LATE_SECONDS", 0)
    (tmp_path / "app.py").write_text("import threading\nthreading.Event().wait()\n")
    screen = HeardScreen()
    process = await AppProcess.prepare(tmp_path, screen)
    order = Order(module="app", name=None, host="127.0.0.1", port=free_port(), settings={})
    running = asyncio.create_task(process.run(order))
    try:
        told, *styles = await screen.heard.get()
        assert told.startswith("dev: The app does not answer yet, after 0 s. Something in it may")
        assert styles == ["yellow"]
    finally:
        running.cancel()
        await process.stop()


def test_a_traceback_has_the_app_s_own_code_and_gongkit_s_errors_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code = "def refused(): check_target('app')\ndef wrong(): decode(b'{')\n"
    names: dict[str, Any] = {"check_target": check_target, "decode": json.loads}
    exec(compile(code, str(tmp_path / "app.py"), "exec"), names)

    def told(name: str) -> list[str]:
        with pytest.raises((UsageError, ValueError)) as caught:
            names[name]()
        return [line for line in own_traceback(caught.value).splitlines() if "File" in line]

    assert told("refused") == ['  File "app.py", line 1, in refused']
    first, *further = told("wrong")
    assert first == '  File "app.py", line 2, in wrong'
    assert all("json" in line for line in further)
    assert further


def test_lines_fit_and_hold_no_secret(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    screen = Screen(lost=pytest.fail)
    screen.hide(Secret("s3cret"))
    screen.say("app", f"\x1b[31m    the key is s3cret\x1b[0m {'word ' * 9}\x07\n\nend")
    url = "http://127.0.0.1:4664/" + "x" * 40
    screen.say("gong", url)
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        f"app     │     the key is {MASK} word word",
        "app     │       word word word word word",
        "app     │       word word ?",
        "app     │",
        "app     │ end",
        f"gong    │ {url}",
    ]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/gong/callback?code=planted&state=planted", "/gong/callback"),
        ("/gong/webhooks/planted", f"/gong/webhooks/{MASK}"),
        ("/gong/webhooks/planted/again?key=planted", f"/gong/webhooks/{MASK}/again"),
        ("/webhooks/", "/webhooks/"),
    ],
)
def test_a_request_is_logged_without_what_is_secret_in_its_url(path: str, shown: str) -> None:
    args = ("127.0.0.1:5000", "POST", path, "1.1", 200)
    record = logging.LogRecord("uvicorn.access", logging.INFO, "", 0, "%s %s %s", args, None)
    assert AccessLine().format(record) == f"POST {shown} 200"


class _Listing(Control):
    """A control API that lists these installations, the latest first, and takes any app."""

    def __init__(self, *installations: dict[str, Any]) -> None:
        self._listed = list(installations)

    async def get(self, path: str = "") -> dict[str, Any]:
        del path
        return {"integrations": [], "installations": self._listed}

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        del path, body
        return {"client_id": "ours", "client_secret": "s3cret-of-ours"}


async def test_the_secret_of_the_app_is_shown_by_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    integration = 'name = "N"\nscopes = ["api:users:read"]\nredirect_uris = ["https://n.io/back"]\n'
    (tmp_path / "gong.app.toml").write_text(f"[integration]\n{integration}")
    monkeypatch.chdir(tmp_path)
    screen = Screen(lost=pytest.fail)
    await Declared(Registering(_Listing(), tmp_path), screen).read()
    screen.say("app", "got s3cret-of-ours")
    said = capsys.readouterr().out
    assert f"got {MASK}" in said
    assert "s3cret" not in said


async def test_only_companies_that_have_the_app_now_must_consent_again(tmp_path: Path) -> None:
    asked = ["api:users:read", "api:calls:read:basic"]
    manifest = from_json(
        {"integration": {"name": "N", "scopes": asked, "redirect_uris": ["https://n.io/callback"]}}
    )

    def installed(
        company: str, scopes: list[str], status: str = "active", client: str = "ours"
    ) -> dict[str, Any]:
        return {"client_id": client, "company": company, "scopes": scopes, "status": status}

    listing = _Listing(
        installed("left", [], "ended"),
        installed("kestrel", asked[:1]),
        installed("northwind", asked),
        installed("left", asked[:1]),
        installed("northwind", []),
        installed("elsewhere", [], client="theirs"),
    )
    missing = await Registering(listing, tmp_path).missing_consents(
        Client("ours", Secret("s")), manifest
    )
    assert missing == [MissingConsent("kestrel", (asked[1],))]
