"""What was asked of the sandbox: the latest requests, without a secret in them.

An entry is made for every request, so making one is cheap: what can hold a secret is
masked before it is kept, everything else waits until somebody reads it. The log is
in memory only, and not part of a snapshot.
"""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote_plus

import msgspec

from gongkit.redact import SECRET_NAMES, mask_json, mask_pairs, mask_text, mask_urls
from gongkit.sandbox.core.api.asked import Hint, Upload
from gongkit.sandbox.core.behaviours.table import basis_header
from gongkit.sandbox.core.sandbox_clock import utc_text

OAUTH_OPERATIONS = ("authorize", "token")
"""What requests to the OAuth server are logged as; those to /v2 have their operationId."""
FRAME_OPERATION = "frame"
"""What is logged of an app's frame inside Gong: its messages, and where it may not go."""
KEPT_ENTRIES = 10_000
KEPT_BODY_BYTES = 8_192
_READ_BODY_BYTES = 1_000_000
_MICROSECOND = 0.000_001
"""Moments are written with microseconds, and are a little more exact than that."""

_SUSPECTS = (
    b"\\u00",
    b":/",
    b":\\/",
    b"basic ",
    b"bearer ",
    *(name.encode() for name in sorted(SECRET_NAMES)),
)
"""What a body that may hold a secret has in it, in lower case."""


class Entry(NamedTuple):
    """One request and its status. `company` is a name, `client` a client id or `access-key`."""

    at: float
    method: str
    path: str
    query: str | dict[str, Any]
    body: bytes | Upload
    body_size: int
    status: int
    company: str | None
    client: str | None
    operation: str | None
    seconds: float
    request_id: str
    hints: tuple[Hint, ...]


class RequestLog:
    """The latest entries, the oldest first, numbered as they come.

    The numbers `first` to `last` are there; where none are, `first` is the next one. The
    first of all is `begin`, so that a log can be told from the one of an earlier run. What is
    explained after it was answered is counted in `explained`, which begins there too.
    """

    def __init__(self, begin: int = 1) -> None:
        self._entries: deque[Entry] = deque(maxlen=KEPT_ENTRIES)
        self._explained: deque[int] = deque(maxlen=KEPT_ENTRIES)
        self.last = begin - 1
        self.explained = begin - 1

    @property
    def first(self) -> int:
        """The number of the oldest entry that is kept."""
        return self.last - len(self._entries) + 1

    def add(
        self,
        *,
        at: float,
        method: str,
        path: str,
        query: str,
        body: bytes | Upload,
        status: int,
        company: str | None,
        client: str | None,
        operation: str | None,
        seconds: float,
        request_id: str,
        hints: tuple[Hint, ...],
    ) -> None:
        """Keep what may be kept of a request."""
        size = body.size if isinstance(body, Upload) else len(body)
        self.last += 1
        self._entries.append(
            Entry(
                at,
                method,
                path,
                _safe_query(query),
                _masked_body(body) if body else b"",
                size,
                status,
                company,
                client,
                operation,
                seconds,
                request_id,
                hints,
            )
        )

    def hint(self, request_id: str, hint: Hint) -> None:
        """Add an explanation to a request that was answered before, while it is remembered."""
        for place in range(len(self._entries) - 1, -1, -1):
            entry = self._entries[place]
            if entry.request_id == request_id:
                self._entries[place] = entry._replace(hints=(*entry.hints, hint))
                self._explained.append(self.first + place)
                self.explained += 1
                return

    def read(
        self,
        *,
        operation: str | None = None,
        company: str | None = None,
        since: float | None = None,
        after: int = 0,
        explained: int | None = None,
    ) -> list[dict[str, Any]]:
        """Write out the entries that fit, as JSON values.

        Those whose number is above `after`, and those that were explained since the count was
        `explained`.
        """
        again = set() if explained is None else self._explained_since(explained)
        begin = min((after + 1, *again))
        numbered = enumerate(self._entries, self.first)
        return [
            {"number": number, **_written(entry)}
            for number, entry in islice(numbered, max(0, begin - self.first), None)
            if (number > after or number in again)
            and (operation is None or entry.operation == operation)
            and (company is None or entry.company == company)
            and (since is None or entry.at > since - _MICROSECOND)
        ]

    def _explained_since(self, count: int) -> set[int]:
        """Give the numbers of the entries that were explained after so many had been."""
        new = min(max(0, self.explained - count), len(self._explained))
        return set(islice(self._explained, len(self._explained) - new, None))

    def last_calls(self, company: str) -> dict[str, float]:
        """Tell when each client last called the API of a company, as far as that is kept."""
        return {
            entry.client: entry.at
            for entry in self._entries
            if entry.client is not None
            and entry.company == company
            and entry.path.startswith("/v2/")
        }

    def clear(self) -> None:
        """Forget everything; the numbers go on."""
        self._entries.clear()


def _may_hold_secret(lower: bytes) -> bool:
    return any(suspect in lower for suspect in _SUSPECTS)


def _safe_query(query: str) -> str | dict[str, Any]:
    """Give a query as it is where no secret can be in it, else as masked values."""
    if not query or not _may_hold_secret(unquote_plus(query).lower().encode()):
        return query
    return _query_values(query)


def _query_values(query: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in mask_pairs(parse_qsl(query, keep_blank_values=True, errors="replace")):
        shown = mask_text(value)
        if name in values:
            before = values[name]
            values[name] = [*before, shown] if isinstance(before, list) else [before, shown]
        else:
            values[name] = shown
    return values


def _masked_body(body: bytes | Upload) -> bytes | Upload:
    if isinstance(body, Upload):
        return body
    if not _may_hold_secret(body.lower()):
        return body[:KEPT_BODY_BYTES]
    if len(body) > _READ_BODY_BYTES:
        return b""
    try:
        masked = msgspec.json.encode(mask_json(msgspec.json.decode(body)))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        masked = _masked_form(body.decode("utf-8", "replace")).encode()
    return mask_text(masked.decode()).encode()[:KEPT_BODY_BYTES]


def _masked_form(text: str) -> str:
    """Mask a form, or what else a body can be that is not JSON."""
    text = mask_urls(text)
    pairs = mask_pairs(parse_qsl(text, keep_blank_values=True))
    if not pairs:
        return mask_text(text)
    return "&".join(f"{name}={mask_urls(value)}" for name, value in pairs)


def _written(entry: Entry) -> dict[str, Any]:
    return {
        "time": utc_text(entry.at),
        "method": entry.method,
        "path": entry.path,
        "query": _query_values(entry.query) if isinstance(entry.query, str) else entry.query,
        "body": _written_body(entry),
        "status": entry.status,
        "company": entry.company,
        "client": entry.client,
        "operation": entry.operation,
        "duration_ms": round(entry.seconds * 1000, 3),
        "request_id": entry.request_id,
        "hints": [{"field": hint.field, "message": hint.message} for hint in entry.hints],
        "basis": basis_header(entry.operation or "", entry.status)[1],
    }


def _written_body(entry: Entry) -> Any:
    if isinstance(entry.body, Upload):
        upload = entry.body
        return {
            "filename": upload.filename,
            "content_type": upload.content_type,
            "size": upload.size,
            "sha256": upload.sha256,
        }
    if not entry.body_size:
        return None
    try:
        return msgspec.json.decode(entry.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        text = entry.body.decode("utf-8", "replace")
        cut = entry.body_size > len(entry.body)
        return f"{text}… ({entry.body_size} bytes)" if cut else text
