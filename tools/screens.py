"""`make screens`: pictures of every screen, light, dark and as on a phone, in a folder.

python -m tools.screens            all, into screens/
python -m tools.screens consent    those whose names begin with a word
"""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import ExitStack
from pathlib import Path

import tests.browser.screens.all  # noqa: F401 - registers them
from playwright.async_api import Browser, async_playwright
from tests.browser.chromium import find_chromium
from tests.browser.person import PHONE, WIDE, Person, Scheme
from tests.browser.screens.registry import SCREENS
from tests.sandbox.box import running

from gongkit.sandbox.server.serving import Options

FOLDER = Path(__file__).parents[1] / "screens"


async def picture(browser: Browser, name: str) -> None:
    """Take a screen as it is, then in the dark, then on a phone."""
    with ExitStack() as stack:
        box = stack.enter_context(running(Options(port=0)))
        box.lift_limits()
        context = await browser.new_context(viewport=WIDE, reduced_motion="reduce")
        page = await context.new_page()
        await SCREENS[name](Person(page, box))
        schemes: tuple[Scheme, ...] = ("light", "dark")
        for scheme in schemes:
            await page.emulate_media(color_scheme=scheme)
            await page.screenshot(path=FOLDER / f"{name}-{scheme}.png")
        await page.emulate_media(color_scheme="light")
        await page.set_viewport_size(PHONE)
        await page.screenshot(path=FOLDER / f"{name}-phone.png", full_page=True)
        await context.close()


async def main() -> None:
    """Take the pictures, one after the other."""
    FOLDER.mkdir(exist_ok=True)
    wanted = tuple(sys.argv[1:])
    names = [name for name in sorted(SCREENS) if name.startswith(wanted or ("",))]
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=options)
        for name in names:
            await picture(browser, name)
            print(FOLDER.name, name, flush=True)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
