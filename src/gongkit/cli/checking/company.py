"""The company at which the app is installed for a check, and the sandbox around it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import msgspec

from gongkit.cli.registration import registration
from gongkit.cli.sandbox_url import tell
from gongkit.cli.story.browser import Browser
from gongkit.cli.story.exchanges import RecordingTransport
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.sqlite import SqliteStore
from gongkit.manifest import Manifest, TrustedIps
from gongkit.manifest.review.observations import Called
from gongkit.redact import Secret

_MOST_WAIT: Final = 3.0
"""How long a listener of the app has to begin."""
_QUIET: Final = 0.4
"""How long nothing must have come until it counts as done."""
_LOOK: Final = 0.05


class Company:
    """A company of a running sandbox, which `description` describes.

    What the app keeps, it keeps in `folder`, so that its tokens are known here.
    """

    def __init__(self, description: Mapping[str, Any], folder: Path) -> None:
        self.app_url: str = description["url"]
        self._store, self._key = folder / "app.db", generate_key()
        self._company: Mapping[str, Any] = description["companies"][0]
        self.admin: Mapping[str, str] = next(
            user for user in self._company["users"] if user["role"] == "tech_admin"
        )
        """Who may approve it, and signs in with `email` and `password`."""
        self._transport = RecordingTransport()
        self.client_id = ""
        self.secrets: list[tuple[str, Secret]] = [("the key of its store", Secret(self._key))]
        """What the app must not write anywhere, with what it is called."""

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def register(self, manifest: Manifest, folder: Path) -> None:
        """Register the app, published. Raises SandboxError with what is refused."""
        # Trusted IPs are those of its servers; this machine is none of them.
        open_to_all = msgspec.structs.replace(manifest, trusted_ips=TrustedIps())
        body = registration(open_to_all, folder) | {"published": True}
        made = tell(self.app_url, "integrations", body)
        self.client_id = made["client_id"]
        self.secrets.append(("the client secret", Secret(made["client_secret"])))

    def settings(self) -> dict[str, str]:
        """Give the settings with which the app finds the sandbox."""
        return {
            "GONGKIT_APP_URL": self.app_url,
            "GONGKIT_CLIENT_ID": self.client_id,
            "GONGKIT_CLIENT_SECRET": dict(self.secrets)["the client secret"].reveal(),
            "GONGKIT_KEY": self._key,
            "GONGKIT_STORE": f"sqlite:///{self._store}",
        }

    def consent(self, asked: Mapping[str, str]) -> str:
        """Approve what an authorize URL asks for, as a tech admin; give where that leads.

        Where the sandbox would not ask, it is why not, which is no URL.
        """
        names = ("client_id", "redirect_uri", "scope", "state")
        body = {name: asked.get(name, "") for name in names}
        answer = self._control(
            "POST", "/consent", body | {"company": self._company["name"], "approve": True}
        )
        back = str(answer.get("redirect_to") or " ".join(answer.get("errors", ["no answer"])))
        code = dict(parse_qsl(urlsplit(back).query)).get("code")
        self.secrets += [("the code", Secret(code))] if code else []
        return back

    def advance(self, seconds: int) -> None:
        """Move the sandbox's time."""
        self._control("PUT", "/clock", {"advance": seconds})

    def lift_limits(self) -> None:
        """Let the app call as often as it likes: the limits are not what is looked at."""
        body = {"company": self._company["name"], "per_second": None, "per_day": None}
        self._control("PUT", "/limits", body)

    def take_calls(self) -> tuple[Called, ...]:
        """Give the operations that the app has asked for since the last time."""
        asked = self._control("GET", "/requests")["requests"]
        self._control("DELETE", "/requests")
        return tuple(
            Called(operation=each["operation"], status=each["status"])
            for each in asked
            if each["operation"] not in (None, "authorize", "frame")
        )

    def wait_for_calls(self) -> None:
        """Wait until the app has called something, and then has made a pause."""
        latest, since = self._last(), time.monotonic()
        begun = since
        while time.monotonic() - begun < _MOST_WAIT:
            time.sleep(_LOOK)
            if (last := self._last()) != latest:
                latest, since = last, time.monotonic()
            elif since != begun and time.monotonic() - since > _QUIET:
                return

    def disconnect(self) -> None:
        """Disconnect the app, as a tech admin does it in the Collective."""
        browser = Browser(self._transport)
        page = browser.open(f"{self.app_url}/sign-in")
        form = page.form_to_fill("email")
        form.fields.update(email=self.admin["email"], password=self.admin["password"])
        browser.submit(page, form)
        page = browser.open(f"{self.app_url}/collective/installed/{self.client_id}/disconnect")
        form = next(each for each in page.forms if each.action.endswith("/disconnect"))
        browser.submit(page, form)

    def note_tokens(self) -> None:
        """Remember the tokens that the app has now."""
        if not self._store.exists():
            return
        keyring = Keyring.parse(self._key)
        with closing(SqliteStore(self._store, keyring, client_id=self.client_id)) as opened:
            for each in opened.list():
                self.secrets.append(("an access token", each.grant.access_token))
                if each.grant.refresh_token:
                    self.secrets.append(("a refresh token", each.grant.refresh_token))

    def _last(self) -> int:
        return int(self._control("GET", "/requests").get("last") or 0)

    def _control(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        url = f"{self.app_url}/_sandbox{path}"
        found: dict[str, Any] = self._transport.control(method, url, body).json()
        return found
