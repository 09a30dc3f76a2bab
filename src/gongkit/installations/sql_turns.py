"""The companies' turns, on any SQL database: one row each, changed by one caller at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from gongkit.installations import statements
from gongkit.installations.database import Database
from gongkit.limits import Limits, Slot, Standing, Turn


class SqlTurns:
    """`gongkit.limits.Turns` on a database: shared by all who use it, whatever their app."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take_slot(self, company: str, limits: Limits, *, bulk: bool, patience: float) -> Slot:
        """Reserve the company's next free moment."""
        with self._turn(company) as (turn, now):
            return turn.take(now, limits, bulk=bulk, patience=patience)

    def start_call(self, company: str, limits: Limits, *, patience: float) -> Slot:
        """Begin a call that has waited for its moment."""
        with self._turn(company) as (turn, now):
            return turn.start(now, limits, patience=patience)

    def pause(self, company: str, seconds: float) -> None:
        """Let no call of this company start for so many seconds."""
        with self._turn(company) as (turn, now):
            turn.pause(now, seconds)

    def calls_spent(self, company: str) -> int:
        """Count the company's calls of the last 24 hours."""
        found = self._database.rows(statements.TURN, {"company": company})
        if not found:
            return 0
        turn, now = _read(found[0])
        return turn.spent(now)

    def standings(self, companies: Iterable[str], limits: Limits) -> Mapping[str, Standing]:
        """Tell how these companies stand, those left out that have made no call."""
        asked = frozenset(companies)
        rows = self._database.rows(statements.TURNS, {})
        turns = {company: _read(row) for company, *row in rows if company in asked}
        return {company: turn.standing(now, limits) for company, (turn, now) in turns.items()}

    @contextmanager
    def _turn(self, company: str) -> Iterator[tuple[Turn, float]]:
        """Change a company's turn, alone."""
        values = {"company": company}
        sql = statements.TURN + self._database.for_update
        with self._database.transaction(durable=False) as run:
            row = run.row(sql, values)
            if row is None:
                # Of several who find none, one makes it, and the others wait for it here.
                run.run(statements.NEW_TURN, values)
                (row,) = run.rows(sql, values)
            turn, now = _read(row)
            yield turn, now
            run.run(statements.KEEP_TURN, values | _written(turn))


def _read(row: Sequence[Any]) -> tuple[Turn, float]:
    next_free, latest, paused_until, seen, by_hour, now = row
    hours = {int(hour): calls for hour, calls in json.loads(by_hour).items()}
    return Turn(next_free, latest, paused_until, seen, hours), now


def _written(turn: Turn) -> dict[str, float | str]:
    return {
        "next_free": turn.next_free,
        "latest": turn.latest,
        "paused_until": turn.paused_until,
        "seen": turn.seen,
        "by_hour": json.dumps(turn.by_hour),
    }
