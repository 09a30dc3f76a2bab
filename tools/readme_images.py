"""`make images`: the README's pictures, light and dark, into docs/images/.

They show examples/composer-app as it runs, in a sandbox of its own. Its time, the app's and the
browser's stand still, and what chance brings is written over: without a change of what they show,
another Chromium or other fonts, they are the same files again.
"""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
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

from gongkit.clock import ManualClock
from gongkit.sandbox.server.serving import Options

NOW = datetime(2026, 11, 30, 15, tzinfo=UTC)
BY_CHANCE = {
    r"localhost:\d+": "localhost:8000",
    r"\b[0-9a-f]{32}\b": "8187404a0e4823d2d0748e8c4aae94d0",  # a client id
    r"\b[0-9a-f]{18}\b": "7cfa15ae140000000c",  # a request's
    r"^0\.\d+ s$": "0.000127 s",
}
WRITE_OVER = """
(byChance) => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    let text = texts.currentNode.data;
    for (const [each, instead] of byChance) text = text.replace(new RegExp(each, "g"), instead);
    if (text !== texts.currentNode.data) texts.currentNode.data = text;
  }
}
"""
FOLDER = Path(__file__).parents[1] / "docs/images"
SIZE: ViewportSize = {"width": 1200, "height": 800}
COLOURS = 128
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


async def consent(person: Person) -> None:
    """Show what an app asks for, and what of that is new."""
    await SCREENS["consent-new-scopes"](person)


async def fleet(person: Person) -> None:
    """Show how every installation stands."""
    await SCREENS["console-fleet"](person)


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
    "fleet": fleet,
}


async def save(page: Page, name: str) -> None:
    """Take a picture, with few colours: a README is read over slow networks too."""
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        await page.evaluate(WRITE_OVER, list(BY_CHANCE.items()))
        taken = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
        path = FOLDER / f"{name}-{scheme}.png"
        taken.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        print(path.relative_to(FOLDER.parents[1]), path.stat().st_size // 1024, "KB", flush=True)


def hold_still(app: ComposerApp) -> None:
    """Let it be now for the app, too: it asks for the calls of the last days."""
    code = app.folder / "app.py"
    asks, told = "datetime.now(UTC)", f"datetime.fromisoformat({NOW.isoformat()!r})"
    text = code.read_text()
    if asks not in text:
        raise AssertionError(f"the app no longer asks {asks}")
    code.write_text(text.replace(asks, told))


async def take_all(browser: Browser, folder: Path) -> None:
    """Let one sandbox and one app stand for all pictures."""
    app = ComposerApp.copy_to(folder / "composer-app")
    hold_still(app)
    options = Options(port=0, clock=ManualClock(NOW.timestamp()))
    with running(options) as box, app.running(box, app.register(box)):
        for company in box.companies:
            # All calls are of one second.
            limits = {"company": company, "per_second": None, "per_day": 10_000}
            box.control("PUT", "/limits", limits)
        await connect(Person(await browser.new_page(), box), app.url)
        for name, way in WAYS.items():
            context = await browser.new_context(viewport=SIZE, reduced_motion="reduce")
            await context.clock.set_fixed_time(NOW)
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
