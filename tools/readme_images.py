"""`make images`: the README's pictures, light and dark, into docs/images/.

They show examples/composer-app as it runs, in a sandbox of its own.
"""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import tests.browser.screens.all  # noqa: F401 - registers them
from PIL import Image
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect
from tests.browser.chromium import find_chromium
from tests.browser.composer_app import ComposerApp, connect, press_in_frame
from tests.browser.person import Person, Scheme
from tests.browser.screens.engage import open_draft
from tests.browser.screens.registry import SCREENS
from tests.sandbox.box import running

from gongkit.sandbox.server.serving import Options

FOLDER = Path(__file__).parents[1] / "docs/images"
SIZE: ViewportSize = {"width": 1200, "height": 800}
COLOURS = 128
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


async def consent(person: Person) -> None:
    """Show what an app asks for, and what of that is new."""
    await SCREENS["consent-new-scopes"](person)


async def composer(person: Person) -> None:
    """Let the app put a recap into a draft."""
    page = person.page
    await open_draft(person)
    text = page.frame_locator("#editor").locator("body")
    await text.locator("p").nth(1).click()
    await page.keyboard.press("End")
    await page.get_by_role("button", name="Insert a recap").click()
    frame = page.frame_locator("dialog[open] iframe")
    await press_in_frame(person, frame, signs_in_as="ada@acme.example")
    await frame.get_by_role("button", name="Insert").first.click()
    await expect(text).to_contain_text("Thank you for your time.")
    await page.wait_for_selector("#changes[open]")


async def account(person: Person) -> None:
    """Show the app beside an account."""
    change = {"company": "northwind", "account_frame_parameters": "account"}
    person.box.control("PUT", "/settings", change)
    await person.sign_in()
    await person.go("/accounts")
    await person.page.click("tbody a")
    frame = person.page.frame_locator(".frame-card iframe")
    await press_in_frame(person, frame, signs_in_as="ada@acme.example")
    await expect(frame.locator("#said")).to_contain_text("Signed in as")


async def console(person: Person) -> None:
    """Show what was asked up to here, and why the last of it failed: it went to another host."""
    token = person.box.install(person.box.register())["access_token"]
    person.box.api("kestrel", "GET", "/v2/users", token=token)
    await person.go("/console/requests")
    await person.page.locator("#entries summary").first.click()
    await person.see("Request ID")


WAYS: dict[str, Callable[[Person], Awaitable[None]]] = {
    "composer": composer,
    "account": account,
    "console": console,
    "consent": consent,
}


async def save(page: Page, name: str) -> None:
    """Take a picture, with few colours: a README is read over slow networks too."""
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        taken = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
        path = FOLDER / f"{name}-{scheme}.png"
        taken.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        print(path.relative_to(FOLDER.parents[1]), path.stat().st_size // 1024, "KB", flush=True)


async def take_all(browser: Browser, folder: Path) -> None:
    """Let one sandbox and one app stand for all pictures."""
    app = ComposerApp.copy_to(folder / "composer-app")
    with running(Options(port=0)) as box, app.running(box, app.register(box)):
        await connect(Person(await browser.new_page(), box), app.url)
        for name, way in WAYS.items():
            context = await browser.new_context(viewport=SIZE, reduced_motion="reduce")
            person = Person(await context.new_page(), box)
            await way(person)
            await save(person.page, name)
            await context.close()


async def main() -> None:
    """Take the pictures, one after the other."""
    FOLDER.mkdir(exist_ok=True)
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=options)
        with TemporaryDirectory() as folder:
            await take_all(browser, Path(folder))
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
