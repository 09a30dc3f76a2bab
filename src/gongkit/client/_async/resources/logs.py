"""`gong.logs`."""

from __future__ import annotations

from datetime import datetime

from gongkit.client._async.listing import AsyncListing
from gongkit.client._async.resource import AsyncResource
from gongkit.clock import instant_text
from gongkit.contract.operations import logs as ops
from gongkit.contract.types.logs import LogEntry


class AsyncLogs(AsyncResource):
    """The audit logs."""

    def list(
        self, *, log_type: ops.LogType, from_: datetime, to: datetime | None = None
    ) -> AsyncListing[LogEntry]:
        """List one kind of log, from `from_` to before `to`, or to now.

        Kinds: AccessLog, UserActivityLog, UserCallPlay, ExternallySharedCallAccess,
        ExternallySharedCallPlay. The entries do not say of which kind they are.
        """
        return self._listing(
            ops.LIST_LOGS,
            query={
                "logType": log_type,
                "fromDateTime": instant_text("from_", from_),
                "toDateTime": instant_text("to", to),
            },
        )
