"""The pages of a sandbox on which an app is seen, opened one after the other by a tech admin."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from playwright.sync_api import Error, Frame, Page

from gongkit.cli.submitting.stage import Stage
from gongkit.redact import Secret

_QUIET_MILLISECONDS: Final = 3_000
"""How long to wait for an app's page to have loaded all that it wants."""
_NO_PAGE: Final = "chrome-error:"
_NOT_REACHED: Final = (
    "the app's page did not answer; profile dev has to name an address of this machine, on http"
)


class Pages:
    """One browser's page at a stage. Each method leads it to something to see."""

    def __init__(self, page: Page, stage: Stage) -> None:
        self._page, self._stage = page, stage
        self._url = stage.company.app_url
        self._installed = False

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
        self._page.fill("#email", self._stage.admin["email"])
        self._page.fill("#password", self._stage.admin["password"])
        self._page.click("form.card button")
        self._page.wait_for_url(f"{self._url}/")

    def _install(self) -> None:
        """Approve the app, once; by its own way, if it comes to Gong by itself."""
        if self._installed:
            return
        self._installed = True
        if self._leads_to_consent():
            self._page.get_by_role("button", name="Approve").click()
            self._page.wait_for_load_state()
        else:
            self._stage.connect()

    def _leads_to_consent(self) -> bool:
        """Open the app's page that begins an installation; tell whether it comes to Gong."""
        callback = self._stage.manifest.integration.redirect_uris[0]
        try:
            self._page.goto(f"{callback.rpartition('/')[0]}/install")
        except Error:
            return False
        return self._page.url.startswith(f"{self._url}/oauth2/authorize")

    def _loaded(self, selector: str) -> Frame:
        """Wait for a frame's page, but not for one that goes on asking for things."""
        found = self._page.wait_for_selector(selector)
        frame = found.content_frame() if found else None
        if frame is None:
            raise Error("there is no frame")
        frame.wait_for_load_state("load")
        if frame.url.startswith(_NO_PAGE):
            raise Error(_NOT_REACHED)
        with suppress(Error):
            frame.wait_for_load_state("networkidle", timeout=_QUIET_MILLISECONDS)
        return frame
