"""What is done with the running app: opened, installed, opened again, left alone for a day."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from typing import Final, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from gongkit.cli.checking.company import Company
from gongkit.cli.checking.sign_in import filled_in
from gongkit.cli.checking.visitor import Visitor, origin_of
from gongkit.cli.output import printable
from gongkit.manifest import Manifest
from gongkit.manifest.addresses import mount_of
from gongkit.manifest.finding import shortened
from gongkit.manifest.review.observations import Observations, Shown, Step

BEYOND_TOKEN: Final = 2 * 86_400
"""Access tokens last for a day."""
_DELIVERY: Final = b'{"callData": {"metaData": {"id": "1"}}, "isTest": false}'


def origins_of(manifest: Manifest) -> frozenset[str]:
    """Give the origins that the manifest says are the app's own."""
    return frozenset(
        origin_of(url)
        for url in (
            *manifest.integration.redirect_uris,
            *(url for _, url in _frame_urls(manifest)),
            *(rule.url for rule in manifest.webhooks.rules),
        )
    )


class Journey:
    """One walk through an app, in the order in which a customer would meet it."""

    def __init__(self, company: Company, manifest: Manifest, app_url: str) -> None:
        self._company, self._manifest = company, manifest
        self._visitor = Visitor(app_url, origins_of(manifest))
        self._callback = manifest.integration.redirect_uris[0]
        self._base = mount_of(self._callback)
        self._pages: list[Shown] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._visitor.close()

    def health(self, seconds: float) -> Shown:
        """Ask whether it answers; this is also its first request, and finds where it is mounted.

        That is beside the callback, or further up where the app says so (`GongApp(url=…)`).
        """
        first, _ = self._visitor.ask("GET", f"{self._base}/health", seconds=seconds)
        if first.status == 404:
            for base in _parents(self._base):
                shown, _ = self._visitor.ask("GET", f"{base}/health")
                if shown.status == 200:
                    self._base = base
                    return shown
        return first

    def walk(self, seen: Observations) -> Observations:
        """Do everything; give what was seen with what was seen before."""
        self._company.lift_limits()
        seen = replace(seen, unsigned=tuple(self._unsigned()))
        install, said = self._install()
        if install is Step.INSTALLED:
            self._company.wait_for_calls()
            self._company.note_tokens()
        seen = replace(
            seen,
            install=install,
            install_said=said,
            forged=self._forged(),
            frames=self._look_around(),
            called=self._company.take_calls(),
            pages=tuple(self._pages),
        )
        return self._later(seen) if install is Step.INSTALLED else seen

    def _install(self) -> tuple[Step, str]:
        """Install it at the company; say how far that came, and why not further."""
        shown, leads = self._to_gong()
        if not self._is_gong(leads):
            return self._not_at_gong(shown, leads)
        back = self._company.consent(dict(parse_qsl(urlsplit(leads).query)))
        if not self._visitor.is_own(back):
            return Step.REFUSED, back
        shown, said = self._visitor.open(back)
        self._pages.append(shown)
        if shown.status is None or shown.status >= 400:
            return Step.NOT_FINISHED, _sentence(shown, said)
        return Step.INSTALLED, ""

    def _to_gong(self) -> tuple[Shown, str]:
        """Open /install, and sign in where that is asked for; say where it leads."""
        shown, leads = self._visitor.open(f"{self._base}/install")
        self._pages.append(shown)
        page = None if self._is_gong(leads) else self._visitor.page()
        form = page and filled_in(page, self._company.admin["email"])
        if not form:
            return shown, leads
        shown, leads = self._visitor.submit(form)
        self._pages.append(shown)
        if self._is_gong(leads):
            return shown, leads
        return self._visitor.open(f"{self._base}/install")

    def _is_gong(self, url: str) -> bool:
        return url.startswith(f"{self._company.app_url}/oauth2/authorize?")

    def _not_at_gong(self, shown: Shown, leads: str) -> tuple[Step, str]:
        if shown.status is not None and shown.status < 400:
            where = shown.url if not leads.startswith("http") else leads.partition("?")[0]
            return Step.ELSEWHERE, f"{where}."
        return Step.NO_INSTALL, _sentence(shown, leads)

    def _forged(self) -> Shown:
        """Come back with a state that nobody has given out."""
        query = urlencode({"code": "forged-code", "state": "forged-state"})
        shown, _ = self._visitor.open(f"{self._callback}?{query}", within=False)
        return shown

    def _look_around(self) -> tuple[Shown, ...]:
        """Open the app's home page, and its pages inside Gong; give the latter."""
        home, _ = self._visitor.open(f"{origin_of(self._callback)}/")
        if home.status != 404:
            self._pages.append(home)
        return tuple(
            self._visitor.open(url, place)[0] for place, url in _frame_urls(self._manifest)
        )

    def _unsigned(self) -> list[Shown]:
        """Deliver to the webhooks without a signature."""
        rules = enumerate(self._manifest.webhooks.rules)
        return [
            self._visitor.ask("POST", rule.url, f"webhooks.rules[{index}].url", body=_DELIVERY)[0]
            for index, rule in rules
            if rule.authentication == "signed_jwt"
        ]

    def _later(self, seen: Observations) -> Observations:
        """Open everything after the token's end, and once more after a disconnection."""
        self._company.advance(BEYOND_TOKEN)
        self._look_around()
        called_later = self._company.take_calls()
        self._company.note_tokens()
        self._company.disconnect()
        before = len(self._pages)
        frames = self._look_around()
        after = (*self._pages[before:], *frames)
        return replace(seen, called_later=called_later, after_removal=after)


def _parents(base: str) -> list[str]:
    """Give the URLs above this one, the nearest first, down to the site's own."""
    path = urlsplit(base).path
    above = [path[:at] for at in range(len(path)) if path[at] == "/"]
    return [f"{origin_of(base)}{each}" for each in reversed(above)]


def _frame_urls(manifest: Manifest) -> list[tuple[str, str]]:
    iframe = manifest.iframe
    found = {
        "email_composer": iframe and iframe.email_composer,
        "account_information": iframe and iframe.account_information,
    }
    return [(f"iframe.{name}.url", table.url) for name, table in found.items() if table]


def _sentence(shown: Shown, text: str) -> str:
    """Say what a page answered, with its heading where it has one."""
    if shown.status is None:
        return "There was no answer."
    heading = text.partition("<h1>")[2].partition("</h1>")[0].strip()
    told = f": {shortened(printable(unescape(heading)))}" if heading and "<" not in heading else ""
    return f"{shown.url} answers {shown.status}{told}."
