"""The screens of the admin center, with what they say when there is nothing, or something wrong."""

from __future__ import annotations

from pathlib import Path

from tests.browser.person import Person
from tests.browser.screens.registry import screen
from tests.sandbox.box import Client

LOGOS = Path(__file__).parents[3] / "examples/hello-gong"


@screen("admin-integrations-none")
async def integrations_none(person: Person) -> None:
    await person.sign_in()
    await person.go("/admin")


@screen("admin-integrations")
async def integrations(person: Person) -> None:
    client = registered(person)
    person.box.install(client)
    person.box.register(published=True)
    await person.sign_in()
    await person.go("/admin/integrations")


@screen("admin-insufficient")
async def insufficient(person: Person) -> None:
    await person.sign_in(role="rep")
    await person.go("/admin/integrations")


@screen("admin-integration")
async def integration(person: Person) -> None:
    client = registered(person)
    for company in ("northwind", "kestrel"):
        person.box.install(client, company)
    person.box.control("POST", f"/integrations/{client.client_id}/rotate-secret", {})
    await person.sign_in()
    await person.go(f"/admin/integrations/{client.client_id}")


@screen("admin-integration-new")
async def integration_new(person: Person) -> None:
    await person.sign_in()
    await person.go("/admin/integrations/new")


@screen("admin-integration-wrong")
async def integration_wrong(person: Person) -> None:
    await integration_new(person)
    page = person.page
    await page.fill("#integration-name", "Deal Pulse")
    await page.fill("#integration-redirect_uris", "http://pulse.example/callback")
    await page.fill("#integration-links-privacy", "pulse.example/privacy")
    await page.check("input[name=iframe]")
    await page.fill("#iframe-allowed_origins", "*")
    await page.set_input_files("#integration-logos-small", LOGOS / "logo-small.png")
    await page.click("text=Create integration >> nth=-1")
    await person.see("The integration is not saved")


@screen("admin-integration-edit")
async def integration_edit(person: Person) -> None:
    client = registered(person)
    await person.sign_in()
    await person.go(f"/admin/integrations/{client.client_id}/edit")


@screen("admin-integration-signed-out")
async def integration_signed_out(person: Person) -> None:
    await integration_new(person)
    await person.page.context.clear_cookies()
    await person.page.fill("#integration-name", "Deal Pulse")
    await person.see("no longer signed in")


@screen("admin-integration-saved-meanwhile")
async def integration_saved_meanwhile(person: Person) -> None:
    await integration_edit(person)
    page = await person.page.context.new_page()
    await page.goto(person.page.url)
    await page.fill("#integration-name", "Hello")
    await page.click("button:text-is('Save')")
    await page.get_by_text("is saved").first.wait_for()
    await page.close()
    await person.page.click("button:text-is('Save')")
    await person.see("Somebody else has saved this")


@screen("admin-secret-shown")
async def secret_shown(person: Person) -> None:
    await integration(person)
    await person.page.click("text=Rotate secret")
    await person.page.click("dialog[open] button.primary")
    await person.see("shown this once")


@screen("admin-secret")
async def secret(person: Person) -> None:
    client = registered(person)
    await person.sign_in()
    await person.go(f"/admin/integrations/{client.client_id}/secret")
    await person.page.fill("#secret-grace_hours", "200")
    await person.page.click("button.primary")
    await person.see("from 0 to 168")


@screen("admin-trusted-ips")
async def trusted_ips(person: Person) -> None:
    await integration(person)
    await person.page.click(".columns >> text=Trusted IPs >> nth=-1")
    await person.page.fill("#trusted_ips-access_token", "203.0.113.7\n203.0.113.300")
    await person.see("Line 2")


@screen("admin-trusted-ips-wrong")
async def trusted_ips_wrong(person: Person) -> None:
    client = registered(person)
    await person.sign_in()
    await person.go(f"/admin/integrations/{client.client_id}/trusted-ips")
    await person.page.fill("#trusted_ips-refresh_token", "somewhere")
    await person.page.click("button.primary")
    await person.see("Nothing is changed")


@screen("admin-publication")
async def publication(person: Person) -> None:
    client = person.box.register()
    await person.sign_in()
    await person.go(f"/admin/integrations/{client.client_id}/publication")


@screen("admin-delete")
async def delete(person: Person) -> None:
    client = person.box.register()
    person.box.install(client)
    await person.sign_in()
    await person.go(f"/admin/integrations/{client.client_id}/delete")


@screen("admin-disconnect")
async def disconnect(person: Person) -> None:
    client = person.box.register()
    person.box.install(client)
    await person.sign_in()
    await person.go(f"/admin/integrations/{client.client_id}")
    await person.page.click("text=Disconnect")


@screen("admin-import")
async def import_(person: Person) -> None:
    await person.sign_in()
    await person.go("/admin/integrations/import")
    await person.page.fill("#import-text", '[integration]\nname = "Deal Pulse"\nscope = []\n')
    await person.page.click("button.primary")
    await person.see("to be mended")


@screen("admin-imported")
async def imported(person: Person) -> None:
    await person.sign_in()
    await person.go("/admin/integrations/import")
    await person.page.set_input_files("#import-file", LOGOS / "gong.app.toml")
    await person.page.click("button.primary")
    await person.see("Nothing is saved yet")


@screen("admin-api-keys-none")
async def api_keys_none(person: Person) -> None:
    await person.sign_in()
    await person.go("/admin/api-keys")


@screen("admin-api-keys")
async def api_keys(person: Person) -> None:
    await person.sign_in()
    for name, days, entries in (("Nightly export", "90", "203.0.113.7"), ("Notebook", "", "")):
        await person.go("/admin/api-keys/new")
        await person.page.fill("#access_key-name", name)
        await person.page.fill("#access_key-lifetime_days", days)
        await person.page.fill("#access_key-trusted_ips", entries)
        await person.page.click("button.primary")
        await person.see("is created")


@screen("admin-api-key-wrong")
async def api_key_wrong(person: Person) -> None:
    await person.sign_in()
    await person.go("/admin/api-keys/new")
    await person.page.fill("#access_key-lifetime_days", "for ever")
    await person.page.click("button.primary")
    await person.see("The key is not saved")


@screen("admin-api-key-delete")
async def api_key_delete(person: Person) -> None:
    await api_keys(person)
    await person.page.click("text=Delete")


def registered(person: Person) -> Client:
    """Register the example with its pictures, published."""
    return person.box.register_example()
