"""The calls and emails of a CRM object that a question is answered from: the newest ones."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import msgspec

from gongkit.contract.types.entities import CallInfo, EmailInfo
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.api.asked import Asked
from gongkit.sandbox.core.areas.calls.filter import SEEN_BY, CallFilter
from gongkit.sandbox.core.areas.calls.listing import with_app_url
from gongkit.sandbox.core.areas.calls.why_empty import told_seen_by
from gongkit.sandbox.core.areas.entities.found import Entity
from gongkit.sandbox.core.areas.entities.period import Period, period_of
from gongkit.sandbox.core.areas.where import Where
from gongkit.sandbox.core.company_settings import load_company_settings
from gongkit.sandbox.core.permissions.visibility import emails_seen_by, seen_by
from gongkit.sandbox.core.state import State

MOST_CALLS, MOST_EMAILS = 60, 500
_STARTED, _SENT = "started >= ? AND started < ?", "sent_at >= ? AND sent_at < ?"


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


_meta = decoder_of(_Meta).decode


class ActivityReader:
    """Reads what happened with an entity in the workspace and period that were asked for."""

    def __init__(self, state: State, asked: Asked, entity: Entity) -> None:
        self._state, self._asked, self._entity = state, asked, entity
        self._workspace = str(asked.query["workspaceId"])
        company_id = asked.company.id
        user_id = load_company_settings(state, company_id).calls_seen_by
        self._seen: dict[str, tuple[str, tuple[object, ...]]] = {}
        if user_id is not None:
            self._seen["calls"] = seen_by(state, company_id, user_id)
            self._seen["emails"] = emails_seen_by(state, company_id, user_id)

    def read(self) -> Activity:
        """Read the newest calls and emails; the log gets to know what was left out."""
        calls, emails = self._of_calls(), self._of_emails()
        self._keep_to_seen("calls", calls)
        self._keep_to_seen("emails", emails)
        period = period_of(self._asked, self._last(calls, emails))
        calls.add(_STARTED, *period)
        emails.add(_SENT, *period)
        self._tell_cut("calls", calls, MOST_CALLS)
        self._tell_cut("emails", emails, MOST_EMAILS)
        activity = Activity(self._calls(calls), self._emails(emails))
        if not activity.calls and not activity.emails:
            self._tell_nothing(period)
        if self._seen:
            self._tell_hidden(period)
        return activity

    def _own(self, table: str) -> Where:
        own = self._entity.calls if table == "calls" else self._entity.emails
        where = Where("company_id = ?", self._asked.company.id)
        where.add(own.text, *own.values)
        return where

    def _of_calls(self) -> Where:
        """Look for calls, also for such as cannot be seen."""
        wanted = CallFilter(workspace_id=self._workspace, with_transcript=True)
        where = self._own("calls")
        for field, condition, values in wanted.restrictions(self._state, self._asked):
            if field != SEEN_BY:
                where.add(condition, *values)
        return where

    def _of_emails(self) -> Where:
        """Look for emails, also for such as cannot be seen."""
        where = self._own("emails")
        where.add("workspace_id = ? AND sent_at <= ?", self._workspace, self._asked.now)
        return where

    def _keep_to_seen(self, table: str, where: Where) -> None:
        if table in self._seen:
            condition, values = self._seen[table]
            where.add(condition, *values)

    def _last(self, calls: Where, emails: Where) -> float | None:
        moments = (
            self._value("max(started)", "calls", calls),
            self._value("max(sent_at)", "emails", emails),
        )
        return max((moment for moment in moments if moment is not None), default=None)

    def _value(self, column: str, table: str, where: Where) -> float | None:
        row = self._state.row(f"SELECT {column} FROM {table} WHERE {where}", *where.values)  # noqa: S608
        return None if row is None else row[0]

    def _count(self, table: str, where: Where) -> int:
        return int(self._value("count(*)", table, where) or 0)

    def _tell_cut(self, table: str, where: Where, most: int) -> None:
        count = self._count(table, where)
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
            f"From {start} to {end} the object has no call with a transcript and no email"
            f" that can be seen in workspace {self._workspace}. In all workspaces and at all times"
            f" it has {self._in_all('calls')} and {self._in_all('emails')}.",
        )

    def _in_all(self, table: str) -> str:
        """Count what the entity has in all workspaces and at all times."""
        own = self._own(table)
        count = self._count(table, own)
        self._keep_to_seen(table, own)
        hidden = count - self._count(table, own)
        return f"{count} {table} ({hidden} of them hidden)" if hidden else f"{count} {table}"

    def _tell_hidden(self, period: Period) -> None:
        for table, where, in_period in (
            ("calls", self._of_calls(), _STARTED),
            ("emails", self._of_emails(), _SENT),
        ):
            where.add(in_period, *period)
            count = self._count(table, where)
            self._keep_to_seen(table, where)
            hidden = count - self._count(table, where)
            if hidden:
                self._asked.hint(
                    SEEN_BY,
                    f"{hidden} {table} of the period were not looked at:"
                    f" {told_seen_by(self._state, self._asked)}",
                )

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
