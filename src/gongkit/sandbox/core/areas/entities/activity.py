"""The calls and emails of a CRM object that a question is answered from: the newest ones."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import msgspec

from gongkit.contract.types.entities import CallInfo, EmailInfo
from gongkit.sandbox.core.api.asked import Asked
from gongkit.sandbox.core.areas.calls.filter import CallFilter
from gongkit.sandbox.core.areas.calls.listing import with_app_url
from gongkit.sandbox.core.areas.entities.found import Condition, Entity
from gongkit.sandbox.core.areas.entities.period import Period, period_of
from gongkit.sandbox.core.areas.where import Where
from gongkit.sandbox.core.state import State

MOST_CALLS, MOST_EMAILS = 60, 500


class FoundCall(NamedTuple):
    """A call that has its transcript, with the number of its content."""

    content: int
    info: CallInfo
    brief_at: float | None


class FoundEmail(NamedTuple):
    """An email with its text."""

    info: EmailInfo
    sender: str
    body: str


class Activity(NamedTuple):
    """What is looked at for an answer, the newest first."""

    calls: list[FoundCall]
    emails: list[FoundEmail]

    @property
    def credits(self) -> int:
        """What an answer costs: one, and one for each ten calls or hundred emails."""
        return 1 + len(self.calls) // 10 + len(self.emails) // 100


class _Meta(msgspec.Struct):
    url: str = ""
    title: str | None = None
    started: str | None = None


_meta = msgspec.json.Decoder(_Meta).decode


class ActivityReader:
    """Reads what happened with an entity in the workspace and period that were asked for."""

    def __init__(self, state: State, asked: Asked, entity: Entity) -> None:
        self._state, self._asked, self._entity = state, asked, entity
        self._workspace = str(asked.query["workspaceId"])

    def read(self) -> Activity:
        """Read the newest calls and emails; the log gets to know what was left out."""
        calls, emails = self._of_calls(), self._of_emails()
        period = period_of(self._asked, self._last(calls, emails))
        for where, column in ((calls, "started"), (emails, "sent_at")):
            where.add(f"{column} >= ? AND {column} < ?", *period)
        self._tell_cut("calls", calls, MOST_CALLS)
        self._tell_cut("emails", emails, MOST_EMAILS)
        activity = Activity(self._calls(calls), self._emails(emails))
        if not activity.calls and not activity.emails:
            self._tell_nothing(period)
        return activity

    def _of_calls(self) -> Where:
        wanted = CallFilter(workspace_id=self._workspace, with_transcript=True)
        where = wanted.where(self._state, self._asked)
        where.add(self._entity.calls.text, *self._entity.calls.values)
        return where

    def _of_emails(self) -> Where:
        where = Where(
            "company_id = ? AND workspace_id = ? AND sent_at <= ?",
            self._asked.company.id,
            self._workspace,
            self._asked.now,
        )
        where.add(self._entity.emails.text, *self._entity.emails.values)
        return where

    def _last(self, calls: Where, emails: Where) -> float | None:
        moments = (
            self._value("max(started)", "calls", calls),
            self._value("max(sent_at)", "emails", emails),
        )
        return max((moment for moment in moments if moment is not None), default=None)

    def _value(self, column: str, table: str, where: Where) -> float | None:
        row = self._state.row(f"SELECT {column} FROM {table} WHERE {where}", *where.values)  # noqa: S608
        return None if row is None else row[0]

    def _tell_cut(self, table: str, where: Where, most: int) -> None:
        count = self._value("count(*)", table, where) or 0
        if count > most:
            self._asked.hint(
                "timePeriod", f"Of {count} {table} only the newest {most} were looked at."
            )

    def _tell_nothing(self, period: Period) -> None:
        zone = self._asked.company.zone
        start, end = (
            datetime.fromtimestamp(moment, zone).isoformat(timespec="seconds") for moment in period
        )
        self._asked.hint(
            "timePeriod",
            f"The object has no call with a transcript and no email from {start} to {end} in"
            f" workspace {self._workspace}. In all workspaces and at all times it has"
            f" {self._in_all('calls', self._entity.calls)} calls and"
            f" {self._in_all('emails', self._entity.emails)} emails.",
        )

    def _in_all(self, table: str, own: Condition) -> int:
        """Count what the entity has in all workspaces and at all times."""
        where = Where("company_id = ?", self._asked.company.id)
        where.add(own.text, *own.values)
        return int(self._value("count(*)", table, where) or 0)

    def _calls(self, where: Where) -> list[FoundCall]:
        rows = self._state.rows(
            f"SELECT content, id, meta, brief_at FROM calls WHERE {where}"  # noqa: S608
            f" ORDER BY started DESC, id DESC LIMIT {MOST_CALLS}",
            *where.values,
        )
        return [
            FoundCall(content, self._info(call_id, meta), brief_at)
            for content, call_id, meta, brief_at in rows
        ]

    def _info(self, call_id: str, meta: bytes) -> CallInfo:
        told = _meta(with_app_url(self._asked, meta))
        return CallInfo(id=call_id, title=told.title, started=told.started, url=told.url)

    def _emails(self, where: Where) -> list[FoundEmail]:
        rows = self._state.rows(
            f"SELECT id, from_email, sent_at, subject, body FROM emails WHERE {where}"  # noqa: S608
            f" ORDER BY sent_at DESC, id DESC LIMIT {MOST_EMAILS}",
            *where.values,
        )
        return [
            FoundEmail(self._email_info(email_id, sent_at, subject), sender, body)
            for email_id, sender, sent_at, subject, body in rows
        ]

    def _email_info(self, email_id: str, sent_at: float, subject: str) -> EmailInfo:
        sent = datetime.fromtimestamp(sent_at, self._asked.company.zone)
        moment = sent.isoformat(timespec="milliseconds")
        return EmailInfo(id=email_id, title=subject, sent_date_time=moment)
