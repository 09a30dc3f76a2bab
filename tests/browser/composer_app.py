"""examples/composer-app as a process on a free port, and what its users do in a browser."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from playwright.async_api import FrameLocator, Page, expect
from tests.browser.person import Person
from tests.cli.command import environment
from tests.ports import free_port
from tests.sandbox.box import Box, Client

from gongkit.cli.registration import registration
from gongkit.manifest import load

COMPOSER_APP = Path(__file__).parents[2] / "examples/composer-app"
_PYTHON = (sys.executable, "-W", "error")


@dataclass(frozen=True, slots=True)
class ComposerApp:
    """The app in a folder of its own. But for the port it is as it is in the repository."""

    folder: Path
    port: int

    @classmethod
    def copy_to(cls, folder: Path) -> Self:
        port = free_port()
        shutil.copytree(COMPOSER_APP, folder, ignore=shutil.ignore_patterns("__pycache__"))
        manifest = folder / "gong.app.toml"
        manifest.write_text(manifest.read_text().replace("localhost:8000", f"localhost:{port}"))
        return cls(folder, port)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def register(self, box: Box) -> Client:
        """Register it with its pictures, for every company, as `gongkit dev` does."""
        body = registration(load(self.folder), self.folder) | {"published": True}
        made = box.control("POST", "/integrations", body).json
        return Client(made["client_id"], made["client_secret"])

    @contextmanager
    def running(self, box: Box, client: Client) -> Iterator[None]:
        """Let uvicorn serve it with these credentials."""
        settings = environment(
            GONGKIT_APP_URL=box.url,
            GONGKIT_CLIENT_ID=client.client_id,
            GONGKIT_CLIENT_SECRET=client.client_secret,
        )
        command = [*_PYTHON, "-m", "uvicorn", "app:site", "--port", str(self.port)]
        process = subprocess.Popen(
            command, cwd=self.folder, env=settings, stderr=subprocess.PIPE, text=True
        )
        try:
            assert process.stderr is not None
            said = []
            for line in process.stderr:
                said.append(line)
                if "Uvicorn running" in line:
                    break
            else:
                raise AssertionError("the app did not start:\n" + "".join(said))
            yield
        finally:
            process.terminate()
            process.communicate(timeout=30)


async def sign_in_to_app(page: Page, email: str = "ada@acme.example") -> None:
    await page.fill("[name=email]", email)
    await page.click("button")


async def begin_to_connect(person: Person, app: str, email: str = "ada@acme.example") -> None:
    """Sign in to the app, and let it send the person to Gong."""
    await person.page.goto(app)
    await sign_in_to_app(person.page, email)
    await person.page.get_by_text("Connect your company").click()


async def connect(person: Person, app: str) -> None:
    """Sign in to both, and let the company's tech admin approve."""
    await person.sign_in()
    await begin_to_connect(person, app)
    await person.page.get_by_role("button", name="Approve").click()
    await person.see("Call Recaps is connected")


async def until_ready(page: Page) -> None:
    """Wait until an app's page has said that it is: before that nothing listens to its buttons."""
    await expect(page.locator(".frame-said li")).to_contain_text("ready()")


async def press_in_frame(
    person: Person, frame: FrameLocator, *, signs_in_as: str | None = None
) -> None:
    """Ask who the user is: a pop-up opens, and closes by itself when it knows."""
    await until_ready(person.page)
    async with person.page.context.expect_page() as opening:
        await frame.locator("#sign-in").click()
    pop_up = await opening.value
    if signs_in_as:
        await sign_in_to_app(pop_up, signs_in_as)
    if not pop_up.is_closed():
        await pop_up.wait_for_event("close")
