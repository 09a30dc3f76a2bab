"""The pages inside Gong that `gongkit new` makes: both of them, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import FrameLocator, expect
from tests.browser.composer_app import until_ready
from tests.browser.person import Person
from tests.browser.screens.engage import new_email
from tests.ports import free_port
from tests.sandbox.box import Box
from tests.sandbox.framed_apps import frame_reports, shown
from tests.testing.app_folder import behind_uvicorn, register

from gongkit.cli.making.making import make_app
from gongkit.cli.making.template import find_template


@pytest.fixture
def app(request: pytest.FixtureRequest, box: Box, tmp_path: Path) -> Iterator[str]:
    """The URL of an app that was made of a template, and runs on a free port."""
    folder, port = tmp_path / "deal-notes", free_port()
    make_app(str(folder), find_template(request.param), None)
    manifest = folder / "gong.app.toml"
    manifest.write_text(manifest.read_text().replace("localhost:8000", f"localhost:{port}"))
    with behind_uvicorn(folder, port, register(folder, box.url)):
        yield f"http://localhost:{port}"


async def connect(person: Person, app: str) -> None:
    """Sign in to both, and let the company's tech admin approve."""
    await person.sign_in()
    await person.page.goto(app)
    await person.page.get_by_role("button", name="Sign in").click()
    await person.page.get_by_text("Connect Gong", exact=True).click()
    await person.page.get_by_role("button", name="Approve").click()
    await person.see("Deal Notes is connected")
    await person.page.get_by_role("link", name="Open Deal Notes").click()
    await expect(person.page).to_have_url(f"{app}/")


async def identify(person: Person, frame: FrameLocator) -> None:
    """Press the page's button: a pop-up opens, and closes by itself when it knows."""
    await until_ready(person.page)
    async with person.page.context.expect_page() as opening:
        await frame.locator("#sign-in").click()
    pop_up = await opening.value
    if not pop_up.is_closed():
        await pop_up.wait_for_event("close")


@pytest.mark.parametrize("app", ["email-composer", "full"], indirect=True)
async def test_a_recap_comes_into_the_draft(person: Person, app: str) -> None:
    await connect(person, app)
    await new_email(person)
    await person.page.locator(".frame-button").click()
    frame = person.page.frame_locator("dialog[open] iframe")
    await identify(person, frame)
    await expect(frame.locator("#said")).to_have_text("Which call?")
    title = (await frame.locator("li span").first.inner_text()).splitlines()[0]
    await frame.get_by_role("button", name="Insert").first.click()
    text = person.page.frame_locator("#editor").locator("body")
    await expect(text).to_contain_text(f"Here is what {title} came to:")
    assert [shown(each) for each in frame_reports(person.box)] == [
        ("ready", "believed", None),
        ("content", "believed", None),
    ]


@pytest.mark.parametrize("app", ["account-page", "full"], indirect=True)
async def test_calls_are_beside_an_account(person: Person, app: str) -> None:
    await connect(person, app)
    change = {"company": "northwind", "account_frame_parameters": "account"}
    assert person.box.control("PUT", "/settings", change).status == 200
    await person.go("/accounts")
    await person.page.click("tbody a")
    frame = person.page.frame_locator(".frame-card iframe")
    await identify(person, frame)
    await expect(frame.locator("#said")).to_contain_text("about this account")
    await expect(frame.locator("li a").first).to_have_attribute("target", "_blank")
