"""The packet in a browser: screenshots of the app that it takes, and its page to copy from."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, expect
from tests.browser.person import Watched, check_soundness
from tests.cli.command import COMMAND, environment

EXAMPLE = Path(__file__).parents[2] / "examples/composer-app"


def submission(folder: Path, *words: str) -> dict[str, object]:
    done = subprocess.run(
        [*COMMAND, "submission", "--json", *words],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    shown: dict[str, object] = json.loads(done.stdout)
    return shown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "app")
    return tmp_path / "app"


async def test_the_page_of_the_packet(context: BrowserContext, folder: Path) -> None:
    """It is sound, its pictures are shown, and a button copies a value."""
    submission(folder)
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched = await Watched.open(context)
    page = watched.page
    await page.goto((folder / "submission/submission.html").as_uri())
    entry = page.locator("[data-place='integration.redirect_uris']")
    await entry.get_by_role("button").click()
    await expect(entry.get_by_role("button")).to_have_text("Copied")
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied == "http://localhost:8000/gong/callback"
    for picture in await page.locator("img").all():
        await expect(picture).not_to_have_js_property("naturalWidth", 0)
    await check_soundness(page)
    watched.check()


async def test_on_paper_no_heading_is_the_last_line_of_a_page(
    context: BrowserContext, folder: Path
) -> None:
    submission(folder)
    page = await context.new_page()
    await page.goto((folder / "submission/submission.html").as_uri())
    await page.emulate_media(media="print")
    for heading in await page.locator("h2, h3, h4").all():
        await expect(heading).to_have_css("break-after", "avoid")
    for left in await page.locator(".open").all():
        await expect(left).to_have_css("border-top-style", "solid")


async def test_without_scripts_there_are_no_buttons(chromium: Browser, folder: Path) -> None:
    submission(folder)
    context = await chromium.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto((folder / "submission/submission.html").as_uri())
    await expect(page.get_by_text("http://localhost:8000/gong/install").first).to_be_visible()
    assert await page.get_by_role("button").count() == 0
    await context.close()


async def test_screenshots_are_taken(context: BrowserContext, folder: Path) -> None:
    """All four pages, each of them a picture of something."""
    shown = submission(folder, "--run", "app:site")
    names = ["consent", "composer", "account", "collective"]
    assert shown["screenshots"] == [f"screenshots/{name}.png" for name in names]
    assert shown["no_screenshots"] is None
    sizes = [(folder / f"submission/screenshots/{name}.png").stat().st_size for name in names]
    assert min(sizes) > 10_000
    # The browser has signed in to the app, whose pages then had something to show.
    values = json.loads((folder / "submission/submission.json").read_text())
    assert values["scopes"][0]["observed"]["listCalls"] >= 2
    page = await context.new_page()
    await page.goto((folder / "submission/submission.html").as_uri())
    pictures = page.locator("figure img")
    await expect(pictures).to_have_count(4)
    for picture in await pictures.all():
        await expect(picture).to_have_js_property("naturalWidth", 1280)


async def test_a_page_that_does_not_answer_is_said(folder: Path) -> None:
    (folder / "app.py").write_text("raise RuntimeError('no')\n")
    shown = submission(folder, "--run", "app:site")
    assert shown["screenshots"] == ["screenshots/consent.png", "screenshots/collective.png"]
    assert "taken of composer (the app's page did not answer" in str(shown["no_screenshots"])
