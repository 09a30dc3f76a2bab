"""Keeps installations fresh that nobody uses, so that no refresh token goes stale.

Any number of keepers may run on one store: whoever has the lease refreshes. What has
failed is left alone for a while that grows, and a pass goes at an even pace, so that
neither an outage of the token endpoint nor the end of one makes a storm.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from gongkit.auth.refresh import InstallationCredentials
from gongkit.clock import SYSTEM_CLOCK, Clock
from gongkit.engine.effects import InStore, Sleep, Steps
from gongkit.errors import GongkitError, NeedsReconnect, UsageError
from gongkit.installations.store import InstallationStore

PAGE: Final = 100
"""How many due companies are read at a time."""

FIRST_REST: Final = 60.0
LONGEST_REST: Final = 1800.0
"""Seconds that a company is left alone after one failure, doubled with each up to the longest."""

log = logging.getLogger("gongkit.auth")


@dataclass(frozen=True, slots=True)
class KeeperPass:
    """What came of the companies that were due in one pass."""

    refreshed: int
    failed: int
    skipped: int
    """Left alone after an earlier failure, or just being refreshed by somebody else."""


_Outcome = Literal["refreshed", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class _Rest:
    seconds: float
    until: float


_NONE: Final = _Rest(0.0, 0.0)


class Keeper:
    """Refreshes what is due, at most `per_second` companies a second.

    `credentials_of` gives a company's credentials, and does nothing else. A keeper
    remembers failures, so it is made once and run again and again, one pass at a time:
    every minute or so, for tokens of a day.
    """

    def __init__(
        self,
        store: InstallationStore,
        credentials_of: Callable[[str], InstallationCredentials],
        clock: Clock = SYSTEM_CLOCK,
        *,
        per_second: float = 5.0,
    ) -> None:
        if per_second <= 0:
            raise UsageError("per_second is how many companies a second, so it is above 0.")
        self._store, self._credentials_of, self._clock = store, credentials_of, clock
        self._pace = Sleep(1 / per_second)
        self._rests: dict[str, _Rest] = {}

    def pass_once(self) -> Steps[KeeperPass]:
        """Go through all that is due, and tell what came of it.

        Raises `StoreError` where the store cannot say what is due. What keeps one company
        from being refreshed is logged, and keeps no other waiting.
        """
        counts: Counter[_Outcome] = Counter()
        seen: set[str] = set()
        after = ""
        while companies := (yield from self._due(after)):
            for company in companies:
                counts[(yield from self._keep(company))] += 1
            seen.update(companies)
            after = companies[-1]
        self._rests = {company: rest for company, rest in self._rests.items() if company in seen}
        return KeeperPass(counts["refreshed"], counts["failed"], counts["skipped"])

    def _due(self, after: str) -> Steps[tuple[str, ...]]:
        due = partial(self._store.due, self._clock.now(), after=after, limit=PAGE)
        companies: tuple[str, ...] = yield InStore(due)
        return companies

    def _keep(self, company: str) -> Steps[_Outcome]:
        rest = self._rests.get(company, _NONE)
        if rest.until > self._clock.now():
            return "skipped"
        try:
            refreshed = yield from self._credentials_of(company).refresh_when_due()
        except Exception as error:  # noqa: BLE001 - the other companies have their turn
            self._leave_alone(company, 2 * rest.seconds, error)
            yield self._pace
            return "failed"
        self._rests.pop(company, None)
        if refreshed:
            yield self._pace
        return "refreshed" if refreshed else "skipped"

    def _leave_alone(self, company: str, seconds: float, error: Exception) -> None:
        rest = min(max(seconds, FIRST_REST), LONGEST_REST)
        self._rests[company] = _Rest(rest, self._clock.now() + rest)
        if isinstance(error, NeedsReconnect):
            return  # Logged by the attempt that has found it out.
        said = error.message if isinstance(error, GongkitError) else type(error).__name__
        log.warning("%s was not refreshed, and is left alone for %.0f s: %s", company, rest, said)
