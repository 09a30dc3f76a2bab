"""A real browser, and a sandbox that it looks at. All tests here share one event loop."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright, expect
from tests.browser.chromium import ChromiumMissingError, find_chromium
from tests.browser.person import PATIENCE_MS, Person, Watched
from tests.sandbox.box import Box, running
from tests.sandbox.conftest import planted

from gongkit.sandbox.server.serving import Options

__all__ = ["planted"]

HERE = Path(__file__).parent
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            # One browser serves all tests: they run in one process of pytest-xdist.
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    try:
        path = find_chromium()
    except ChromiumMissingError as missing:
        if os.environ.get("CI") or os.environ.get("GONGKIT_REQUIRE_BROWSER") == "1":
            pytest.fail(str(missing), pytrace=False)
        pytest.skip(str(missing))
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    # A name off this machine that leads to it: what is not asked for there was prevented.
    names = "--host-resolver-rules=MAP *.pulse.example 127.0.0.1"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=[*as_root, names])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def context(chromium: Browser) -> AsyncIterator[BrowserContext]:
    """One person's browser: with cookies of its own."""
    # What fades in would be looked at half way.
    opened = await chromium.new_context(reduced_motion="reduce")
    opened.set_default_timeout(PATIENCE_MS)
    yield opened
    await opened.close()


@pytest.fixture
def box(planted: Path, tmp_path: Path) -> Iterator[Box]:
    """A sandbox of the test's own."""
    data = tmp_path / "sandbox.db"
    shutil.copy(planted, data)
    with running(Options(data=data, port=0)) as found:
        found.lift_limits()
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def person(context: BrowserContext, box: Box) -> AsyncIterator[Person]:
    """Somebody with a browser, who has signed in nowhere yet. No page may complain to them."""
    watched = await Watched.open(context)
    yield Person(watched.page, box)
    watched.check()
    # It may be about to ask something of a sandbox that ends now.
    await watched.page.close()
