"""The admin center in a real browser: registering an app, as a person would who makes mistakes."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, Route, expect
from tests.browser.person import PHONE, WIDE, Person, Watched, check_width
from tests.sandbox.box import EXAMPLE, REDIRECT_URI, SCOPES, Box, Client

INTEGRATIONS = "/admin/integrations"


@pytest_asyncio.fixture(loop_scope="session")
async def plain(chromium: Browser, box: Box) -> AsyncIterator[Person]:
    """Somebody whose browser runs no scripts."""
    context = await chromium.new_context(java_script_enabled=False, reduced_motion="reduce")
    watched = await Watched.open(context)
    yield Person(watched.page, box)
    watched.check()
    await context.close()


def message_of(page: Page, place: str) -> Locator:
    """What is said beside a field."""
    return page.locator(f'[data-field="{place}"] .wrong-text')


async def fill_soundly(page: Page) -> None:
    await page.fill("#integration-name", "Deal Pulse")
    await page.check("text=See when calls took place")
    await page.fill("#integration-redirect_uris", "https://pulse.example/callback")


# --- the form


async def test_an_app_is_registered_with_mistakes_on_the_way(person: Person) -> None:
    page = person.page
    await person.sign_in()
    await person.go(INTEGRATIONS)
    await person.see("No app is registered yet")
    await page.click("text=Create integration")
    await page.wait_for_url("**/integrations/new")  # with its scripts

    name = page.locator("#integration-name")
    await name.focus()
    await page.keyboard.press("Tab")
    await expect(message_of(page, "integration.name")).to_have_text("This is required.")
    await expect(name).to_have_attribute("aria-invalid", "true")
    await expect(message_of(page, "integration.redirect_uris")).to_be_empty()
    await expect(page.locator("#integration-short_description")).to_be_focused()
    await name.fill("Deal Pulse")
    await expect(message_of(page, "integration.name")).to_be_empty()
    await expect(name).not_to_have_attribute("aria-invalid", "true")

    uris = page.locator("#integration-redirect_uris")
    await uris.fill("https://pulse.example/callback\nhttp://pulse.example/callback")
    said = message_of(page, "integration.redirect_uris")
    await expect(said).to_have_text(re.compile("^Line 2: .* Use https.$"))
    await expect(page.get_by_role("status").last).to_have_text("One field needs a change.")
    await expect(uris).to_be_focused()

    hidden = page.locator("#iframe-allowed_origins")
    await expect(hidden).to_be_hidden()
    await page.check("[name=iframe]")
    await hidden.fill("https://app.pulse.example")
    origins = message_of(page, "iframe.allowed_origins")
    await expect(origins).to_contain_text("under none of the registered domains")
    await page.fill("#integration-domains", "pulse.example")
    await expect(origins).to_be_empty()

    # Sent with what is wrong: it comes back whole, the picture too.
    await page.set_input_files("#integration-logos-small", EXAMPLE / "logo-small.png")
    await person.see("96 by 96 pixels, 5 KB")
    await page.click("button:text-is('Create integration')")
    await person.see("The integration is not saved")
    await page.click("[role=alert] >> text=Redirect URIs")
    await expect(uris).to_be_in_viewport()
    await expect(said).to_contain_text("Line 2")
    await expect(page.locator(".shown-light img[src*=pictures]")).to_have_count(1)
    assert person.box.control("GET", "").json["integrations"] == []

    await uris.fill("https://pulse.example/callback")
    await page.check("text=See when calls took place")
    await expect(page.get_by_role("status").last).to_have_text("Nothing is left to mend.")
    await page.set_input_files("#integration-logos-large", EXAMPLE / "logo-large.png")
    await person.see("384 by 384 pixels")
    await page.click("button:text-is('Create integration')")

    secret = await page.locator(".notice .secret").inner_text()
    (listed,) = person.box.control("GET", "").json["integrations"]
    assert secret == listed["client_secret"]
    await person.see(listed["client_id"])
    await page.reload()
    assert secret not in await page.content()
    for kind, file in (("small", "logo-small.png"), ("large", "logo-large.png")):
        picture = person.box.send("GET", f"/integrations/{listed['client_id']}/{kind}")
        assert picture.content == (EXAMPLE / file).read_bytes()


async def test_pictures_are_shown_where_they_will_be_seen(person: Person, tmp_path: Path) -> None:
    page = person.page
    await person.sign_in()
    await person.go(f"{INTEGRATIONS}/new")
    await page.fill("#integration-name", "Deal Pulse")
    await page.fill("#integration-short_description", "Feels deals.")
    large = page.locator("[data-picture=large]")
    await expect(large.locator(".shown-light")).to_have_text("D Authorize Deal Pulse")
    await expect(page.locator("[data-picture=small] .shown-dark")).to_contain_text("Feels deals.")

    text = tmp_path / "logo.txt"
    text.write_text("no picture")
    await page.set_input_files("#integration-logos-large", text)
    await expect(large.locator(".wrong-text")).to_contain_text("not a PNG")
    await expect(large.locator("img")).to_have_count(0)

    await page.set_input_files("#integration-logos-large", EXAMPLE / "logo-small.png")
    await expect(large.locator(".shown img")).to_have_count(2)
    await expect(large.locator(".wrong-text")).to_be_empty()
    await expect(large.locator(".advice")).to_contain_text("It is small")
    await expect(large.get_by_role("status")).to_contain_text("logo-small.png")
    loaded = await large.locator(".shown img").first.evaluate("image => image.decode()")
    assert loaded is None, "the policy lets it be shown"
    await large.get_by_label("Remove it").check()
    await expect(large.locator(".shown img")).to_have_count(0)


async def test_a_picture_that_is_too_large_is_not_sent(person: Person, tmp_path: Path) -> None:
    page = person.page
    await person.sign_in()
    await person.go(f"{INTEGRATIONS}/new")
    await page.fill("#integration-name", "😀 Notes")
    await expect(page.locator("[data-tile=small] .none").first).to_have_text("😀")
    huge = tmp_path / "huge.png"
    huge.write_bytes((EXAMPLE / "logo-small.png").read_bytes() + bytes(20_000_000))
    await page.set_input_files("#integration-logos-small", huge)
    said = message_of(page, "integration.logos.small")
    await expect(said).to_have_text("The image has more than 1,000 KB.")
    await expect(page.locator("#integration-logos-small")).to_have_value("")


async def test_a_picture_that_was_chosen_and_removed_is_not_saved(person: Person) -> None:
    page, client = person.page, person.box.register_example()
    await person.sign_in()
    await person.go(f"{INTEGRATIONS}/{client.client_id}/edit")
    small = page.locator("[data-picture=small]")
    await page.set_input_files("#integration-logos-small", EXAMPLE / "logo-large.png")
    await expect(small.get_by_role("status")).to_contain_text("384 by 384")
    await small.get_by_label("Remove it").check()
    await page.click("button:text-is('Save')")
    await person.see("is saved")
    assert person.box.send("GET", f"/integrations/{client.client_id}/small").status == 404


async def test_who_was_signed_out_is_told_before_the_form_is_lost(person: Person) -> None:
    page = person.page
    await person.sign_in()
    await person.go(f"{INTEGRATIONS}/new")
    await fill_soundly(page)
    await page.context.clear_cookies()
    await page.fill("#integration-short_description", "Feels deals.")
    told = page.locator("[data-session]")
    await expect(told).to_contain_text("no longer signed in as a tech admin")
    await expect(told).to_be_in_viewport()
    await page.set_input_files("#integration-logos-small", EXAMPLE / "logo-small.png")
    said = message_of(page, "integration.logos.small")
    await expect(said).to_have_text("Sign in, and choose it again.")

    async with page.expect_popup() as opened:
        await told.get_by_role("link").click()
    await Person(await opened.value, person.box).sign_in()
    await page.set_input_files("#integration-logos-small", EXAMPLE / "logo-small.png")
    await expect(told).to_have_count(0)
    await expect(said).to_be_empty()
    await page.click("button:text-is('Create integration')")
    await person.see("shown this once")


async def test_who_is_no_tech_admin_any_more_is_told_too(person: Person) -> None:
    await person.sign_in()
    await person.go(f"{INTEGRATIONS}/new")
    other = Person(await person.page.context.new_page(), person.box)
    await other.sign_in(role="rep")
    await person.page.fill("#integration-name", "Deal Pulse")
    told = person.page.locator("[data-session]")
    await expect(told).to_contain_text("no longer signed in as a tech admin")


async def test_the_answer_about_what_stood_there_before_comes_too_late(person: Person) -> None:
    page, begun, goes_on = person.page, asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        begun.set()
        await goes_on.wait()
        await route.continue_()

    await person.sign_in()
    await person.go(f"{INTEGRATIONS}/new")
    await page.route("**/check", hold, times=1)
    uris = page.locator("#integration-redirect_uris")
    await uris.fill("http://pulse.example/callback")
    await begun.wait()
    async with page.expect_event("requestfailed"):
        await uris.fill("https://pulse.example/callback")
    goes_on.set()


async def test_what_the_browser_filled_in_is_checked_as_well(person: Person) -> None:
    page = person.page
    await person.sign_in()
    await person.go(f"{INTEGRATIONS}/new")
    await page.evaluate("document.getElementById('integration-redirect_uris').value = 'no URI'")
    await page.fill("#integration-name", "Deal Pulse")
    await expect(message_of(page, "integration.redirect_uris")).not_to_be_empty()


async def test_a_second_click_sends_nothing(person: Person, client: Client) -> None:
    page, both = person.page, asyncio.Event()
    sent: list[Route] = []

    async def hold(route: Route) -> None:
        sent.append(route)
        await both.wait()
        await route.continue_()

    await person.sign_in()
    await person.go(f"{INTEGRATIONS}/{client.client_id}/delete")
    await page.route("**/delete", hold)
    place = await page.get_by_role("button", name="Delete it").bounding_box()
    assert place is not None
    for _ in range(2):
        await page.mouse.click(place["x"] + 10, place["y"] + 10)
    both.set()
    await person.see("Hello Gong is deleted")
    assert len(sent) == 1


async def test_who_comes_back_to_a_form_may_send_it_again(person: Person, client: Client) -> None:
    page, sent = person.page, asyncio.Queue[str]()

    async def lose(route: Route) -> None:
        sent.put_nowait(route.request.url)
        await route.fulfill(status=204)  # upon which a browser stays where it is

    await person.sign_in()
    await person.go(f"{INTEGRATIONS}/{client.client_id}/delete")
    await page.route("**/delete", lose)
    await page.get_by_role("button", name="Delete it").click()
    await sent.get()
    await page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow'))")
    await page.get_by_role("button", name="Delete it").click()
    await asyncio.wait_for(sent.get(), 10)


async def test_a_secret_is_not_seen_again_by_going_back(person: Person) -> None:
    page = person.page
    await person.sign_in()
    await person.go("/admin/api-keys/new")
    await page.fill("#access_key-name", "Export")
    await page.click("button:text-is('Create key')")
    secret = await page.locator(".notice .secret").inner_text()
    await page.click("nav >> text=Integrations")
    await page.wait_for_url(f"**{INTEGRATIONS}")
    await page.go_back()
    await person.see("Export")
    assert secret not in await page.content()


async def test_no_name_is_too_long_for_a_page(person: Person) -> None:
    page, box, name = person.page, person.box, "Donaudampfschifffahrtsgesellschaft" * 6
    url = f"https://pulse.example/{name.lower()}"
    integration = {
        "name": name,
        "short_description": name,
        "description": name,
        "scopes": [*SCOPES],
        "redirect_uris": [REDIRECT_URI, url],
        "links": {"privacy": url, "authorization": url},
    }
    body = {"integration": integration, "published": True}
    client = Client(**box.control("POST", "/integrations", body).json)
    box.install(client)
    query = {
        "client_id": client.client_id,
        "response_type": "code",
        "redirect_uri": REDIRECT_URI,
    }
    authorize, one = f"/oauth2/authorize?{urlencode(query)}", f"{INTEGRATIONS}/{client.client_id}"
    await person.go(authorize)
    await check_width(page)
    await person.sign_in()
    pages = ("edit", "secret", "trusted-ips", "publication", "delete", "import")
    for path in (
        authorize,
        INTEGRATIONS,
        one,
        *(f"{one}/{each}" for each in pages),
        "/collective",
        f"/collective/{client.client_id}",
        "/collective/installed",
        f"/collective/installed/{client.client_id}/disconnect",
    ):
        await person.go(path)
        for size in (WIDE, PHONE):
            await page.set_viewport_size(size)
            await check_width(page)


async def test_it_works_without_a_script(plain: Person) -> None:
    page = plain.page
    await plain.sign_in()
    await plain.go(f"{INTEGRATIONS}/new")
    await fill_soundly(page)
    await page.fill("#integration-contacts", "nobody")
    await page.set_input_files("#integration-logos-small", EXAMPLE / "logo-small.png")
    await page.click("button:text-is('Create integration')")
    await plain.see("The integration is not saved")
    await expect(message_of(page, "integration.contacts")).to_contain_text("not an email address")
    await page.fill("#integration-contacts", "apps@pulse.example")
    await page.click("button:text-is('Create integration')")
    await plain.see("shown this once")
    await expect(page.locator("h1 + *, .title img")).to_have_count(2)
    for opens, sees in (("Rotate secret", "At most two"), ("Trusted IPs", "in force as soon")):
        await page.locator(".columns").get_by_role("link", name=opens).click()
        await plain.see(sees)
        await page.locator("main button.primary").click()
        await plain.see("Deal Pulse")


# --- the page of one


@pytest.fixture
def client(box: Box) -> Client:
    return box.register_example()


async def test_a_secret_is_rotated_in_a_window(person: Person, client: Client) -> None:
    page = person.page
    await person.sign_in()
    await person.go(f"{INTEGRATIONS}/{client.client_id}")
    await person.see("One secret works")
    await page.get_by_role("button", name="Rotate secret").click()
    hours = page.get_by_label("Hours for which the present secret keeps working")
    await expect(hours).to_be_focused()
    await expect(hours).to_have_value("24")
    await hours.fill("1")
    await page.keyboard.press("Enter")
    secret = await page.locator(".notice .secret").inner_text()
    await person.see("Two secrets work")
    for each in (client, Client(client.client_id, secret)):
        assert person.box.install(each)["access_token"]
    await page.reload()
    assert secret not in await page.content()


async def test_trusted_ips_are_set_by_keyboard(person: Person, client: Client) -> None:
    page, keys = person.page, person.page.keyboard
    await person.sign_in()
    await person.go(f"{INTEGRATIONS}/{client.client_id}")
    opener = page.locator(".columns").get_by_role("button", name="Trusted IPs")
    await opener.focus()
    await keys.press("Space")
    window = page.get_by_role("dialog", name="Trusted IPs")
    access = window.get_by_label("Access token")
    await expect(access).to_be_focused()
    await keys.press("Escape")
    await expect(window).to_be_hidden()
    await expect(opener).to_be_focused()

    await keys.press("Enter")
    await expect(access).to_be_focused()
    await keys.type("127.0.0.1\n127.0.0.300")
    said = message_of(page, "trusted_ips.access_token")
    await expect(said).to_have_text(re.compile("^Line 2: '127.0.0.300' is not an IP address"))
    await expect(access).to_be_focused()
    described = await access.get_attribute("aria-describedby") or ""
    assert await said.get_attribute("id") in described.split()
    await keys.press("Backspace")
    await expect(said).to_be_empty()
    await keys.press("Tab")
    await expect(window.get_by_label("Refresh token")).to_be_focused()
    await keys.type("2001:db8::/32")
    await keys.press("Tab")
    await keys.press("Enter")
    await person.see("are in force")
    await person.see("127.0.0.30")
    tokens = person.box.install(client, scope="api:calls:read:basic")
    assert person.box.refresh(client, tokens["refresh_token"]).status == 403


async def test_a_file_is_imported_and_edited(person: Person) -> None:
    page = person.page
    await person.sign_in()
    await person.go(INTEGRATIONS)
    await page.click("text=Import gong.app.toml")
    await page.wait_for_url("**/integrations/import")
    await page.set_input_files("#import-file", EXAMPLE / "gong.app.toml")
    await page.click("text=Fill the form")
    await person.see("Nothing is saved yet")
    await page.wait_for_load_state()
    await expect(page.locator("#integration-name")).to_have_value("Hello Gong")
    await expect(page.get_by_label("Add calls and their recordings")).to_be_checked()
    await expect(page.locator("#iframe-email_composer-label")).to_have_value("Say hello")
    await page.fill("#integration-name", "Hello again")
    await expect(page.locator("[data-picture=composer] .shown-light")).to_contain_text("Say hello")
    await page.click("button:text-is('Create integration')")
    await person.see("shown this once")
    async with page.expect_download() as started:
        await page.click("text=Export gong.app.toml >> nth=0")
    exported = text_of(await (await started.value).path())
    assert 'name = "Hello again"' in exported
    assert "belong beside it, as 'logo-small.png', 'logo-large.png'" in exported


def text_of(path: Path) -> str:
    return path.read_text()


async def test_a_key_is_made_and_its_secret_never_seen_again(person: Person) -> None:
    page = person.page
    await person.sign_in()
    await person.go("/admin/api-keys")
    await page.click("text=Create key")
    await page.wait_for_url("**/api-keys/new")  # with its scripts
    await page.fill("#access_key-lifetime_days", "0")
    await expect(message_of(page, "access_key.lifetime_days")).to_contain_text("from 1 to 3,650")
    await expect(message_of(page, "access_key.name")).to_be_empty()
    await page.fill("#access_key-name", "Export")
    await page.fill("#access_key-lifetime_days", "7")
    await page.click("button:text-is('Create key')")
    secret = await page.locator(".notice .secret").inner_text()
    await person.see("7 days")
    await page.reload()
    assert secret not in await page.content()
    await page.get_by_role("link", name="Delete").click()
    await page.get_by_role("link", name="Keep it").click()
    await page.get_by_role("link", name="Delete").click()
    await page.get_by_role("button", name="Delete it").click()
    await person.see("The key Export is deleted")


async def test_a_company_is_disconnected_and_an_app_deleted(person: Person, client: Client) -> None:
    page, box = person.page, person.box
    tokens = box.install(client, "kestrel")
    await person.sign_in()
    await person.go(f"{INTEGRATIONS}/{client.client_id}")
    await page.get_by_role("link", name="Disconnect Kestrel").click()
    await page.click("button.danger")
    await person.see("is disconnected from")
    await person.see("No company is connected")
    assert box.refresh(client, tokens["refresh_token"]).json["error"] == "invalid_grant"
    await page.click("text=Make private again")
    await page.click("button.primary")
    await person.see("is private again")
    await page.click("text=Delete this integration")
    await page.click("text=Delete it")
    await person.see("No app is registered yet")


# --- consent


@contextmanager
def callbacks() -> Iterator[tuple[str, list[str]]]:
    """An app's redirect URI, and what came there."""
    came: list[str] = []

    class Callback(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/callback"):
                came.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>App</title><link rel=icon href=data:,><h1>Welcome back</h1>")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Callback) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/callback", came
        server.shutdown()
        thread.join()


async def test_consent_marks_what_is_new_and_leads_back(person: Person) -> None:
    page, box = person.page, person.box
    with callbacks() as (redirect_uri, came):
        integration = {
            "name": "Deal Pulse",
            "scopes": [*SCOPES, "api:calls:create"],
            "redirect_uris": [redirect_uri],
        }
        client = Client(**box.control("POST", "/integrations", {"integration": integration}).json)

        async def authorize(scope: str, decision: str) -> dict[str, list[str]]:
            query = {
                "client_id": client.client_id,
                "response_type": "code",
                "redirect_uri": redirect_uri,
                "scope": scope,
                "state": "s",
            }
            await person.go(f"/oauth2/authorize?{urlencode(query)}")
            news = await page.locator("li.new code").all_inner_texts()
            await page.click(f"text={decision}")
            await person.see("Welcome back")
            return {**parse_qs(urlsplit(came[-1]).query), "news": news}

        await person.sign_in()
        first = await authorize(" ".join(SCOPES), "Approve")
        assert first["news"] == []
        box.token(
            client,
            grant_type="authorization_code",
            code=first["code"][0],
            client_id=client.client_id,
            redirect_uri=redirect_uri,
        )
        second = await authorize(f"{SCOPES[0]} api:calls:create", "Deny")
        assert second["news"] == ["api:calls:create"]
        assert second["error"] == ["access_denied"]
        assert second["state"] == ["s"]
