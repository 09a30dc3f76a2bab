"""The screens of a call, and of a meeting that somebody is invited to."""

from __future__ import annotations

from tests.browser.person import Person
from tests.browser.screens.accounts import account
from tests.browser.screens.registry import screen
from tests.sandbox.test_meetings import added


@screen("call")
async def call(person: Person) -> None:
    await account(person)
    await person.page.click(".timeline a")
    await person.see("What was said")


@screen("call-not-seen")
async def call_not_seen(person: Person) -> None:
    await person.sign_in()
    await person.go("/call?id=1")


@screen("join")
async def join(person: Person) -> None:
    await person.page.goto(added(person.box)["meetingUrl"])


@screen("join-recording")
async def recording(person: Person) -> None:
    await person.go("/join")
