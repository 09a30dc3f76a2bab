"""The sandbox as one thing: its data, its time, its limits, its log, and where it is reached."""

from __future__ import annotations

import hashlib
from contextlib import closing
from pathlib import Path

from gongkit.clock import Clock, parse_instant
from gongkit.errors import SandboxError
from gongkit.sandbox.core.api.dispatch import CURSOR_KEY, Api
from gongkit.sandbox.core.api.limits import Limits
from gongkit.sandbox.core.api.request_log import RequestLog
from gongkit.sandbox.core.companies import load_companies
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.crm.files import forget_unfinished
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.jobs import run_due_jobs
from gongkit.sandbox.core.sandbox_clock import SandboxClock
from gongkit.sandbox.core.seed.cache import planted
from gongkit.sandbox.core.seed.large import LARGE
from gongkit.sandbox.core.state import State, open_state

DEFAULT_SEED = "1"

_SEED = "seed"
_START = "start"


class Sandbox:
    """Everything that answers a request. It owns no socket and no thread.

    `state` is planted with `seed`, and time begins at `start` (ISO-8601; None: the
    machine's time), where it is empty; where it is not, both must be what it was
    planted with, or None. `cache` is the folder in which the demo data is kept for the
    next start; None keeps none.
    """

    def __init__(
        self,
        state: State,
        real: Clock,
        hosts: Hosts,
        *,
        seed: str | None = None,
        start: str | None = None,
        cache: Path | None = None,
    ) -> None:
        self.state, self.hosts, self._real, self._cache = state, hosts, real, cache
        self.clock = SandboxClock(state, real)
        if load_companies(state):
            _check_same(state, seed, start)
        else:
            self._plant(state, seed or DEFAULT_SEED, start)
        forget_unfinished(state, self.clock.now())
        self.limits = Limits(state)
        self.log = RequestLog(begin=int(self.clock.now() * 1000))
        self.api = Api(state, self.limits, self.log, self.clock)

    def company_at(self, port: int) -> Company | None:
        """Find the company that has this port for itself, as those with a cell do."""
        name = self.hosts.names.get(port)
        return None if name is None else load_companies(self.state).get(name)

    @property
    def seed(self) -> str:
        """What its demo data was made with."""
        return self.state.meta(_SEED) or DEFAULT_SEED

    def settle(self) -> int:
        """Do what has become due, before anything is read or shown; count what was done."""
        return run_due_jobs(self.state, self.clock.now())

    def move_to(self, moment: float) -> None:
        """Go on from a moment, earlier or later; one out of range raises UsageError."""
        back = moment < self.clock.now()
        # This writes, so that answers which were kept are put together anew.
        self.clock.move_to(moment)
        if back:
            self.limits.forget_latest()

    def reset(self) -> None:
        """Start over with the same seed, as on the first start: all or nothing is replaced."""
        seed, start = self.seed, self.state.meta(_START)
        with closing(open_state(None)) as fresh:
            self._plant(fresh, seed, start or None)
            self._replace_state(fresh)

    def restore(self, other: State, now: float) -> None:
        """Go on with another state's content from this moment on: all of it or nothing."""
        SandboxClock(other, self._real).move_to(now)
        self._replace_state(other)

    def _replace_state(self, other: State) -> None:
        self.state.replace_with(other)
        self.clock.reload()
        forget_unfinished(self.state, self.clock.now())
        self.limits.reload()
        self.log.clear()

    def _plant(self, state: State, seed: str, start: str | None) -> None:
        now = self._real.now() if start is None else parse_instant(start).timestamp()
        self._begin(state, seed, start, now)
        if seed == LARGE:  # too much to have in memory, or to keep twice
            from gongkit.sandbox.core.seed.planting import plant

            plant(state, seed, now)
        else:
            with closing(planted(seed, now, self._cache)) as made:
                self._begin(made, seed, start, now)
                state.replace_with(made)
        self.clock.reload()

    def _begin(self, state: State, seed: str, start: str | None, now: float) -> None:
        with state.write():
            state.set_meta(_SEED, seed)
            state.set_meta(_START, start or "")
            state.set_meta(CURSOR_KEY, hashlib.sha256(f"cursors of {seed}".encode()).hexdigest())
        SandboxClock(state, self._real).move_to(now)


def _check_same(state: State, seed: str | None, start: str | None) -> None:
    """Refuse to go on with other data than was asked for."""
    for flag, key, asked in (("--seed", _SEED, seed), ("--now", _START, start)):
        kept = state.meta(key)
        if asked is not None and asked != kept:
            made = f"was made with {flag} {kept}" if kept else f"was made without {flag}"
            raise SandboxError(
                f"The data {made}, not with {asked}.",
                hint=f"Leave {flag} out to go on with it, or name a new file with --data.",
            )
