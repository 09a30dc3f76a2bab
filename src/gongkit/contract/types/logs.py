"""The audit log: who signed in, who did what, who listened to which call."""

from typing import ClassVar

from gongkit.contract.types.base import GongStruct, JsonObject
from gongkit.contract.types.common import Records


class LogEntry(GongStruct):
    """One event of the log. What kind it is, is what was asked for: entries do not say."""

    gong_name: ClassVar[str | None] = "logEntry"

    user_id: str | None = None
    user_email_address: str | None = None
    user_full_name: str | None = None
    impersonator_user_id: str | None = None
    """Who acted in the user's name; absent when it was the user."""
    impersonator_email_address: str | None = None
    impersonator_full_name: str | None = None
    impersonator_company_id: str | None = None
    """The company of the impersonator, for instance Gong itself."""
    event_time: str | None = None
    """ISO-8601 with offset."""
    log_record: JsonObject | None = None
    """The details of the event; its keys depend on the kind of log."""


class LogsResponse(GongStruct):
    """A page of the log."""

    request_id: str | None = None
    records: Records | None = None
    log_entries: list[LogEntry] | None = None
