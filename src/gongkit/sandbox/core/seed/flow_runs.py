"""Plants flow instances: the prospects whose calls led into flows, and out of them again."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

import msgspec

from gongkit.sandbox.core.engage.instances import NO_REPLY, REPLIED, course_of
from gongkit.sandbox.core.seed.accounts import Account
from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.seed.flow_texts import (
    AFTER_DEMO,
    BOOKED,
    COLD,
    GERMAN_AFTER_DEMO,
    LATER,
    RENEWAL,
    FlowText,
)
from gongkit.sandbox.core.seed.kinds import COLD_BOOKED, COLD_DECLINED, VOICEMAIL
from gongkit.sandbox.core.seed.people import Person
from gongkit.sandbox.core.seed.stories import PlannedCall
from gongkit.sandbox.core.state import State

_COLD_KINDS = frozenset({COLD_BOOKED.name, COLD_DECLINED.name, VOICEMAIL.name})
_REPLIED_AFTER, _NEXT_FLOW_AFTER = timedelta(minutes=10), timedelta(minutes=20)


class _Run(msgspec.Struct, kw_only=True, gc=False):
    """One prospect's way through a flow; the natural end is none that cuts it short."""

    text: FlowText
    prospect_id: str
    owner: Person
    created: float
    starts_at: float
    ends_at: float
    end_status: str = NO_REPLY
    paused: bool = False


def plant_runs(
    state: State, demo: Demo, flow_ids: dict[str, str], calls: list[PlannedCall]
) -> None:
    """Plant what the calls tell: flows before a cold call, and after a call that went well."""
    runner = _Runner(demo, calls)
    for call in calls:
        if call.account and call.host.active:
            runner.follow(call, call.account)
    runner.pause_one()
    company_id, dice = demo.company.id, demo.dice("flow instances")
    state.execute_many(
        "INSERT INTO flow_instances VALUES (?, ?, ?, ?, ?, NULL, NULL, ?, ?, ?, ?, ?, NULL)",
        [
            (
                company_id,
                dice.gong_id(),
                flow_ids[run.text.key],
                run.prospect_id,
                run.owner.id,
                run.created,
                run.starts_at,
                run.ends_at,
                run.end_status,
                run.paused,
            )
            for run in runner.runs
        ],
    )
    state.execute_many(
        "INSERT INTO flow_opt_outs VALUES (?, ?, ?)",
        [(company_id, prospect_id, since) for prospect_id, since in runner.opt_outs.items()],
    )


class _Runner:
    """Finds out which flows the prospects of one company's calls are in."""

    def __init__(self, demo: Demo, calls: list[PlannedCall]) -> None:
        self.runs: list[_Run] = []
        self.opt_outs: dict[str, float] = {}
        self._today = demo.today.timestamp()
        self._days, self._dice = demo.working_days(), demo.dice("flow runs")
        self._calls: dict[int, list[PlannedCall]] = defaultdict(list)
        for call in calls:
            if call.account:
                self._calls[call.account.number].append(call)

    def follow(self, call: PlannedCall, account: Account) -> None:
        """Say which flows led to a call, and which it leads to.

        Nothing comes of the calls of today, which may still lie ahead, nor of those
        that may have taken place in another zone's yesterday.
        """
        prospect_id = account.contacts[0].id
        if call.kind.name in _COLD_KINDS:
            self._cold(call, prospect_id)
        elif call.day > 1 and call.kind.name == "demo":
            self._meeting(call, account, GERMAN_AFTER_DEMO if account.german else AFTER_DEMO)
        elif call.day > 1 and call.kind.name == "review":
            self._meeting(call, account, RENEWAL)

    def _cold(self, call: PlannedCall, prospect_id: str) -> None:
        assigned = self._moment(call, self._dice.between(1, 4))
        run = self._add(COLD, prospect_id, call.host, assigned)
        if call.kind is VOICEMAIL:
            return
        at = self._moment(call)
        _end(run, at + _REPLIED_AFTER)
        if not call.day:
            return
        if call.kind is COLD_BOOKED:
            self._add(BOOKED, prospect_id, call.host, at + _NEXT_FLOW_AFTER)
        elif self._dice.chance(0.3):
            self.opt_outs[prospect_id] = (at + _NEXT_FLOW_AFTER).timestamp()
        else:
            self._add(LATER, prospect_id, call.host, at + _NEXT_FLOW_AFTER)

    def _meeting(self, call: PlannedCall, account: Account, text: FlowText) -> None:
        """Let a flow follow a meeting; the account's next meeting ends it."""
        begun = self._moment(call) + timedelta(hours=2)
        run = self._add(text, account.contacts[0].id, call.host, begun)
        later = [self._moment(c) for c in self._calls[account.number] if c.day < call.day]
        if later:
            _end(run, min(later))

    def _add(self, text: FlowText, prospect_id: str, owner: Person, created: datetime) -> _Run:
        begun = created.timestamp()
        starts_at, ends_at = course_of([step.wait_days for step in text.steps], begun)
        run = _Run(
            text=text,
            prospect_id=prospect_id,
            owner=owner,
            created=begun,
            starts_at=starts_at,
            ends_at=ends_at,
        )
        self.runs.append(run)
        return run

    def pause_one(self) -> None:
        """Let somebody be on holiday: one running instance is paused."""
        running = [run for run in self.runs if run.starts_at < self._today < run.ends_at]
        for run in running:
            if run.end_status == NO_REPLY:
                run.paused = True
                return

    def _moment(self, call: PlannedCall, days_before: int = 0) -> datetime:
        day = self._days[call.day + days_before].replace(tzinfo=call.host.zone)
        return day + timedelta(minutes=call.minute)


def _end(run: _Run, moment: datetime) -> None:
    """Let the prospect answer, unless the flow is over by then."""
    if moment.timestamp() < run.ends_at:
        run.ends_at, run.end_status = moment.timestamp(), REPLIED
