"""Somebody at a browser: signs in, and finds what is wrong with the pages that they see."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal, Self

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize
from tests.sandbox.box import Box

Scheme = Literal["light", "dark"]
WIDE: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 390, "height": 780}
_LOOKS: tuple[tuple[Scheme, ViewportSize], ...] = (
    ("light", WIDE),
    ("dark", WIDE),
    ("light", PHONE),
)
_SERIOUS = {"serious", "critical"}
PATIENCE_MS = 30_000
"""So long a busy machine may take for what takes a moment elsewhere."""


@dataclass
class Watched:
    """A page whose console is read: errors there are the pages' own."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    @classmethod
    async def open(cls, context: BrowserContext) -> Self:
        watched = cls(await context.new_page())
        watched.page.on("console", watched._note)
        watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        return watched

    def check(self) -> None:
        assert not self.complaints, "\n".join(self.complaints)

    def _note(self, message: ConsoleMessage) -> None:
        # That a page was answered 4xx is said by the page itself.
        if message.type == "error" and "the server responded with a status" not in message.text:
            self.complaints.append(message.text)


@dataclass
class Person:
    """Somebody who looks at one page of a sandbox."""

    page: Page
    box: Box

    async def go(self, path: str) -> None:
        await self.page.goto(f"{self.box.url}{path}")

    async def sign_in(self, company: str = "northwind", role: str = "tech_admin") -> None:
        """Sign in as the company's person of this role, by the form."""
        found = self.box.person(company, role)
        await self.go("/sign-in")
        await self.page.fill("#email", found["email"])
        await self.page.fill("#password", found["password"])
        await self.page.click("form.card button")
        await self.page.wait_for_url(f"{self.box.url}/")

    async def see(self, text: str) -> None:
        """Wait until a text is on the page."""
        await self.page.get_by_text(text).first.wait_for()


@asynccontextmanager
async def somebody(browser: Browser, box: Box) -> AsyncIterator[Person]:
    """Give one more person a browser of their own. No page may complain to them."""
    context = await browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    watched = await Watched.open(context)
    yield Person(watched.page, box)
    watched.check()
    await context.close()


async def check_soundness(page: Page) -> None:
    """Hold the page against what is known of accessible pages, light and dark, wide and narrow."""
    await page.wait_for_load_state()
    for scheme, size in _LOOKS:
        await page.set_viewport_size(size)
        await page.emulate_media(color_scheme=scheme)
        found = (await Axe().run(page)).response["violations"]
        serious = [
            f"{each['id']}: {each['help']}: {[node['target'] for node in each['nodes']]}"
            for each in found
            if each["impact"] in _SERIOUS
        ]
        where = f"{page.url} ({scheme}, {size['width']} px)"
        assert not serious, "\n".join([where, *serious])
        await check_width(page)


async def check_width(page: Page) -> None:
    """See that nobody has to scroll sideways."""
    overflow = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    where = f"{page.url} ({page.viewport_size})"
    assert overflow <= 0, f"{where}: the page is {overflow} px wider"
