"""The demo people's own mail: what they are writing, and what those sent who hold no calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from gongkit.sandbox.core.engage.emails import Email
from gongkit.sandbox.core.mail.drafts import Written, insert_draft
from gongkit.sandbox.core.mail.plain_text import text_of
from gongkit.sandbox.core.mail.sanitizer import escape_text
from gongkit.sandbox.core.mail.sending import insert_sent
from gongkit.sandbox.core.seed.accounts import Account
from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.seed.mail_texts import ENGLISH, GERMAN, Letters, Text
from gongkit.sandbox.core.seed.people import Person
from gongkit.sandbox.core.seed.stories import Story
from gongkit.sandbox.core.state import State

_REP = "rep"


def plant_mail(state: State, demo: Demo, stories: Sequence[Story]) -> None:
    """Write drafts for everybody, and emails of those who are no reps."""
    for person in demo.people:
        if not person.active or person.avatar:
            continue
        own = [story.account for story in stories if story.account.owner.id == person.id]
        accounts = own or [story.account for story in stories]
        some = demo.dice("mail", person.id).some(accounts, 2)
        for number, account in enumerate(some):
            _plant_draft(state, demo, person, account, number)
            if person.role != _REP:
                _plant_sent(state, demo, person, account, number)


def _plant_draft(state: State, demo: Demo, person: Person, account: Account, number: int) -> None:
    letters = _letters(account)
    text = letters.drafts[number % len(letters.drafts)]
    written = _written(demo, person, account, text, letters)
    changed = _moment(demo, person, number + 1, hour=16)
    insert_draft(state, demo.company.id, person.id, written, changed)


def _plant_sent(state: State, demo: Demo, person: Person, account: Account, number: int) -> None:
    letters = _letters(account)
    text = letters.sent[number % len(letters.sent)]
    written = _written(demo, person, account, text, letters)
    email = Email(
        id=demo.dice("sent mail", person.id, account.id).gong_id(),
        mailbox_user_id=person.id,
        from_email=person.email,
        to=(account.contacts[0].email,),
        sent_at=_moment(demo, person, number + 2, hour=10),
        subject=written.subject,
        body=text_of(written.html),
        workspace_id=demo.workspaces[0],
        account_id=account.id,
    )
    insert_sent(state, demo.company.id, email, written)


def _written(demo: Demo, person: Person, account: Account, text: Text, letters: Letters) -> Written:
    """Write to the main contact of an account."""
    contact = account.contacts[0]
    facts = {"account": account.name, "domain": demo.company.domain}
    greeting = letters.greeting.format(name=contact.first)
    signature = f"{letters.regards}<br>{escape_text(person.name)}<br>{escape_text(person.title)}"
    html = text.html.format(**{key: escape_text(value) for key, value in facts.items()})
    return Written(
        to=f"{contact.name} <{contact.email}>",
        subject=text.subject.format(**facts),
        html=f"<p>{escape_text(greeting)}</p>{html}<p>{signature}</p>",
    )


def _letters(account: Account) -> Letters:
    return GERMAN if account.german else ENGLISH


def _moment(demo: Demo, person: Person, back: int, *, hour: int) -> float:
    day = demo.working_days()[back].replace(tzinfo=person.zone)
    return (day + timedelta(hours=hour)).timestamp()
