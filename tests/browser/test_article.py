"""The whole of Gong's article on making an app, as one journey through a browser.

A tech admin registers examples/composer-app, which is a process of its own, and has it
installed; a sales rep of the same company uses it; then another company gets it too.
"""

from __future__ import annotations

import asyncio
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.async_api import Browser, FrameLocator, expect
from tests.browser.composer_app import ComposerApp, begin_to_connect, press_in_frame
from tests.browser.person import Person, somebody
from tests.browser.screens.engage import new_email
from tests.sandbox.box import Box, Client

ADA = "ada@acme.example"
REP = "rob@acme.example"
"""Two of the app's users at one customer of its own, which is Northwind at Gong."""
EVA = "eva@falke.example"
"""And one at Kestrel."""
# What no app should give, given by the page that the app shows, which is gone with that:
# later, when this has ended.
HOSTILE = """async () => {
  const { GongFrontendApi } = await import("@gong.io/frontend-sdk");
  const html = '<p onclick="steal()">See <b>you</b></p><script>steal()</script>';
  setTimeout(() => GongFrontendApi.closeWithContent(html));
}"""


async def test_the_whole_article(person: Person, chromium: Browser, tmp_path: Path) -> None:
    app, box = ComposerApp.copy_to(tmp_path / "composer-app"), person.box
    async with somebody(chromium, box) as rep, somebody(chromium, box) as elsewhere:
        await person.sign_in()
        await rep.sign_in(role="rep")
        await elsewhere.sign_in("kestrel")
        client = await register(person, app)
        await trust_this_machine(person)
        with app.running(box, client):
            await refuse_a_rep(rep, app)
            await refuse_another_company(elsewhere, app)
            await deny(person, app)
            await approve(person, app)
            await write_an_email(rep)
            await keep_out_what_is_hostile(rep)
            await look_at_an_account(rep)
            await publish(person, client)
            await install_from_the_collective(elsewhere, client)
            await use_it_at_two_companies_at_once(rep, elsewhere)
        await see_who_is_connected(person, client)


# --- registering


async def register(admin: Person, app: ComposerApp) -> Client:
    """Fill in the whole form with what the app's manifest says."""
    page = admin.page
    tables = tomllib.loads((app.folder / "gong.app.toml").read_text())
    await page.get_by_role("link", name="Admin center", exact=True).click()
    await page.get_by_label("Ecosystem").get_by_role("link", name="Integrations").click()
    await page.get_by_role("link", name="Create integration").first.click()
    await page.wait_for_url("**/integrations/new")  # with its scripts
    await page.get_by_label("The app has pages that Gong shows in an iframe").check()
    for place, value in fields(tables):
        field = page.locator(f"[id='{place}']")
        if place == "integration-scopes":
            for scope in value:
                await field.locator(f"[value='{scope}']").check()
        elif str(value).endswith(".svg"):
            await field.set_input_files(app.folder / value)
        else:
            await field.fill("\n".join(value) if isinstance(value, list) else value)
    await page.get_by_role("button", name="Create integration").click()
    secret = await page.locator(".notice .secret").inner_text()
    client_id = await page.locator("#credentials ~ dl .secret").inner_text()
    await page.reload()
    assert secret not in await page.content()
    await expect(page.locator(".title .badge")).to_have_text("Private")
    return Client(client_id, secret)


