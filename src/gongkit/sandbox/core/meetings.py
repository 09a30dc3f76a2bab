"""Meetings that Gong is to record: kept, found, and who is invited."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from gongkit.sandbox.core.privacy.erasure import Erased, erases
from gongkit.sandbox.core.state import AMONG, State, listed

JOIN_PATH = "/join"
"""Where the main port has the pages at which meetings are joined."""


class Invitee(NamedTuple):
    """Somebody invited. `email` is plain (see `privacy/contact_details.py`)."""

    email: str
    name: str | None


class Meeting(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A meeting without its id. Times are seconds since the epoch."""

    organizer_id: str
    starts: float
    ends: float
    title: str | None
    external_id: str | None
    provider: str | None
    account_id: str | None
    invitees: tuple[Invitee, ...]


class KnownMeeting(NamedTuple):
    """What a meeting is found by, and whose it is."""

    number: int
    id: str
    organizer_id: str
    organizer_email: str


class Invitation(NamedTuple):
    """What whoever joins a meeting is told. Times are seconds since the epoch.

    `time_zone` is that of the organizer, `company` the title of the company.
    """

    title: str | None
    starts: float
    ends: float
    organizer: str
    time_zone: str
    company: str

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the times are read."""
        return ZoneInfo(self.time_zone)


_FIELDS = ("organizer_id", "starts", "ends", "title", "external_id", "provider", "account_id")


def find_meeting(state: State, company_id: str, meeting_id: str) -> KnownMeeting | None:
    """Find a meeting by id."""
    row = state.row(
        "SELECT number, m.id, organizer_id, email FROM meetings m"
        " JOIN users u ON u.company_id = m.company_id AND u.id = organizer_id"
        " WHERE m.company_id = ? AND m.id = ?",
        company_id,
        meeting_id,
    )
    return None if row is None else KnownMeeting(*row)


def find_invitation(state: State, meeting_id: str) -> Invitation | None:
    """Find what to tell those who have a meeting's address, of whichever company it is."""
    row = state.row(
        "SELECT m.title, starts, ends, first_name || ' ' || last_name, u.time_zone, c.title"
        " FROM companies c JOIN meetings m ON m.company_id = c.id"
        " JOIN users u ON u.company_id = c.id AND u.id = organizer_id WHERE m.id = ?",
        meeting_id,
    )
    return None if row is None else Invitation(*row)


def conflict_of(
    state: State, company_id: str, meeting: Meeting, but: int | None = None
) -> str | None:
    """Say with what a meeting conflicts; `but` is the number of the one that it replaces."""
    row = state.row(
        "SELECT id FROM meetings WHERE company_id = ? AND external_id = ? AND number IS NOT ?",
        company_id,
        meeting.external_id,
        but,
    )
    if row is not None:
        return f"externalId: the meeting {row[0]} has the id {meeting.external_id!r} already"
    row = state.row(
        "SELECT id FROM meetings WHERE company_id = ? AND organizer_id = ? AND starts = ?"
        " AND ends = ? AND number IS NOT ?",
        company_id,
        meeting.organizer_id,
        meeting.starts,
        meeting.ends,
        but,
    )
    if row is not None:
        return f"startTime: the organizer has the meeting {row[0]} at exactly this time already"
    return None


def insert_meetings(state: State, company_id: str, meetings: Sequence[Meeting]) -> list[str]:
    """Add meetings, inside a transaction; give their ids."""
    key = f"meetings made in {company_id}"
    made = int(state.meta(key) or 0)
    state.set_meta(key, str(made + len(meetings)))
    ids = [_meeting_id(company_id, made + place) for place in range(len(meetings))]
    for meeting_id, meeting in zip(ids, meetings, strict=True):
        _insert(state, company_id, meeting_id, meeting)
    return ids


def _meeting_id(company_id: str, count: int) -> str:
    digest = hashlib.sha256(f"{company_id} meeting {count}".encode()).digest()
    return str(10**18 + (int.from_bytes(digest[:8]) >> 2))


def _insert(state: State, company_id: str, meeting_id: str, meeting: Meeting) -> None:
    marks = ", ".join("?" * (2 + len(_FIELDS)))
    state.execute(
        f"INSERT INTO meetings (company_id, id, {', '.join(_FIELDS)}) VALUES ({marks})",  # noqa: S608
        company_id,
        meeting_id,
        *(getattr(meeting, name) for name in _FIELDS),
    )
    row = state.row("SELECT last_insert_rowid()")
    _insert_invitees(state, company_id, row[0] if row else 0, meeting)


def _insert_invitees(state: State, company_id: str, number: int, meeting: Meeting) -> None:
    state.execute_many(
        "INSERT INTO meeting_invitees VALUES (?, ?, ?, ?, ?)",
        [(number, place, company_id, *invitee) for place, invitee in enumerate(meeting.invitees)],
    )


def replace_meeting(state: State, company_id: str, number: int, meeting: Meeting) -> None:
    """Change all that is known of a meeting, inside a transaction."""
    changed = ", ".join(f"{name} = ?" for name in _FIELDS)
    state.execute(
        f"UPDATE meetings SET {changed} WHERE number = ?",  # noqa: S608
        *(getattr(meeting, name) for name in _FIELDS),
        number,
    )
    state.execute("DELETE FROM meeting_invitees WHERE meeting = ?", number)
    _insert_invitees(state, company_id, number, meeting)


def delete_meeting(state: State, number: int) -> None:
    """Forget a meeting, inside a transaction."""
    state.execute("DELETE FROM meetings WHERE number = ?", number)


@erases
def erase_invitees(state: State, erased: Erased) -> None:
    """Take the person off the meetings they are invited to."""
    state.execute(
        f"DELETE FROM meeting_invitees WHERE company_id = ? AND email {AMONG}",  # noqa: S608
        erased.company_id,
        listed(sorted(erased.emails)),
    )
