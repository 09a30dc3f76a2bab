"""What filters have in common: moments, periods and lists of ids, read or refused."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from gongkit.clock import parse_instant
from gongkit.errors import UsageError
from gongkit.sandbox.core.asked import Refused

_ID = re.compile(r"[0-9]{1,20}", re.ASCII)


def moment(name: str, text: str | None) -> float | None:
    """Read an ISO-8601 moment as seconds since the epoch; None where there is none."""
    if text is None:
        return None
    try:
        return parse_instant(text).timestamp()
    except (UsageError, OverflowError):
        hint = " (a + in a query is written %2B)" if " " in text else ""
        raise Refused(
            400,
            f"{name}: must be an ISO-8601 date-time with an offset,"
            f" such as 2026-02-17T02:30:00-08:00 or 2026-02-17T10:30:00Z{hint}",
        ) from None


class Where:
    """The conditions of a query, gathered one by one, and the values they compare with."""

    def __init__(self, condition: str, *values: object) -> None:
        self._conditions = [condition]
        self.values: list[object] = [*values]

    def add(self, condition: str, *values: object) -> None:
        """Add a condition that has to hold as well."""
        self._conditions.append(condition)
        self.values += values

    def period(self, column: str, names: tuple[str, str], texts: tuple[str | None, ...]) -> None:
        """Restrict a column to `[from, to)`, for those of the two that were given."""
        start, end = (moment(name, text) for name, text in zip(names, texts, strict=True))
        if start is not None and end is not None and end <= start:
            raise Refused(400, f"{names[1]}: must be later than {names[0]}")
        if start is not None:
            self.add(f"{column} >= ?", start)
        if end is not None:
            self.add(f"{column} < ?", end)

    def ids(self, column: str, name: str, ids: Sequence[str] | None) -> None:
        """Restrict a column to these ids, unless they were left out."""
        if ids is None:
            return
        if not ids:
            raise Refused(400, f"{name}: must not be empty but can be null or can be omitted")
        for given in ids:
            check_id(name, given)
        listed = msgspec.json.encode(ids).decode()
        self.add(f"{column} IN (SELECT value FROM json_each(?))", listed)

    def __str__(self) -> str:
        """Write the conditions as SQL."""
        return " AND ".join(self._conditions)


def check_id(name: str, given: str) -> None:
    """Refuse (400) what cannot be an id of Gong's."""
    if not _ID.fullmatch(given):
        raise Refused(400, f"{name}: must be a number of up to 20 digits")
