"""examples/composer-app as its README says: its own process, at the sandbox, in a real browser.

A browser context of Playwright's is one of incognito mode, which blocks third-party cookies:
the first test makes sure of that.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, FrameLocator, Request, expect
from tests.browser.composer_app import (
    COMPOSER_APP,
    ComposerApp,
    connect,
    press_in_frame,
    sign_in_to_app,
    until_ready,
)
from tests.browser.partner import partner_running
from tests.browser.person import Person, Watched
from tests.browser.screens.engage import new_email
from tests.sandbox.box import Box
from tests.sandbox.framed_apps import frame_reports, shown

FORGED = '{}.postMessage({{ gongkitTicket: "forged" }}, "*");'


@pytest.fixture
def app(box: Box, tmp_path: Path) -> Iterator[str]:
    """The app's URL."""
    found = ComposerApp.copy_to(tmp_path / "composer-app")
    with found.running(box, found.register(box)):
        yield found.url


async def opened_frame(person: Person) -> FrameLocator:
    """Press the app's button, and wait until its page is ready."""
    await person.go("/engage/frames")
    await person.page.click(".frame-button")
    await until_ready(person.page)
    return person.page.frame_locator("dialog[open] iframe")


async def test_a_recap_comes_into_the_draft(
    person: Person, context: BrowserContext, app: str
) -> None:
    await connect(person, app)
    # It would be sent from the frame, if third-party cookies were not blocked.
    third = {"name": "third", "value": "party", "url": app, "secure": True, "sameSite": "None"}
    await context.add_cookies([third])  # type: ignore[list-item]
    asked: dict[str, Request] = {}
    context.on("request", lambda request: asked.update({request.url: request}))
    await new_email(person)
    button = person.page.locator(".frame-button")
    await expect(button).to_have_text("Insert a recap")
    await expect(button.locator("img")).to_have_js_property("naturalWidth", 24)
    await button.click()
    frame = person.page.frame_locator("dialog[open] iframe")
    await expect(frame.locator("#said")).to_contain_text("Sign in to see")
    await press_in_frame(person, frame)
    await expect(frame.locator("#said")).to_have_text("Signed in as ada@acme.example. Which call?")
    for path in ("/gong/composer", "/gong/frame-identity/token", "/api/calls"):
        assert "cookie" not in await asked[f"{app}{path}"].all_headers()
    title = await frame.locator("li span").first.inner_text()
    await frame.get_by_role("button", name="Insert").first.click()
    text = person.page.frame_locator("#editor").locator("body")
    await expect(text).to_contain_text("Thank you for your time.")
    await expect(text).to_contain_text(title)
    await expect(person.page.locator("#changes h2")).to_have_text("What Call Recaps put in")
    assert [shown(each) for each in frame_reports(person.box)] == [
        ("ready", "believed", None),
        ("content", "believed", None),
    ]


async def test_the_page_beside_an_account(
    person: Person, context: BrowserContext, app: str
) -> None:
    await connect(person, app)
    await context.clear_cookies(name="call_recaps")
    await person.go("/accounts")
    await person.page.click("tbody a")
    frame = person.page.frame_locator(".frame-card iframe")
    await expect(frame.locator("#account")).to_contain_text("did not say which account")
    await press_in_frame(person, frame, signs_in_as="ada@acme.example")
    await expect(frame.locator("#said")).to_contain_text("Signed in as ada@acme.example.")

    change = {"company": "northwind", "account_frame_parameters": "account"}
    assert person.box.control("PUT", "/settings", change).status == 200
    await person.page.reload()
    account_id = person.page.url.rpartition("/")[2]
    await expect(frame.locator("#account")).to_have_text(f"The account {account_id} in your CRM.")


async def test_a_pop_up_that_is_closed_is_a_sentence(
    person: Person, context: BrowserContext, app: str
) -> None:
    await connect(person, app)
    await context.clear_cookies(name="call_recaps")
    frame = await opened_frame(person)
    async with context.expect_page() as opening:
        await frame.locator("#sign-in").click()
    await (await opening.value).close()
    await expect(frame.locator("#said")).to_have_text("The pop-up was closed before you signed in.")


# A port stands for the pop-up's window. It is closed, and the page looks, before it is heard.
CLOSED_BEFORE_IT_IS_HEARD = """() => {
  const popUp = new MessageChannel().port1;
  popUp.closed = true;
  window.open = () => popUp;
  window.setInterval = (look) => setTimeout(() => {
    look();
    const said = { source: popUp, origin: location.origin, data: { gongkitTicket: "late" } };
    dispatchEvent(new MessageEvent("message", said));
  });
}"""


async def test_a_ticket_may_come_after_the_pop_up_has_closed(person: Person, app: str) -> None:
    await connect(person, app)
    frame = await opened_frame(person)
    await frame.locator("body").evaluate(CLOSED_BEFORE_IT_IS_HEARD)
    await frame.locator("#sign-in").click()
    await expect(frame.locator("#said")).to_contain_text("The ticket was not accepted.")


async def test_only_the_pop_up_of_the_app_itself_hands_over_a_ticket(
    person: Person, context: BrowserContext, app: str
) -> None:
    await connect(person, app)
    await context.clear_cookies(name="call_recaps")
    frame = await opened_frame(person)
    async with context.expect_page() as opening:
        await frame.locator("#sign-in").click()
    pop_up = await opening.value
    await pop_up.wait_for_selector("[name=email]")
    # The right origin, and another window: the page itself.
    await frame.locator("body").evaluate(f"() => {{ {FORGED.format('window')} }}")
    # The right window, and another origin: somewhere on the way of signing in.
    sign_in = pop_up.url
    for url, script in ((f"{person.box.url}/", FORGED.format("opener")), (sign_in, "")):
        await pop_up.evaluate("url => { location.href = url; }", url)
        await pop_up.wait_for_url(url)
        await pop_up.evaluate(f"() => {{ {script} }}")
    await sign_in_to_app(pop_up)
    await expect(frame.locator("#said")).to_have_text("Signed in as ada@acme.example. Which call?")


async def test_another_site_gets_no_ticket(
    person: Person, context: BrowserContext, app: str
) -> None:
    """A page of another origin opens the pop-up: the ticket is not for it."""
    await connect(person, app)
    other = await Watched.open(context)
    await other.page.goto(f"{person.box.url}/")
    async with context.expect_page() as opening:
        await other.page.evaluate(
            "url => { window.heard = []; window.onmessage = (event) => heard.push(event.data);"
            " window.open(url); }",
            f"{app}/gong/frame-identity",
        )
    pop_up = await opening.value
    if not pop_up.is_closed():
        await pop_up.wait_for_event("close")
    assert await other.page.evaluate("window.heard") == []


async def test_no_other_site_may_embed_it(context: BrowserContext, box: Box, app: str) -> None:
    with partner_running() as partner:
        partner.page("/", box, "", f'<iframe src="{app}/gong/composer"></iframe>')
        page = await context.new_page()
        await page.goto(partner.at())
        (inside,) = page.frames[1:]
        await inside.wait_for_url("chrome-error://chromewebdata/")


async def test_its_files_are_small_and_complete() -> None:
    names = {path.name for path in COMPOSER_APP.iterdir()}
    readme = (COMPOSER_APP / "README.md").read_text()
    assert all(f"`{name}" in readme for name in names - {"README.md", "__pycache__"})
    assert len((COMPOSER_APP / "app.py").read_text().splitlines()) < 160
