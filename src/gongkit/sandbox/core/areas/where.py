"""The conditions of a query, gathered from a request's filters."""

from __future__ import annotations

from collections.abc import Sequence

from gongkit.clock import parse_instant
from gongkit.sandbox.core.state import AMONG, listed


class Where:
    """Conditions that all have to hold, and the values they compare with.

    Filters that were left out add nothing. The values have been validated already.
    """

    def __init__(self, condition: str, *values: object) -> None:
        self._conditions = [condition]
        self.values: list[object] = [*values]

    def add(self, condition: str, *values: object) -> None:
        """Add a condition."""
        self._conditions.append(condition)
        self.values += values

    def equals(self, column: str, value: str | None) -> None:
        """Restrict a column to one value."""
        if value is not None:
            self.add(f"{column} = ?", value)

    def period(self, column: str, start: str | None, end: str | None) -> None:
        """Restrict a column of seconds to `[start, end)`, moments in ISO-8601."""
        if start is not None:
            self.add(f"{column} >= ?", seconds(start))
        if end is not None:
            self.add(f"{column} < ?", seconds(end))

    def among(self, column: str, values: Sequence[str] | None) -> None:
        """Restrict a column to some values."""
        if values is not None:
            self.add(f"{column} {AMONG}", listed(values))

    def __str__(self) -> str:
        """Write the conditions as SQL."""
        return " AND ".join(self._conditions)


def seconds(moment: str) -> float:
    """Read a moment as seconds since the epoch."""
    return parse_instant(moment).timestamp()
