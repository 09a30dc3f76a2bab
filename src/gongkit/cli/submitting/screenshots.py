"""Screenshots of an app at a sandbox: approved, used in Gong, and listed in the Collective."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Error, ViewportSize, sync_playwright

from gongkit.cli.submitting.chromium import find_chromium
from gongkit.cli.submitting.folder import screenshot
from gongkit.cli.submitting.pages import Pages
from gongkit.cli.submitting.stage import Stage, staged
from gongkit.errors import GongkitError
from gongkit.manifest.review import Project
from gongkit.manifest.review.observations import Called
from gongkit.manifest.submission.packet import Screenshot

_SIZE: Final[ViewportSize] = {"width": 1280, "height": 800}
_MILLISECONDS: Final = 15_000
"""How long a page may take."""
NO_CHROMIUM: Final = (
    "None was taken: no Chromium was found. Install one, or let Playwright do so with"
    " `playwright install chromium`."
)


@dataclass(frozen=True, slots=True)
class Taken:
    """The screenshots; why there are none, or not all; what the app called meanwhile."""

    screenshots: tuple[Screenshot, ...] = ()
    why: str = ""
    called: tuple[Called, ...] = ()


def take_screenshots(project: Project, target: str) -> Taken:
    """Take all that can be taken."""
    manifest = project.manifest
    if project.findings or manifest is None:
        return Taken(why=f"None was taken: the manifest has problems in profile {project.profile}.")
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            return Taken(why=NO_CHROMIUM)
        with staged(project, manifest, target) as stage:
            try:
                browser = playwright.chromium.launch(executable_path=path, args=_arguments(stage))
            except Error as error:
                return Taken(why=f"None was taken: {path} does not start ({_reason(error)}).")
            try:
                return _taken(browser, stage)
            finally:
                browser.close()


def _arguments(stage: Stage) -> list[str]:
    """Lead the browser from where the manifest says that the app is to where it runs."""
    here = stage.app.url.removeprefix("http://")
    rules = ", ".join(f"MAP {host} {here}" for host in stage.app_hosts)
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [*as_root, *([f"--host-resolver-rules={rules}"] if rules else [])]


def _taken(browser: Browser, stage: Stage) -> Taken:
    taken, failed = [], []
    with _context(browser) as context:
        pages = Pages(context, stage)
        for name, show in _wanted(pages, stage):
            try:
                pages.begin()
                show()
                taken.append(screenshot(name, pages.picture()))
            except (Error, GongkitError) as error:
                failed.append(f"{name} ({_reason(error)})")
    why = f"None was taken of {', '.join(failed)}." if failed else ""
    return Taken(tuple(taken), why, stage.company.take_calls())


@contextmanager
def _context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=_SIZE, reduced_motion="reduce", color_scheme="light")
    context.set_default_timeout(_MILLISECONDS)
    try:
        yield context
    finally:
        context.close()


def _wanted(pages: Pages, stage: Stage) -> Iterator[tuple[str, Callable[[], None]]]:
    """Name what there is to see, in an order in which each can be seen."""
    iframe = stage.manifest.iframe
    yield "consent", pages.consent
    if iframe and iframe.email_composer:
        yield "composer", pages.composer
    if iframe and iframe.account_information:
        yield "account", pages.account
    yield "collective", pages.collective


def _reason(error: Error | GongkitError) -> str:
    """Take the first line of what is said, which has the reason in it."""
    return error.message.partition("\n")[0].removeprefix("Page.").rstrip(".")
