"""Whether a failed try may be repeated, and how long to wait before it."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from gongkit.clock import SYSTEM_CLOCK, instant_of
from gongkit.contract.operation import Repeat
from gongkit.engine.call import Call
from gongkit.wire import Response

_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How often and how long to try. All times in seconds.

    `patience` is the longest pause (Gong's `Retry-After`, or a spent day) that a call
    waits out; for a longer one it raises `RateLimited`. No wait is ever shortened.
    """

    attempts: int = 4
    first_wait: float = 0.5
    longest_wait: float = 20.0
    patience: float = 120.0
    rng: random.Random = field(default_factory=random.Random, repr=False)

    def backoff(self, failures: int) -> float:
        """Wait longer after each failure, with jitter: between a half and the whole."""
        ceiling = min(self.first_wait * 2 ** (failures - 1), self.longest_wait)
        return float(ceiling * self.rng.uniform(0.5, 1.0))


def may_repeat(call: Call[Any]) -> bool:
    """Tell whether the call may be sent again although Gong may have received it."""
    match call.operation.repeat:
        case Repeat.SAFE:
            return True
        case Repeat.DEDUPLICATED:
            return _carries(call, call.operation.deduplicated_by)
        case Repeat.NEVER:
            return False


def may_repeat_after(call: Call[Any], status: int) -> bool:
    """Tell whether an answer of this status leaves the call free to be sent again.

    429 refuses a request before anything is done, so that even a write may follow.
    """
    return status == 429 or (status >= 500 and may_repeat(call))


def retry_after(response: Response) -> float | None:
    """Read `Retry-After`: seconds, or an HTTP date (counted from the answer's own `Date`).

    None where it is absent or unreadable.
    """
    text = (response.header("retry-after") or "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    until = _http_date(text)
    if until is None:
        return None
    sent = _http_date(response.header("date") or "") or instant_of(SYSTEM_CLOCK.now())
    return max(0.0, (until - sent).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _carries(call: Call[Any], name: str | None) -> bool:
    in_query = any(pair[0] == name for pair in call.query)
    in_body = isinstance(call.body, dict) and bool(call.body.get(name))
    return in_query or in_body