def fields(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Give each value of a manifest with the id of its field."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from fields(value, f"{above}{key}-")
        else:
            yield f"{above}{key}", value


async def trust_this_machine(admin: Person) -> None:
    page = admin.page
    await page.get_by_role("button", name="Trusted IPs").click()
    window = page.get_by_role("dialog", name="Trusted IPs")
    await window.get_by_label("Access token").fill("127.0.0.1\n2001:db8::/32")
    await window.get_by_label("Refresh token").fill("127.0.0.1")
    await window.get_by_role("button", name="Save").click()
    await admin.see("are in force")
    await expect(page.locator("#trusted ~ dl")).to_contain_text("2001:db8::/32")


# --- installing


async def refuse_a_rep(rep: Person, app: ComposerApp) -> None:
    await begin_to_connect(rep, app.url, REP)
    await expect(rep.page.locator("h1")).to_have_text("Insufficient permissions")
    await expect(rep.page.get_by_role("button", name="Approve")).to_have_count(0)


async def refuse_another_company(elsewhere: Person, app: ComposerApp) -> None:
    """The integration is still private to the company that registered it."""
    await begin_to_connect(elsewhere, app.url, EVA)
    await expect(elsewhere.page.locator("h1")).to_have_text("This app cannot be authorized")
    await expect(elsewhere.page.get_by_role("alert")).to_contain_text("private")


async def deny(admin: Person, app: ComposerApp) -> None:
    await begin_to_connect(admin, app.url, ADA)
    await admin.page.get_by_role("button", name="Deny").click()
    await expect(admin.page.locator("h1")).to_have_text("Call Recaps was not approved")


async def approve(admin: Person, app: ComposerApp) -> None:
    """Begin at the app's authorization start page, as its listing says where that is."""
    page = admin.page
    await page.goto(f"{app.url}/gong/install")
    await expect(page.locator("h1")).to_have_text("Authorize Call Recaps")
    await expect(page.locator(".consent-head img")).not_to_have_js_property("naturalWidth", 0)
    await admin.see("See when calls took place")
    await page.get_by_role("button", name="Approve").click()
    await expect(page.locator("h1")).to_have_text("Call Recaps is connected")


# --- using


async def open_composer_frame(person: Person) -> FrameLocator:
    await new_email(person)
    await person.page.get_by_role("button", name="Insert a recap").click()
    return person.page.frame_locator("dialog[open] iframe")


async def write_an_email(rep: Person) -> None:
    page = rep.page
    frame = await open_composer_frame(rep)
    await press_in_frame(rep, frame)
    await expect(frame.locator("#said")).to_have_text(f"Signed in as {REP}. Which call?")
    title = await frame.locator("li span").first.inner_text()
    await frame.get_by_role("button", name="Insert").first.click()
    await expect(page.frame_locator("#editor").locator("body")).to_contain_text(title)
    looks = page.frame_locator("#changes .mail-frame").locator("body")
    await expect(looks).to_contain_text(title)
    await page.fill("#to", "grace@hopper.example")
    await page.fill("#subject", "Our call")
    await page.click("#send")
    await rep.see("The email is sent, and has arrived.")
    await page.get_by_role("link", name="grace@hopper.example").click()
    text = page.frame_locator(".mail-frame").locator("body")
    await expect(text).to_contain_text("Thank you for your time.")
    link = text.get_by_role("link", name=title)
    await expect(link).to_have_attribute("href", re.compile(rf"^{rep.box.url}/call\?id=\d+$"))


async def keep_out_what_is_hostile(rep: Person) -> None:
    page = rep.page
    frame = await open_composer_frame(rep)
    await expect(page.locator(".frame-said li")).to_contain_text("ready()")
    await frame.locator("body").evaluate(HOSTILE)
    text = page.frame_locator("#editor").locator("body")
    await expect(text).to_contain_text("See you")
    kept = await text.locator("p").first.evaluate("each => each.outerHTML")
    assert kept == "<p>See <b>you</b></p>"
    await expect(page.locator("#changes .removed tbody tr")).to_have_count(2)


async def look_at_an_account(rep: Person) -> None:
    await rep.page.get_by_role("link", name="Accounts", exact=True).click()
    await rep.page.click("tbody a")
    frame = rep.page.frame_locator(".frame-card iframe")
    await press_in_frame(rep, frame)
    await expect(frame.locator("#said")).to_contain_text(f"Signed in as {REP}.")


# --- publishing


async def publish(admin: Person, client: Client) -> None:
    await admin.go(f"/admin/integrations/{client.client_id}")
    await admin.page.get_by_role("link", name="Publish in the Collective").click()
    await admin.page.get_by_role("button", name="Publish in the Collective").click()
    await expect(admin.page.locator(".title .badge")).to_have_text("Published")


async def install_from_the_collective(elsewhere: Person, client: Client) -> None:
    page = elsewhere.page
    await elsewhere.go("/collective")
    await page.get_by_label("Search the apps").fill("recap")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/collective?q=recap")
    await page.get_by_role("link", name="Call Recaps").click()
    await page.wait_for_url(f"**/collective/{client.client_id}")
    await page.get_by_role("link", name="Install", exact=True).click()
    await expect(page.locator("main")).to_contain_text("the Gong of Kestrel")
    await page.get_by_role("button", name="Approve").click()
    await expect(page.locator("h1")).to_have_text("Call Recaps is connected")
    await elsewhere.go("/collective/installed")
    await expect(page.locator(".installed h2")).to_contain_text("Call Recaps")


async def use_it_at_two_companies_at_once(rep: Person, elsewhere: Person) -> None:
    """Each sees the calls of their own company, and none of the other's."""
    ours, theirs = await asyncio.gather(titles_in_frame(rep), titles_in_frame(elsewhere))
    assert ours == latest_titles(rep.box, "northwind")
    assert theirs == latest_titles(rep.box, "kestrel")
    assert not set(ours) & set(theirs)


async def titles_in_frame(person: Person) -> list[str]:
    frame = await open_composer_frame(person)
    await press_in_frame(person, frame)
    await expect(frame.locator("li")).to_have_count(5)
    return await frame.locator("li span").all_inner_texts()


def latest_titles(box: Box, company: str) -> list[str]:
    """Ask the company's own Gong, with its own key."""
    day = datetime.now(UTC) - timedelta(days=30)
    calls: list[dict[str, Any]] = []
    query = {"fromDateTime": day.isoformat()}
    while True:
        found = box.api(company, "GET", f"/v2/calls?{urlencode(query)}").json
        calls += found["calls"]
        if "cursor" not in found["records"]:
            break
        query["cursor"] = found["records"]["cursor"]
    latest = sorted(calls, key=lambda call: str(call["started"]), reverse=True)
    return [call["title"] for call in latest[:5]]


async def see_who_is_connected(admin: Person, client: Client) -> None:
    await admin.go(f"/admin/integrations/{client.client_id}")
    companies = admin.page.locator("#connected ~ .scroll tbody th")
    await expect(companies).to_have_text([re.compile("Kestrel"), re.compile("Northwind")])
