"""Emails as they are read: in a user's folders, and in the mailboxes that they arrive at."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from gongkit.sandbox.core.mail.addresses import Address, read_addresses
from gongkit.sandbox.core.people import User
from gongkit.sandbox.core.permissions.visibility import Condition
from gongkit.sandbox.core.privacy.contact_details import plain_email
from gongkit.sandbox.core.state import AMONG, State, listed

PAGE_SIZE = 50

_COLUMNS = """e.company_id, e.id, from_email, sent_at, subject, body, html, to_text, cc_text,
 (SELECT group_concat(address, x'1f') FROM email_addresses a
 WHERE a.company_id = e.company_id AND a.email_id = e.id AND role = 'to'),
 (SELECT group_concat(address, x'1f') FROM email_addresses a
 WHERE a.company_id = e.company_id AND a.email_id = e.id AND role = 'cc')"""
_FROM = """FROM emails e LEFT JOIN sent_html h
 ON h.company_id = e.company_id AND h.email_id = e.id"""
_BY_USERS = "(e.company_id, from_email) IN (SELECT company_id, email FROM users)"
_SENT = """e.company_id = ? AND e.id IN (SELECT email_id FROM email_addresses
 WHERE company_id = ? AND address = ? AND role = 'from')"""
_RECEIVED = _SENT.replace("role = 'from'", "role <> 'from'")
_DELIVERED = f"""(e.company_id, e.id) IN (SELECT company_id, email_id FROM email_addresses
 WHERE company_id IN (SELECT id FROM companies) AND address = ? AND role <> 'from')
 AND {_BY_USERS}"""  # noqa: S608


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """An email. `sent_at` is in seconds since the epoch; `html` is sanitized, None without any."""

    company_id: str
    id: str
    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    sent_at: float
    subject: str
    text: str
    html: str | None


class Place(NamedTuple):
    """Where a letter stands in a list that has the latest first."""

    sent_at: float = math.inf
    id: str = ""

    def text(self) -> str:
        """Write it as the value of a query parameter."""
        return f"{self.sent_at!r},{self.id}"


class Mailbox(NamedTuple):
    """Where emails of users arrive: how many have, and when the last one did."""

    address: str
    emails: int
    latest: float


def read_place(text: str) -> Place:
    """Read what `Place.text` wrote; raise ValueError for anything else."""
    sent_at, letter_id = text.split(",", 1)
    if not math.isfinite(float(sent_at)):
        raise ValueError(text)
    return Place(float(sent_at), letter_id)


def sent_by(state: State, user: User, now: float, before: Place) -> list[Letter]:
    """List what a user sent, the latest first: a page of it, and one more where there are more."""
    return _page(state, _own(user, _SENT), now, before)


def received_by(state: State, user: User, now: float, before: Place) -> list[Letter]:
    """List what a user got, the latest first: a page of it, and one more where there are more."""
    return _page(state, _own(user, _RECEIVED), now, before)


def find_sent(state: State, user: User, letter_id: str, now: float) -> Letter | None:
    """Find an email that a user sent."""
    return _one(state, _own(user, _SENT), now, letter_id)


def find_received(state: State, user: User, letter_id: str, now: float) -> Letter | None:
    """Find an email that a user got."""
    return _one(state, _own(user, _RECEIVED), now, letter_id)


def count_letters(state: State, user: User, now: float) -> tuple[int, int]:
    """Count what a user got and what they sent."""
    row = state.row(
        "SELECT count(DISTINCT iif(role <> 'from', id, NULL)),"
        " count(DISTINCT iif(role = 'from', id, NULL))"
        " FROM email_addresses a JOIN emails e ON e.company_id = a.company_id AND id = email_id"
        " WHERE a.company_id = ? AND address = ? AND sent_at <= ?",
        user.company_id,
        plain_email(user.email),
        now,
    )
    return (0, 0) if row is None else (row[0], row[1])


def mailboxes(state: State, now: float, part: str, limit: int) -> list[Mailbox]:
    """List the mailboxes whose address has this part in it, the one that got mail last first."""
    rows = state.rows(
        "SELECT address, count(DISTINCT id), max(sent_at) AS latest FROM emails e"  # noqa: S608
        # In this order each email's sender is judged once, not for each of its addresses.
        " CROSS JOIN email_addresses a ON a.company_id = e.company_id AND email_id = id"
        f" WHERE role <> 'from' AND sent_at <= ? AND instr(address, ?) AND {_BY_USERS}"
        " GROUP BY address ORDER BY latest DESC, address LIMIT ?",
        now,
        part.strip().lower(),
        limit,
    )
    return list(map(Mailbox._make, rows))


def delivered_to(state: State, address: str, now: float, before: Place) -> list[Letter]:
    """List what arrived at a mailbox, the latest first: a page, and one more if there are more."""
    return _page(state, _at(address), now, before)


def find_delivered(state: State, address: str, letter_id: str, now: float) -> Letter | None:
    """Find an email in a mailbox."""
    return _one(state, _at(address), now, letter_id)


def names_of(state: State, company_id: str, emails: Iterable[str]) -> dict[str, str]:
    """Give the names of the users and contacts with these addresses, which are in plain form."""
    wanted = listed(sorted(set(emails)))
    rows = state.rows(
        f"SELECT lower(trim(email)), name FROM contacts"  # noqa: S608
        f" WHERE company_id = ?1 AND lower(trim(email)) {AMONG.replace('?', '?2')}"
        " UNION ALL SELECT lower(email), first_name || ' ' || last_name FROM users"
        f" WHERE company_id = ?1 AND lower(email) {AMONG.replace('?', '?2')}",
        company_id,
        wanted,
    )
    return dict(rows)


def _own(user: User, condition: str) -> Condition:
    return condition, (user.company_id, user.company_id, plain_email(user.email))


def _at(address: str) -> Condition:
    return _DELIVERED, (plain_email(address),)


def _page(state: State, condition: Condition, now: float, before: Place) -> list[Letter]:
    text, values = condition
    rows = state.rows(
        f"SELECT {_COLUMNS} {_FROM} WHERE {text} AND sent_at <= ?"
        f" AND (sent_at, e.id) < (?, ?) ORDER BY sent_at DESC, e.id DESC LIMIT {PAGE_SIZE + 1}",
        *values,
        now,
        *before,
    )
    return _letters(state, rows)


def _one(state: State, condition: Condition, now: float, letter_id: str) -> Letter | None:
    text, values = condition
    rows = state.rows(
        f"SELECT {_COLUMNS} {_FROM} WHERE {text} AND sent_at <= ? AND e.id = ?",
        *values,
        now,
        letter_id,
    )
    return next(iter(_letters(state, rows)), None)


def _letters(state: State, rows: list[tuple[Any, ...]]) -> list[Letter]:
    """Make letters of rows; who was written to without a name gets the one that is known."""
    known: dict[str, dict[str, str]] = {}
    for company_id in {row[0] for row in rows}:
        own = [row for row in rows if row[0] == company_id]
        emails = {plain_email(row[2]) or "" for row in own}
        emails.update(*(_split(part) for row in own for part in row[9:11]))
        known[company_id] = names_of(state, company_id, emails)
    return [_letter(row, known[row[0]]) for row in rows]


def _letter(row: tuple[Any, ...], names: dict[str, str]) -> Letter:
    company_id, letter_id, sender, sent_at, subject, text, html, to, cc, plain_to, plain_cc = row
    return Letter(
        company_id=company_id,
        id=letter_id,
        sender=Address(names.get(plain_email(sender) or "", ""), sender),
        to=_people(to, plain_to, names),
        cc=_people(cc, plain_cc, names),
        sent_at=sent_at,
        subject=subject,
        text=text,
        html=html,
    )


def _people(written: str | None, plain: str | None, names: dict[str, str]) -> tuple[Address, ...]:
    if written is None:
        return tuple(Address(names.get(email, ""), email) for email in _split(plain))
    found = read_addresses(written).addresses
    return tuple(
        address if address.name else Address(names.get(address.email.lower(), ""), address.email)
        for address in found
    )


def _split(joined: str | None) -> list[str]:
    return joined.split("\x1f") if joined else []
