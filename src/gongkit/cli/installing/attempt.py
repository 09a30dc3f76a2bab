"""One authorization that this process begins: its state, what comes back, and how it ends."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

from gongkit.auth.oauth import OAuthClient, parse_callback
from gongkit.cli.installing.page import NOT_THIS_ONE, OVER, Page
from gongkit.client import run
from gongkit.errors import CallbackRefused, GongkitError
from gongkit.installations.installation import Installation, OAuthState, TokenGrant
from gongkit.installations.store import InstallationStore
from gongkit.redact import Secret

_OF_OTHERS = {"state_missing", "state_mismatch", "parameter_repeated"}
"""What a callback is refused for that does not answer this authorization."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """An authorization that has begun. `keep` stores the installation that comes of it."""

    oauth: OAuthClient
    store: InstallationStore
    state: OAuthState
    keep: Callable[[TokenGrant], Installation]

    @property
    def url(self) -> str:
        """Where the tech admin approves."""
        return self.oauth.authorize_url(self.state.state, self.state.scopes)

    def finish(self, callback: str) -> Installation:
        """Install with what the browser came back with: a URL, or its query alone.

        Raises `CallbackRefused`, and what keeps the code from becoming tokens.
        """
        code = parse_callback(callback, self.state.state)
        used = self.store.consume_state(self.state.state, self.state.browser)
        if isinstance(used, str):
            raise CallbackRefused(used, "the authorization took too long, or came back twice")
        return self.keep(run(self.oauth.exchange(code)))


def begin(
    oauth: OAuthClient,
    store: InstallationStore,
    keep: Callable[[TokenGrant], Installation],
    *,
    tenant: str | None,
    seconds: float,
) -> Attempt:
    """Begin an authorization that may take so many seconds.

    The process itself stands for the browser that the state is bound to: what comes back
    is accepted here and nowhere else.
    """
    state = OAuthState(
        state=Secret(secrets.token_urlsafe(32)),
        browser=Secret(secrets.token_urlsafe(32)),
        redirect_uri=oauth.redirect_uri,
        tenant=tenant,
        scopes=oauth.scopes,
    )
    store.save_state(state, seconds)
    return Attempt(oauth, store, state, keep)


class ComingBack:
    """Takes what comes to the redirect URI until the attempt has ended.

    What is not this attempt's gets a page and changes nothing.
    """

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt
        self._one_at_a_time = threading.Lock()
        self._over = False
        self._ended: Future[Installation] = Future()

    def __call__(self, query: str) -> tuple[Page, Callable[[], None]]:
        """Give the page for what came back, and what is to be called when it was sent."""
        with self._one_at_a_time:
            return (OVER, _nothing) if self._over else self._come_back(query)

    def wait(self, seconds: float) -> Installation:
        """Wait for the end. Raises what it ended with, `GongkitError` where it does not come."""
        try:
            return self._ended.result(seconds)
        except TimeoutError:
            with self._one_at_a_time:  # What is coming back just now is finished.
                was_late, self._over = not self._over, True
            if not was_late:
                return self._ended.result()
            raise GongkitError(
                f"Nobody came back within {seconds:.0f} s. Nothing was installed.",
                hint="Run it again; --timeout SECONDS waits for longer.",
            ) from None

    def _come_back(self, query: str) -> tuple[Page, Callable[[], None]]:
        try:
            installation = self._attempt.finish(query)
        except CallbackRefused as refused:
            if refused.error in _OF_OTHERS:
                return NOT_THIS_ONE, _nothing
            return self._failed(refused)
        except Exception as error:  # noqa: BLE001 - it is raised where the command waits
            return self._failed(error)
        self._over = True
        return _installed(installation), partial(self._ended.set_result, installation)

    def _failed(self, error: Exception) -> tuple[Page, Callable[[], None]]:
        self._over = True
        return _not_installed(error), partial(self._ended.set_exception, error)


def _installed(installation: Installation) -> Page:
    company = installation.name or installation.company
    return Page(200, "Installed", f"The app may now call the API of {company}. Close this page.")


def _not_installed(error: Exception) -> Page:
    if isinstance(error, CallbackRefused) and error.error == "access_denied":
        return Page(200, "Not installed", "It was declined in Gong. Nothing was changed.")
    said = error.message if isinstance(error, GongkitError) else "Something went wrong."
    return Page(400, "Not installed", f"{said} The app's terminal says what to do.")


def _nothing() -> None:
    """Leave everything as it is."""
