"""The emails around the demo calls: what is agreed before them, written after them, answered.

Each follows from its call: who was there, what was said, what was agreed on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import msgspec

from gongkit.decoders import decoder_of
from gongkit.sandbox.core.calls.rows import CallRow, Content
from gongkit.sandbox.core.engage.emails import Email, insert_emails
from gongkit.sandbox.core.seed.accounts import Account, Contact
from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.email_texts import (
    CONFIRMATIONS,
    ENGLISH,
    GERMAN,
    TELEPHONE,
    Texts,
)
from gongkit.sandbox.core.seed.stories import PlannedCall
from gongkit.sandbox.core.state import State

_MINUTE = 60.0
_POINTS = 3
_BOOKED, _DECLINED = "cold_booked", "cold_declined"


class _Told(msgspec.Struct, frozen=True, gc=False):
    """What a call's content says that an email repeats."""

    points: list[str]
    agreed: list[str]


class _Item(msgspec.Struct, gc=False):
    text: str


class _Section(msgspec.Struct, gc=False):
    title: str
    items: list[_Item]


class _Blocks(msgspec.Struct, rename="camel", gc=False):
    highlights: list[_Section] = []
    key_points: list[_Item] = []


_BLOCKS = decoder_of(_Blocks)


class _Title(msgspec.Struct, gc=False):
    title: str


_TITLE = decoder_of(_Title)


def plant_emails(
    state: State,
    demo: Demo,
    planned: Sequence[PlannedCall],
    rows: Sequence[CallRow],
    contents: Sequence[Content],
) -> None:
    """Write the emails around these calls; the three sequences go side by side."""
    writer = _Writer(demo)
    insert_emails(
        state,
        demo.company.id,
        (
            email
            for number, call in enumerate(planned)
            for email in writer.around(number, call, rows[number], contents[number])
        ),
    )


class _Writer:
    """Writes the emails of one company."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self._days = demo.working_days()

    def around(
        self, number: int, call: PlannedCall, row: CallRow, content: Content
    ) -> Iterator[Email]:
        """Write what is sent before and after one call. Nobody knows a stranger's address."""
        account = call.account
        if account is None or call.kind.direction == "Inbound":
            return
        dice = self._demo.dice("emails", str(number))
        thread = _Thread(
            call=call,
            account=account,
            row=row,
            dice=dice,
            texts=GERMAN if account.german else ENGLISH,
            title=_TITLE.decode(row.meta).title,
        )
        if call.kind.stage:
            if call.position and dice.chance(0.4):
                yield thread.agenda(self._afternoon_before(call))
            yield from thread.after_meeting(_told(content))
        else:
            yield from thread.after_telephone()

    def _afternoon_before(self, call: PlannedCall) -> float:
        day = self._days[call.day + 1].replace(tzinfo=call.host.zone)
        return (day + timedelta(hours=15)).timestamp()


class _Thread(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The emails around one call."""

    call: PlannedCall
    account: Account
    row: CallRow
    dice: Dice
    texts: Texts
    title: str

    @property
    def _main(self) -> Contact:
        return self.account.contacts[0]

    @property
    def _there(self) -> tuple[Contact, ...]:
        return self.account.contacts[: self.call.contacts]

    @property
    def _ended(self) -> float:
        return self.row.started + self.row.duration

    def agenda(self, from_moment: float) -> Email:
        """Say before a call what it will be about."""
        sent_at = from_moment + self.dice.between(0, 120) * _MINUTE
        body = self.texts.agenda.format(agenda=self.call.kind.agenda)
        return self._from_host(sent_at, self.texts.agenda_subject.format(title=self.title), body)

    def after_meeting(self, told: _Told) -> Iterator[Email]:
        """Sum a call up for those who were there; more often than not they answer."""
        recap = self._recap(told)
        yield recap
        if self.dice.chance(0.6):
            text = self.dice.pick(self.texts.answers)
            yield self._answer(recap, text.format(doc=self.call.kind.doc))

    def after_telephone(self) -> Iterator[Email]:
        """Write to somebody who was called: with a date, with thanks, or as nobody answered."""
        name, sent_at = self.call.kind.name, self._ended + self.dice.between(3, 50) * _MINUTE
        if name == _DECLINED and self.dice.chance(0.5):
            return
        subject, body = TELEPHONE[name]
        email = self._from_host(sent_at, subject, body.format(account=self.account.name))
        yield email
        if name == _BOOKED and self.dice.chance(0.6):
            yield self._answer(email, self.dice.pick(CONFIRMATIONS))

    def _recap(self, told: _Told) -> Email:
        texts = self.texts
        parts = [texts.recap]
        for heading, points in ((texts.points, told.points), (texts.agreed, told.agreed)):
            if points:
                parts.append("\n".join([heading, *(f"- {point}" for point in points)]))
        parts.append(texts.attached.format(doc=self.call.kind.doc))
        sent_at = self._ended + self.dice.between(15, 150) * _MINUTE
        return self._from_host(
            sent_at, texts.recap_subject.format(title=self.title), "\n\n".join(parts)
        )

    def _from_host(self, sent_at: float, subject: str, body: str) -> Email:
        call, texts = self.call, self.texts
        names = texts.names.join(contact.first for contact in self._there)
        greeting = texts.greeting.format(names=names)
        signature = f"{texts.regards}\n{call.host.name}\n{call.host.title}"
        return self._email(
            call.host.email,
            to=tuple(contact.email for contact in self._there),
            cc=(call.colleague.email,) if call.colleague else (),
            sent_at=sent_at,
            subject=subject,
            body=f"{greeting}\n\n{body}\n\n{signature}",
        )

    def _answer(self, email: Email, body: str) -> Email:
        greeting = self.texts.greeting.format(names=self.call.host.first)
        return self._email(
            self._main.email,
            to=(email.from_email,),
            cc=(*email.cc, *email.to[1:]),
            sent_at=email.sent_at + self.dice.between(25, 600) * _MINUTE,
            subject=f"{self.texts.answer_prefix} {email.subject}",
            body=f"{greeting}\n\n{body}\n\n{self._main.name}\n{self._main.title}",
        )

    def _email(
        self,
        from_email: str,
        *,
        to: tuple[str, ...],
        cc: tuple[str, ...],
        sent_at: float,
        subject: str,
        body: str,
    ) -> Email:
        return Email(
            id=self.dice.gong_id(),
            mailbox_user_id=self.call.host.id,
            from_email=from_email,
            to=to,
            cc=cc,
            sent_at=sent_at,
            subject=subject,
            body=body,
            workspace_id=self.row.workspace_id,
            account_id=self.row.account_id,
            opportunity_id=self.row.opportunity_id,
        )


def _told(content: Content) -> _Told:
    """Read what the call's own brief lists: its first key points, and what was agreed on."""
    stored = (content.blocks.highlights, content.blocks.key_points)
    found = _BLOCKS.decode(b"{%b}" % b",".join([block for block in stored if block]))
    agreed = [
        item.text
        for section in found.highlights
        if section.title == "Next steps"
        for item in section.items
    ]
    return _Told([item.text for item in found.key_points][:_POINTS], agreed)
