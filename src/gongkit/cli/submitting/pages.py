"""The pages of a sandbox on which an app is seen, opened one after the other by a tech admin."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Final

from playwright.sync_api import BrowserContext, Error, Frame, Locator

from gongkit.cli.submitting.stage import Stage
from gongkit.manifest.addresses import mount_of
from gongkit.redact import Secret

_QUIET_MILLISECONDS: Final = 3_000
"""How long to wait for an app's page to have loaded all that it wants."""
_MOMENT_MILLISECONDS: Final = 500
_CHANGED: Final = "before => document.body.innerText !== before"
_WHO: Final = "form input[name*=mail i], form input[name*=user i], form input[name*=login i]"
_SIGN_IN: Final = re.compile(r"(sign|log) ?in", re.IGNORECASE)
_NO_PAGE: Final = "chrome-error:"
_NOT_REACHED: Final = (
    "the app's page did not answer; profile dev has to name an address of this machine, on http"
)


class Pages:
    """One browser at a stage. Each method leads its page to something to see."""

    def __init__(self, context: BrowserContext, stage: Stage) -> None:
        self._context, self._stage = context, stage
        self._page = context.new_page()
        self._url = stage.company.app_url
        self._installed = False

    def begin(self) -> None:
        """Go on with an empty page: one that failed would go on with what it was about."""
        self._page.close()
        self._page = self._context.new_page()

    def picture(self) -> bytes:
        """Take a picture of what is to be seen, a PNG."""
        return self._page.screenshot()

    def consent(self) -> None:
        """Sign in, and go to the page on which the app asks for its scopes."""
        self._sign_in()
        state = Secret("shown-only")
        self._page.goto(self._stage.oauth.authorize_url(state))

    def composer(self) -> None:
        """Begin an email, and press the app's button."""
        self._install()
        iframe = self._stage.manifest.iframe
        label = iframe.email_composer.label if iframe and iframe.email_composer else ""
        self._go("/engage/drafts")
        self._page.get_by_text("New email").click()
        self._page.wait_for_selector("#draft[data-ready]")
        self._page.locator(".frame-button").filter(has_text=label).first.click()
        self._loaded("dialog[open] iframe")

    def account(self) -> None:
        """Open an account that has the app's page beside it."""
        self._install()
        self._go("/accounts")
        self._page.locator("tbody a").first.click()
        frame = self._loaded(".frame-card iframe")
        frame.frame_element().scroll_into_view_if_needed()

    def collective(self) -> None:
        """Open the app's page in the Collective."""
        self._go(f"/collective/{self._stage.company.client_id}")

    def _go(self, path: str) -> None:
        self._page.goto(f"{self._url}{path}")

    def _sign_in(self) -> None:
        self._go("/sign-in")
        self._page.fill("#email", self._stage.company.admin["email"])
        self._page.fill("#password", self._stage.company.admin["password"])
        self._page.click("form.card button")
        self._page.wait_for_url(f"{self._url}/")

    def _install(self) -> None:
        """Approve the app, once; by its own way, if it comes to Gong by itself."""
        if self._installed:
            return
        self._installed = True
        if self._leads_to_consent():
            self._page.get_by_role("button", name="Approve").click()
            self._page.wait_for_url(lambda url: not self._is_consent(url))
        else:
            self._stage.connect()
        self.begin()

    def _leads_to_consent(self) -> bool:
        """Open the app's page that begins an installation; tell whether it comes to Gong."""
        start = f"{mount_of(self._stage.manifest.integration.redirect_uris[0])}/install"
        try:
            self._page.goto(start)
            if not self._is_consent(self._page.url) and self._signs_in_to_app():
                self._page.goto(start)
        except Error:
            return False
        return self._is_consent(self._page.url)

    def _is_consent(self, url: str) -> bool:
        return url.startswith(f"{self._url}/oauth2/authorize")

    def _signs_in_to_app(self) -> bool:
        """Sign in to the app where it takes any address; a password is not guessed."""
        who = self._page.locator(_WHO).first
        if not who.is_visible() or self._page.locator("input[type=password]").count():
            return False
        if not who.input_value():
            who.fill(self._stage.company.admin["email"])
        before = self._page.url
        who.press("Enter")
        self._page.wait_for_url(lambda url: url != before)
        return True

    def _loaded(self, selector: str) -> Frame:
        """Wait for a frame's page, and for whoever is known to the app to be known there."""
        found = self._page.wait_for_selector(selector)
        frame = found.content_frame() if found else None
        if frame is None:
            raise Error("there is no frame")
        frame.wait_for_load_state("load")
        if frame.url.startswith(_NO_PAGE):
            raise Error(_NOT_REACHED)
        self._wait_until_quiet(frame)
        button = frame.get_by_role("button", name=_SIGN_IN).first
        if button.is_visible():
            before = _text(frame)
            self._press(button)
            with suppress(Error):
                frame.wait_for_function(_CHANGED, arg=before, timeout=_QUIET_MILLISECONDS)
            self._wait_until_still(frame)
        return frame

    def _press(self, button: Locator) -> None:
        """Press the button that opens the app's own pop-up, which closes by itself."""
        with suppress(Error):
            with self._page.expect_popup(timeout=_QUIET_MILLISECONDS) as opening:
                button.click()
            if not opening.value.is_closed():
                opening.value.wait_for_event("close", timeout=_QUIET_MILLISECONDS)

    def _wait_until_quiet(self, frame: Frame) -> None:
        """Wait until nothing is asked for, but not for ever: some pages always ask."""
        with suppress(Error):
            frame.wait_for_load_state("networkidle", timeout=_QUIET_MILLISECONDS)

    def _wait_until_still(self, frame: Frame) -> None:
        """Wait until what is written in a frame stays the same for a moment."""
        before = None
        for _ in range(_QUIET_MILLISECONDS // _MOMENT_MILLISECONDS):
            if before == (before := _text(frame)):
                return
            self._page.wait_for_timeout(_MOMENT_MILLISECONDS)


def _text(frame: Frame) -> str:
    return frame.locator("body").inner_text()
