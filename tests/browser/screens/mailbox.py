"""The screens of the mailboxes outside of Gong."""

from __future__ import annotations

from tests.browser.person import Person
from tests.browser.screens.registry import screen


@screen("mailbox")
async def mailboxes(person: Person) -> None:
    await person.go("/mailbox")


@screen("mailbox-none-found")
async def mailboxes_none(person: Person) -> None:
    await person.go("/mailbox?address=nobody-at-all")


@screen("mailbox-one")
async def mailbox(person: Person) -> None:
    await mailboxes(person)
    await person.page.click("tbody a")
    await person.page.wait_for_selector(".mails")


@screen("mailbox-empty")
async def mailbox_empty(person: Person) -> None:
    await person.go("/mailbox/nobody@nowhere.example")


async def _open_sent(person: Person) -> None:
    await person.sign_in()
    await person.go("/engage/sent")
    await person.page.click(".mails a")
    await person.page.click("#arrived ~ .links a")
    await person.page.wait_for_selector(".tabs")


@screen("mailbox-email")
async def email_as_html(person: Person) -> None:
    await _open_sent(person)


@screen("mailbox-email-text")
async def email_as_text(person: Person) -> None:
    await _open_sent(person)
    await person.page.click("text=Plain text")
    await person.page.wait_for_selector(".mail-text")


@screen("mailbox-email-source")
async def email_source(person: Person) -> None:
    await _open_sent(person)
    await person.page.click("text=Source")
    await person.page.wait_for_selector("pre.mail-source")
