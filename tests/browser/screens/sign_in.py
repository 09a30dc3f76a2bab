"""The screens of sign-in and consent."""

from __future__ import annotations

from urllib.parse import urlencode

from tests.browser.person import Person
from tests.browser.screens.registry import screen
from tests.sandbox.box import REDIRECT_URI, Client


@screen("home")
async def home(person: Person) -> None:
    await person.go("/")


@screen("sign-in")
async def sign_in(person: Person) -> None:
    await person.go("/sign-in")


@screen("sign-in-everybody")
async def sign_in_everybody(person: Person) -> None:
    await person.go("/sign-in")
    await person.page.click("summary >> nth=0")


@screen("sign-in-failed")
async def sign_in_failed(person: Person) -> None:
    await person.go("/sign-in")
    await person.page.fill("#email", "nobody@northwind.example")
    await person.page.fill("#password", "wrong")
    await person.page.click("form.card button")
    await person.see("No active user")


@screen("consent")
async def consent(person: Person) -> None:
    await person.sign_in()
    await person.go(authorize_path(person))


@screen("consent-new-scopes")
async def consent_new_scopes(person: Person) -> None:
    client = person.box.register_example()
    person.box.install(client, scope="api:calls:read:basic api:calls:read:extensive")
    await person.sign_in()
    await person.go(authorize_path(person, client, scope="api:calls:read:basic api:calls:create"))


@screen("consent-changed")
async def consent_changed(person: Person) -> None:
    client = person.box.register_example()
    await person.sign_in()
    await person.go(authorize_path(person, client))
    integration = {
        "name": "Hello Gong",
        "scopes": ["api:calls:create"],
        "redirect_uris": [REDIRECT_URI],
    }
    person.box.control("PUT", f"/integrations/{client.client_id}", {"integration": integration})
    await person.page.click("text=Approve")
    await person.see("Nothing is approved yet")


@screen("consent-insufficient")
async def consent_insufficient(person: Person) -> None:
    await person.sign_in(role="rep")
    await person.go(authorize_path(person))


@screen("consent-private")
async def consent_private(person: Person) -> None:
    await person.sign_in(company="kestrel")
    await person.go(authorize_path(person))


@screen("error")
async def not_there(person: Person) -> None:
    await person.go("/nowhere")


def authorize_path(person: Person, client: Client | None = None, **more: str) -> str:
    client = client or person.box.register()
    query = {
        "client_id": client.client_id,
        "response_type": "code",
        "redirect_uri": REDIRECT_URI,
        **more,
    }
    return f"/oauth2/authorize?{urlencode(query)}"
