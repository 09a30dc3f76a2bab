"""The emails that users are writing, and what an app or the clipboard put into each last."""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape
from typing import NamedTuple

from gongkit.sandbox.core.mail.addresses import addresses_in
from gongkit.sandbox.core.people import User
from gongkit.sandbox.core.privacy.erasure import Erased, erases
from gongkit.sandbox.core.state import State

_LARGEST = 2**63 - 1
"""No number in SQLite is larger."""


class Written(NamedTuple):
    """What somebody wrote. `to` and `cc` are as they were typed, `html` is sanitized."""

    to: str = ""
    cc: str = ""
    subject: str = ""
    html: str = ""


class Draft(NamedTuple):
    """A draft with its number; `changed` is in seconds since the epoch.

    `composer` is the id of the composer that wrote it last. A draft may be open in several, and
    one that does not know what another wrote must not write over it.
    """

    number: int
    changed: float
    composer: str
    written: Written


class Insertion(NamedTuple):
    """What was put into a draft, as it came. Without a client id it was pasted."""

    client_id: str | None
    html: str


def add_draft(state: State, user: User, written: Written, now: float) -> int:
    """Begin a draft and give its number."""
    with state.write():
        return insert_draft(state, user.company_id, user.id, written, now)


def insert_draft(
    state: State, company_id: str, user_id: str, written: Written, changed: float
) -> int:
    """Add a draft, inside a transaction; give its number."""
    row = state.row(
        "INSERT INTO drafts (company_id, user_id, to_text, cc_text, subject, html, changed)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING number",
        company_id,
        user_id,
        *written,
        changed,
    )
    if row is None:
        raise AssertionError("SQLite returns what it inserts")
    return int(row[0])


def drafts_of(state: State, user: User) -> list[Draft]:
    """List a user's drafts, the one changed last first."""
    rows = state.rows(
        "SELECT number, changed, composer, to_text, cc_text, subject, html FROM drafts"
        " WHERE company_id = ? AND user_id = ? ORDER BY changed DESC, number DESC",
        user.company_id,
        user.id,
    )
    return [_draft(row) for row in rows]


def count_drafts(state: State, user: User) -> int:
    """Count a user's drafts, without reading them."""
    row = state.row(
        "SELECT count(*) FROM drafts WHERE company_id = ? AND user_id = ?",
        user.company_id,
        user.id,
    )
    return 0 if row is None else int(row[0])


def find_draft(state: State, user: User, number: int) -> Draft | None:
    """Find a draft of a user, not anybody else's."""
    if number > _LARGEST:
        return None
    row = state.row(
        "SELECT number, changed, composer, to_text, cc_text, subject, html FROM drafts"
        " WHERE number = ? AND company_id = ? AND user_id = ?",
        number,
        user.company_id,
        user.id,
    )
    return None if row is None else _draft(row)


def change_draft(state: State, draft: Draft, now: float) -> None:
    """Keep what a draft says now."""
    with state.write():
        state.execute(
            "UPDATE drafts SET to_text = ?, cc_text = ?, subject = ?, html = ?, changed = ?,"
            " composer = ? WHERE number = ?",
            *draft.written,
            now,
            draft.composer,
            draft.number,
        )


def delete_draft(state: State, number: int) -> None:
    """Throw a draft away."""
    with state.write():
        remove_draft(state, number)


def remove_draft(state: State, number: int) -> None:
    """Throw a draft away, inside a transaction."""
    state.execute("DELETE FROM drafts WHERE number = ?", number)


def keep_insertion(state: State, number: int, insertion: Insertion) -> None:
    """Remember what was put into a draft last."""
    with state.write():
        state.execute(
            "INSERT OR REPLACE INTO draft_insertions VALUES (?, ?, ?)", number, *insertion
        )


def last_insertion(state: State, number: int) -> Insertion | None:
    """Give what was put into a draft last."""
    row = state.row("SELECT client_id, html FROM draft_insertions WHERE draft = ?", number)
    return None if row is None else Insertion(*row)


def _draft(row: tuple[int, float, str, str, str, str, str]) -> Draft:
    number, changed, composer, *written = row
    return Draft(number, changed, composer, Written(*written))


@erases
def erase_drafts(state: State, erased: Erased) -> None:
    """Delete the drafts that have an address of the person, and what was put into others."""
    company = "SELECT number FROM drafts WHERE company_id = ?"
    drafts = state.rows(
        "SELECT number, to_text, cc_text, subject, html FROM drafts WHERE company_id = ?",
        erased.company_id,
    )
    for number, *texts in drafts:
        if _mentions(texts, erased):
            remove_draft(state, number)
    insertions = state.rows(
        f"SELECT draft, html FROM draft_insertions WHERE draft IN ({company})",  # noqa: S608
        erased.company_id,
    )
    for number, html in insertions:
        if _mentions([html], erased):
            state.execute("DELETE FROM draft_insertions WHERE draft = ?", number)


def _mentions(texts: Iterable[str], erased: Erased) -> bool:
    return any(addresses_in(unescape(text)) & erased.emails for text in texts)
