"""The screens of accounts."""

from __future__ import annotations

from tests.browser.person import Person
from tests.browser.screens.registry import screen


@screen("accounts")
async def accounts(person: Person) -> None:
    await person.sign_in()
    await person.go("/accounts")


@screen("account")
async def account(person: Person) -> None:
    await accounts(person)
    await person.page.click("tbody a")
    await person.see("Timeline")
