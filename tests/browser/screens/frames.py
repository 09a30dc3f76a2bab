"""The screens of apps' frames: beside accounts and deals, in the dialer, behind buttons."""

from __future__ import annotations

import threading
from functools import cache

from playwright.async_api import expect
from tests.browser.partner import Partner
from tests.browser.person import Person
from tests.browser.screens.registry import screen
from tests.sandbox.framed_apps import SCOPES, allow, register_frames

READY = "init(); GongFrontendApi.ready();"
FORGED = READY + ' raw("hello"); raw(message("ready")); raw(message("content", { html: 17 }));'


@cache
def partner() -> Partner:
    """One server for all screens, which ends with the process."""
    found = Partner()
    threading.Thread(target=found.server.serve_forever, daemon=True).start()
    return found


def install(person: Person, script: str = READY, title: str = "How this deal feels") -> None:
    """Install an app that has frames everywhere, each with this script."""
    at = partner()
    body = "<p>Warm since Tuesday. Two people of theirs have not been heard for a month.</p>"
    for path in ("/composer", "/account", "/"):
        at.page(path, person.box, script, body, title)
    client = register_frames(person.box, at.at(), account="/account")
    person.box.install(client, scope=" ".join(SCOPES))
    allow(person.box, client, at.at("dial.localhost"), "DIALER")


@screen("account-frame")
async def account(person: Person) -> None:
    install(person)
    await person.sign_in()
    await person.go("/accounts")
    await person.page.click("tbody a")
    await expect(person.page.locator(".frame-said li")).to_contain_text("ready()")


@screen("pipeline")
async def pipeline(person: Person) -> None:
    await person.sign_in()
    await person.go("/pipeline")


@screen("pipeline-deal")
async def pipeline_deal(person: Person) -> None:
    install(person)
    await pipeline(person)
    await person.page.click("tbody a")
    await expect(person.page.locator(".frame-said li")).to_contain_text("ready()")


@screen("pipeline-deal-without-app")
async def pipeline_without_app(person: Person) -> None:
    await pipeline(person)
    await person.page.click("tbody a")


@screen("pipeline-none")
async def pipeline_none(person: Person) -> None:
    await person.sign_in(role="rep")
    await person.go("/pipeline")


@screen("dialer-none")
async def dialer_none(person: Person) -> None:
    await person.sign_in()
    await person.go("/dialer")


@screen("dialer")
async def dialer(person: Person) -> None:
    install(person, title="Dial here")
    await dialer_none(person)
    await person.page.click("[data-key='5']")
    await person.page.click("#pad .primary")
    await expect(person.page.locator(".frame-said li")).to_contain_text("ready()")


@screen("frames-none")
async def frames_none(person: Person) -> None:
    await person.sign_in()
    await person.go("/engage/frames")


@screen("frames")
async def frames(person: Person) -> None:
    install(person)
    await frames_none(person)


@screen("frames-open")
async def frames_open(person: Person) -> None:
    await frames(person)
    await person.page.click(".frame-button")
    await expect(person.page.locator(".frame-said li")).to_contain_text("ready()")


@screen("frames-loading")
async def frames_loading(person: Person) -> None:
    install(person, "")
    await frames_none(person)
    await person.page.click(".frame-button")
    await person.see("Loading Deal Pulse")


@screen("frames-never-ready")
async def frames_never_ready(person: Person) -> None:
    install(person, "")
    await person.page.clock.install()
    await frames_none(person)
    await person.page.click(".frame-button")
    await person.page.clock.fast_forward(10_000)
    await expect(person.page.locator(".frame-hint")).to_be_visible()


@screen("frames-ignored")
async def frames_ignored(person: Person) -> None:
    install(person, FORGED)
    await frames_none(person)
    await person.page.click(".frame-button")
    await expect(person.page.locator(".frame-said li[data-reported]")).to_have_count(4)


@screen("frames-refused")
async def frames_refused(person: Person) -> None:
    """What the browser itself complains of is read by the test of frames."""
    install(person)
    await frames_none(person)
    await person.page.click(".frame-button")
    await expect(person.page.locator(".frame-said li")).to_contain_text("ready()")
    await person.page.evaluate(
        "document.dispatchEvent(new SecurityPolicyViolationEvent('securitypolicyviolation', {"
        " effectiveDirective: 'frame-src', blockedURI: 'https://evil.example', documentURI: '',"
        " violatedDirective: 'frame-src', originalPolicy: '', disposition: 'enforce',"
        " statusCode: 200 }))"
    )
    await expect(person.page.locator(".frame-hint")).to_contain_text("origin-outside-domains")
