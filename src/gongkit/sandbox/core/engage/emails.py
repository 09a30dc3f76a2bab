"""The emails between a company's users and its customers, as Gong takes them from mailboxes.

A row of `emails` is one message, `email_addresses` has everybody it went from and to.
An email is there once the sandbox's time has come to its `sent_at`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from gongkit.sandbox.core.privacy.contact_details import plain_email
from gongkit.sandbox.core.privacy.erasure import Erased, erases
from gongkit.sandbox.core.state import State, listed


class Email(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One message. `sent_at` is in seconds since the epoch, `body` is plain text.

    Addresses are as people write them. `account_id` and `opportunity_id` are those of
    the CRM, None where the email is with people who belong to no account.
    """

    id: str
    mailbox_user_id: str
    from_email: str
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    sent_at: float
    subject: str
    body: str
    workspace_id: str
    account_id: str | None = None
    opportunity_id: str | None = None


_COLUMNS = (
    "id",
    "mailbox_user_id",
    "from_email",
    "sent_at",
    "subject",
    "body",
    "workspace_id",
    "account_id",
    "opportunity_id",
)
_INSERT = (
    f"INSERT INTO emails (company_id, {', '.join(_COLUMNS)})"  # noqa: S608
    f" VALUES ({', '.join('?' * (1 + len(_COLUMNS)))})"
)


def insert_emails(state: State, company_id: str, emails: Iterable[Email]) -> None:
    """Add emails to a company, inside a transaction."""
    rows, addresses = [], []
    for email in emails:
        rows.append((company_id, *(getattr(email, column) for column in _COLUMNS)))
        addresses += [(company_id, email.id, *found) for found in _addresses(email)]
    state.execute_many(_INSERT, rows)
    state.execute_many("INSERT OR IGNORE INTO email_addresses VALUES (?, ?, ?, ?)", addresses)


def _addresses(email: Email) -> Iterator[tuple[str, str]]:
    for role, written in (("from", (email.from_email,)), ("to", email.to), ("cc", email.cc)):
        for text in written:
            address = plain_email(text)
            if address is not None:
                yield address, role


@erases
def erase_emails(state: State, erased: Erased) -> None:
    """Delete the emails that the person sent or got."""
    state.execute(
        "DELETE FROM emails WHERE company_id = ?1 AND id IN (SELECT email_id FROM email_addresses"
        " WHERE company_id = ?1 AND address IN (SELECT value FROM json_each(?2)))",
        erased.company_id,
        listed(sorted(erased.emails)),
    )
