"""Sending a draft: it becomes one of the company's emails, and arrives at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.crm.account_match import Clues, match_account
from gongkit.sandbox.core.engage.emails import Email, insert_emails
from gongkit.sandbox.core.engage.prospects import find_by_email, find_prospects
from gongkit.sandbox.core.mail.addresses import MOST_RECIPIENTS, Address, Typed, read_addresses
from gongkit.sandbox.core.mail.drafts import Draft, Written, remove_draft
from gongkit.sandbox.core.mail.plain_text import text_of
from gongkit.sandbox.core.people import User
from gongkit.sandbox.core.permissions.visibility import profiles_of
from gongkit.sandbox.core.privacy.contact_details import plain_email
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.state import State


class NotSentError(Exception):
    """The email cannot be sent; `reasons` has a sentence for each field that is to be mended."""

    def __init__(self, reasons: dict[str, str]) -> None:
        super().__init__(" ".join(reasons.values()))
        self.reasons = reasons


class _Post(NamedTuple):
    """An email that is to be sent, with the addresses that were typed."""

    written: Written
    to: Typed
    cc: Typed
    text: str

    @property
    def fields(self) -> tuple[tuple[str, Typed], ...]:
        return ("to", self.to), ("cc", self.cc)

    @property
    def recipients(self) -> tuple[str, ...]:
        return (*_emails(self.to.addresses), *_emails(self.cc.addresses))


def send_draft(state: State, company: Company, user: User, draft: Draft, now: float) -> str:
    """Send a draft and give the email's id; raise NotSentError where something is missing."""
    to, cc = read_addresses(draft.written.to), read_addresses(draft.written.cc)
    post = _Post(draft.written, to, cc, text_of(draft.written.html))
    reasons: dict[str, str] = {}
    for field, reason in _reasons(state, company, post, now):
        reasons.setdefault(field, reason)
    if reasons:
        raise NotSentError(reasons)
    email = Email(
        id=Dice("sent draft", company.id, str(draft.number)).gong_id(),
        mailbox_user_id=user.id,
        from_email=user.email,
        to=_emails(to.addresses),
        cc=_emails(cc.addresses),
        sent_at=now,
        subject=draft.written.subject,
        body=post.text,
        workspace_id=_workspace_of(state, user),
        account_id=match_account(state, company, Clues(emails=post.recipients), now).account_id,
    )
    with state.write():
        insert_sent(state, company.id, email, draft.written)
        remove_draft(state, draft.number)
    return email.id


def insert_sent(state: State, company_id: str, email: Email, written: Written) -> None:
    """Add an email with its HTML to a company, inside a transaction."""
    insert_emails(state, company_id, [email])
    names = (", ".join(map(str, read_addresses(text).addresses)) for text in written[:2])
    state.execute(
        "INSERT INTO sent_html VALUES (?, ?, ?, ?, ?)", company_id, email.id, written.html, *names
    )


def _reasons(state: State, company: Company, post: _Post, now: float) -> Iterator[tuple[str, str]]:
    """Say what is wrong with each field, the gravest first."""
    if not post.to.addresses and not post.to.wrong:
        yield "to", "Say whom the email goes to."
    for field, typed in post.fields:
        if typed.wrong:
            yield field, f"This is no email address: {typed.wrong[0]}"
    if len(post.recipients) > MOST_RECIPIENTS:
        yield "to", f"An email goes to {MOST_RECIPIENTS} people at most."
    opted_out = _opted_out(state, company, post, now)
    for field, typed in post.fields:
        for email in _emails(typed.addresses):
            if plain_email(email) in opted_out:
                yield field, f"{email} has opted out of emails."
    if not post.written.subject:
        yield "subject", "Give the email a subject."
    if not post.text and "<img" not in post.written.html:
        yield "html", "Write something first."


def _opted_out(state: State, company: Company, post: _Post, now: float) -> set[str | None]:
    """Give the addresses of those among the recipients who want no emails, in plain form."""
    plain = filter(None, map(plain_email, post.recipients))
    ids = find_by_email(state, company.id, plain, now).values()
    prospects = find_prospects(state, company.id, list(ids), now).values()
    return {prospect.email for prospect in prospects if prospect.opted_out}


def _emails(addresses: list[Address]) -> tuple[str, ...]:
    return tuple(address.email for address in addresses)


def _workspace_of(state: State, user: User) -> str:
    """Give the workspace that a user works in, the first by name where there are several."""
    own = profiles_of(state, user.company_id, user.id)
    rows = state.rows(
        "SELECT id FROM workspaces WHERE company_id = ? ORDER BY name", user.company_id
    )
    ids = [str(workspace_id) for (workspace_id,) in rows]
    return next((each for each in ids if each in own), ids[0])
