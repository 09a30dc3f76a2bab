"""The screens of the Collective and of the installed apps."""

from __future__ import annotations

from tests.browser.person import Person
from tests.browser.screens.registry import screen
from tests.sandbox.apps import manifest, pulse, register


@screen("collective")
async def catalogue(person: Person) -> None:
    client = pulse(person.box)
    person.box.install(client)
    short = "Puts the next steps of every call into your board."
    register(person.box, manifest("Board Walk", short_description=short), published=True)
    register(person.box, manifest("Call Diary", short_description="Writes down the day."))
    kestrel = manifest("Übersetzer", short_description="Transcripts in thirty languages.")
    register(person.box, kestrel, published=True, company="kestrel")
    await person.sign_in()
    await person.go("/collective")


@screen("collective-empty")
async def empty(person: Person) -> None:
    await person.go("/collective")


@screen("collective-search-empty")
async def nothing_fits(person: Person) -> None:
    pulse(person.box)
    await person.go("/collective?q=weather+forecast")


@screen("collective-listing")
async def listing(person: Person) -> None:
    client = pulse(person.box)
    await person.go(f"/collective/{client.client_id}")


@screen("collective-listing-private")
async def private_listing(person: Person) -> None:
    client = register(person.box, manifest("Call Diary", short_description="Writes down the day."))
    person.box.install(client)
    await person.sign_in()
    await person.go(f"/collective/{client.client_id}")


@screen("collective-installed")
async def installed(person: Person) -> None:
    client = pulse(person.box)
    token = person.box.install(client)["access_token"]
    person.box.api("northwind", "GET", "/v2/users", token=token)
    person.box.install(register(person.box, manifest("Call Diary")))
    await person.sign_in()
    await person.go("/collective/installed")


@screen("collective-installed-empty")
async def none_installed(person: Person) -> None:
    await person.sign_in(role="rep")
    await person.go("/collective/installed")


@screen("collective-disconnect")
async def disconnecting(person: Person) -> None:
    await installed(person)
    await person.page.get_by_role("link", name="Disconnect Deal Pulse").click()
    await person.see("All tokens that")
