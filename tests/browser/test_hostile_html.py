"""Hostile HTML in a real browser: it runs where nothing keeps it, and nowhere in the sandbox."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Page, Request, expect
from tests.browser.person import Person
from tests.browser.screens.engage import begin_email
from tests.sandbox.box import Box
from tests.sandbox.hostile_html import HOSTILE, canary, mark

INSERT = """async ([clientId, html]) => {
  const done = new Promise((resolve) => {
    document.addEventListener("gong-inserted", (event) => resolve(event.detail.ok), { once: true });
  });
  document.dispatchEvent(new CustomEvent("gong-content", { detail: { clientId, html } }));
  return await done;
}"""
RUN = 60
"""So many of the vectors run in this browser, at least, where nothing keeps them."""
# Each in a frame of its own, whose links are followed.
OPEN = """vectors => {
  for (const html of vectors) {
    const frame = document.createElement("iframe");
    frame.srcdoc = html;
    frame.addEventListener("load", () => {
      for (const link of frame.contentDocument?.links ?? []) {
        if (link.protocol === "javascript:") link.click();
      }
    });
    document.body.append(frame);
  }
}"""
# Unlike innerHTML, this runs scripts.
FORCE = """([html]) => {
  const document_ = document.getElementById("editor").contentDocument;
  const content = document_.createRange().createContextualFragment(html);
  document_.body.replaceChildren(content);
}"""


@dataclass
class Guarded:
    """A page, and everything that must not happen on it."""

    page: Page
    ran: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    opened: list[str] = field(default_factory=list)

    @classmethod
    async def open(cls, context: BrowserContext) -> Self:
        page = await context.new_page()
        guarded = cls(page)
        page.on("console", lambda said: guarded._said(said.text))
        page.on("dialog", lambda dialog: guarded.ran.add(dialog.message))
        page.on("popup", lambda popup: guarded.opened.append(popup.url))
        page.on("request", lambda request: guarded.asked.add(request.url))
        page.on("requestfailed", guarded._failed)
        return guarded

    def _said(self, text: str) -> None:
        if text.startswith(mark("")):
            self.ran.add(text)

    def _failed(self, request: Request) -> None:
        if request.failure == "csp":
            self.blocked.add(request.url)

    def elsewhere(self, box: Box) -> set[str]:
        """Give what was asked of others than the sandbox."""
        own = urlsplit(box.url).netloc
        return {url for url in self.asked if urlsplit(url).netloc not in {own, ""}}


async def test_the_vectors_would_run_and_ask_where_nothing_keeps_them(
    context: BrowserContext,
) -> None:
    guarded = await Guarded.open(context)
    page = guarded.page
    asked = {canary(name) for name in ("script-src", "embed")}
    async with (
        page.expect_event("console", lambda _: len(guarded.ran) >= RUN),
        page.expect_event("request", lambda _: guarded.asked >= asked),
    ):
        await page.evaluate(OPEN, list(HOSTILE.values()))
    assert len(HOSTILE) >= RUN


async def test_nothing_runs_in_draft_sent_mail_mailbox_or_panel(
    context: BrowserContext, box: Box
) -> None:
    guarded = await Guarded.open(context)
    page, client_id = guarded.page, box.register().client_id
    await begin_email(Person(page, box))
    for name, html in HOSTILE.items():
        assert await page.evaluate(INSERT, [client_id, html]), name
    await expect(page.locator("#saved")).to_have_text(re.compile("^Saved"))
    await poke(page)
    draft = page.url
    await page.reload()
    await page.wait_for_selector("#draft[data-ready]")
    await page.click("#changes > summary")
    await poke(page)
    await page.fill("#to", "ada@engines.example")
    await page.fill("#subject", "<script>console.log('ran:script')</script>")
    await page.click("#send")
    await page.get_by_text("The email is sent, and has arrived.").wait_for()
    await poke(page)
    await page.click("#arrived ~ .links a")
    for view in ("HTML", "Plain text", "Source"):
        await page.click(f".tabs >> text={view}")
        await page.wait_for_load_state("networkidle")
        await poke(page)
    assert page.url.startswith(f"{box.url}/mailbox/")
    assert draft.startswith(f"{box.url}/engage/drafts/")
    assert guarded.ran == set()
    assert guarded.elsewhere(box) == set()
    assert guarded.opened == []


async def test_what_a_sanitizer_let_pass_could_not_run_either(
    context: BrowserContext, box: Box
) -> None:
    guarded = await Guarded.open(context)
    page = guarded.page
    await begin_email(Person(page, box))
    for html in HOSTILE.values():
        await page.evaluate(FORCE, [html.encode("utf-8", "replace").decode()])
    await page.wait_for_load_state("networkidle")
    assert guarded.ran == set()
    assert guarded.elsewhere(box) <= guarded.blocked
    assert guarded.opened == []


async def poke(page: Page) -> None:
    """Move over what is there, and go through it with the Tab key."""
    for frame in page.frames:
        body = frame.locator("body")
        await body.hover(position={"x": 30, "y": 30}, force=True)
        await body.dispatch_event("click")
    for _ in range(5):
        await page.keyboard.press("Tab")
