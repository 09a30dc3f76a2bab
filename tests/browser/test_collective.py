"""The Collective in a browser, from finding an app to disconnecting it."""

from __future__ import annotations

from playwright.async_api import BrowserContext, expect
from tests.browser.person import Person
from tests.sandbox.apps import manifest, pulse, register


async def test_an_app_is_found_by_keyboard_alone(person: Person) -> None:
    client = pulse(person.box)
    register(person.box, manifest("Board Walk"), published=True)
    await person.go("/collective")
    await person.page.get_by_label("Search the apps").focus()
    await person.page.keyboard.type("deals feel")
    await person.page.keyboard.press("Enter")
    await person.see("1 app fits “deals feel”.")
    link = person.page.get_by_role("link", name="Deal Pulse")
    await link.focus()
    await person.page.keyboard.press("Enter")
    await person.page.wait_for_url(f"**/collective/{client.client_id}")
    install = person.page.get_by_role("link", name="Install", exact=True)
    await expect(install).to_have_attribute("href", "https://pulse.example/install")


async def test_an_app_is_found_without_javascript(person: Person, context: BrowserContext) -> None:
    pulse(person.box)
    browser = context.browser
    assert browser is not None
    plain = await browser.new_context(java_script_enabled=False)
    page = await plain.new_page()
    await page.goto(f"{person.box.url}/collective")
    await page.fill("#q", "weather")
    await page.click("text=Search >> nth=-1")
    await expect(page.get_by_text("No app has all of “weather”")).to_be_visible()
    await plain.close()


async def test_a_tech_admin_disconnects_an_app(person: Person) -> None:
    client = pulse(person.box)
    tokens = person.box.install(client)
    await person.sign_in()
    await person.go("/collective/installed")
    await person.page.get_by_text("Calls (2)").click()
    await person.see("read what was said in calls")
    await person.page.get_by_role("link", name="Disconnect Deal Pulse").click()
    await person.page.get_by_role("link", name="Keep it").click()
    await person.page.get_by_role("link", name="Disconnect Deal Pulse").click()
    await person.page.get_by_role("button", name="Disconnect").click()
    await expect(person.page.get_by_role("status")).to_contain_text("Deal Pulse is disconnected")
    await person.see("has no app installed")
    answer = person.box.refresh(client, tokens["refresh_token"])
    assert answer.json["error"] == "invalid_grant"
    await person.page.reload()
    await expect(person.page.get_by_role("status")).to_have_count(0)
