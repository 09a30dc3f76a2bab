"""Which calls take place in a demo company, when, and between whom.

Time is counted in working days before today, so that a plan depends on the seed alone
and "next week" in a conversation is true whatever day it is.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from gongkit.sandbox.core.seed.accounts import Account, AccountMaker
from gongkit.sandbox.core.seed.demo import WORKING_DAYS, Demo
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.kinds import (
    COACHING,
    COLD_BOOKED,
    COLD_DECLINED,
    CUSTOMER,
    GERMAN_SALE,
    INBOUND,
    LOYAL,
    NEW_BUSINESS,
    PIPELINE,
    SHORT_SALE,
    VOICEMAIL,
    Kind,
)
from gongkit.sandbox.core.seed.people import Person

LEFT_WORKING_DAYS_AGO = 16
"""Calls that are older may have been hosted by the employee who left."""

_FIRST_SLOT, _SLOTS, _SLOT_MINUTES = 9 * 60, 16, 30


class PlannedCall(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A call that is going to be written.

    `day` counts working days back, `minute` is the host's local time. `colleague` and
    `team` are people of the company: beside the host in a call with a customer, across
    the table in an internal one. `contacts` says how many people of the account speak.
    `position` is the call's place in the account's story; `next_kind` comes `gap`
    working days after it. `deals` are what an internal call is about, each with the
    stage it was in.
    """

    kind: Kind
    host: Person
    day: int
    minute: int
    account: Account | None = None
    colleague: Person | None = None
    team: tuple[Person, ...] = ()
    contacts: int = 1
    flags: frozenset[str] = frozenset()
    position: int = 0
    next_kind: Kind | None = None
    gap: int = 0
    deals: tuple[tuple[Account, int], ...] = ()
    late: str | None = None
    """`call`: not visible before tomorrow; `transcript`: its transcript is not."""


class Story(msgspec.Struct, frozen=True, gc=False):
    """What an account goes through: its calls, the first one first, and how it ended.

    `sold_here` says that the sale itself is part of the story, `lost` that it failed.
    """

    account: Account
    calls: tuple[PlannedCall, ...]
    sold_here: bool
    lost: bool


class Calendar:
    """Who is busy when, so that nobody is in two calls at once."""

    def __init__(self) -> None:
        self._taken: set[tuple[str, int, int]] = set()

    def find(self, people: list[Person], day: int, wish: int) -> int:
        """Book the first free slot at or after the wished one; give it in minutes."""
        for turn in range(_SLOTS):
            slot = (wish + turn) % _SLOTS
            marks = {(person.id, day, slot) for person in people}
            if not marks & self._taken:
                break
        self._taken |= marks
        return _FIRST_SLOT + slot * _SLOT_MINUTES


class Planner:
    """Plans all calls of one company."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self._calendar = Calendar()
        self._maker = AccountMaker(demo.blueprint, demo.seed, list(demo.people))
        self._engineers = demo.in_job("engineer")
        self._hosts = {job: demo.in_job(job) for job in ("seller", "success", "caller", "manager")}

    def stories(self) -> list[Story]:
        """Plan what happens with each account."""
        return [self._story(number) for number in range(self._demo.blueprint.accounts)]

    def _story(self, number: int) -> Story:
        account = self._maker.make(number, prospect=False)
        dice = self._demo.dice("story", str(number))
        kinds = (
            GERMAN_SALE
            if account.german
            else dice.pick((NEW_BUSINESS, NEW_BUSINESS, SHORT_SALE, CUSTOMER, LOYAL))
        )
        finished, lost = dice.chance(0.4), False
        if finished:
            if kinds[0].stage == 1 and dice.chance(0.4):
                kinds, lost = kinds[: dice.between(2, 3)], True
            count, last, gap = len(kinds), dice.between(1, 25), 0
        else:
            count, last = dice.between(2, len(kinds) - 1), dice.below(10)
            gap = 5 if last < 5 else 10
        gaps = [dice.pick((3, 5, 5, 7, 10)) for _ in range(count - 1)] + [gap]
        next_kinds = [*kinds[1:count], None if finished else kinds[count]]
        steps = zip(kinds[:count], gaps, next_kinds, strict=True)
        calls = self._steps(account, list(steps), last, dice)
        return Story(account, tuple(calls), kinds[0].stage == 1, lost)

    def _steps(
        self,
        account: Account,
        steps: list[tuple[Kind, int, Kind | None]],
        last: int,
        dice: Dice,
    ) -> Iterator[PlannedCall]:
        wish = dice.below(_SLOTS)
        met: set[str] = set()
        for position, (kind, gap, next_kind) in enumerate(steps):
            day = last + sum(later for _, later, _ in steps[position:-1])
            engineer = self._engineers[0] if dice.chance(kind.engineer) else None
            host = self._host(kind, account, day)
            if host.time_zone != self._demo.blueprint.time_zone:
                engineer = None
            contacts = 2 if dice.chance(kind.second) else 1
            flags = _who_is_new(met, contacts, engineer)
            if day >= WORKING_DAYS:
                continue
            people = [host, engineer] if engineer else [host]
            yield PlannedCall(
                kind=kind,
                host=host,
                day=day,
                minute=self._calendar.find(people, day, wish),
                account=account,
                colleague=engineer,
                contacts=contacts,
                flags=flags,
                position=position,
                next_kind=next_kind,
                gap=gap,
            )

    def _host(self, kind: Kind, account: Account, day: int) -> Person:
        owner = account.owner
        if kind.host != "seller":
            hosts = self._hosts[kind.host]
            return hosts[account.number % len(hosts)]
        if owner.job == "former" and day <= LEFT_WORKING_DAYS_AGO:
            return self._hosts["seller"][account.number % len(self._hosts["seller"])]
        return owner

    def internal(self, stories: list[Story]) -> Iterator[PlannedCall]:
        """Plan the weekly pipeline review and, now and then, a private talk with a seller."""
        director = self._hosts["manager"][0]
        sellers = [s for s in self._hosts["seller"] if s.time_zone == director.time_zone]
        for week, day in enumerate(range(1, WORKING_DAYS, 5)):
            team = (sellers[week % len(sellers)], sellers[(week + 1) % len(sellers)])
            yield self._internal(PIPELINE, director, (*team, self._engineers[0]), day, stories)
            if week % 3 == 0:
                seller = sellers[week // 3 % len(sellers)]
                yield self._internal(COACHING, director, (seller,), day + 2, stories)

    def _internal(
        self,
        kind: Kind,
        host: Person,
        team: tuple[Person, ...],
        day: int,
        stories: list[Story],
    ) -> PlannedCall:
        return PlannedCall(
            kind=kind,
            host=host,
            day=day,
            minute=self._calendar.find([host, *team], day, 0 if kind is PIPELINE else 12),
            team=team,
            deals=_deals_of(team, day, stories),
            position=day // 5,
        )

    def telephone(self, count: int) -> Iterator[PlannedCall]:
        """Plan calls with people who are no customers yet; the first two are late."""
        callers, first = self._hosts["caller"], self._demo.blueprint.accounts
        kinds = (COLD_BOOKED, VOICEMAIL, COLD_DECLINED, COLD_BOOKED, VOICEMAIL, INBOUND)
        for number in range(count):
            dice = self._demo.dice("telephone", str(number))
            late = ("call", "transcript")[number] if number < 2 else None
            host = callers[number % len(callers)]
            day = 1 if late else dice.below(WORKING_DAYS)
            yield PlannedCall(
                kind=COLD_BOOKED if late else dice.pick(kinds),
                host=host,
                day=day,
                minute=self._calendar.find([host], day, 2 if late else dice.below(_SLOTS))
                + dice.below(15),
                account=self._maker.make(first + number, prospect=True),
                position=number,
                gap=dice.pick((3, 5)),
                late=late,
            )


def _who_is_new(met: set[str], contacts: int, engineer: Person | None) -> frozenset[str]:
    """Say who meets the account for the first time in this call."""
    flags = {"known"} if met else set()
    if engineer and "S" not in met:
        flags.add("new_s")
    if contacts > 1 and "D" not in met:
        flags.add("new_d")
    met.add("C")
    if engineer:
        met.add("S")
    if contacts > 1:
        met.add("D")
    return frozenset(flags)


def _deals_of(
    team: tuple[Person, ...], day: int, stories: list[Story]
) -> tuple[tuple[Account, int], ...]:
    """List the open deals of these people as they stood that day, with their stages."""
    ids = {person.id for person in team}
    deals = []
    for story in stories:
        before = [call for call in story.calls if call.day >= day and call.kind.stage < 6]
        if before and before[-1].host.id in ids:
            deals.append((story.account, before[-1].kind.stage))
    return tuple(deals)


def plan_calls(demo: Demo) -> tuple[list[Story], list[PlannedCall]]:
    """Plan all calls of a company; give the stories of its accounts as well."""
    planner = Planner(demo)
    stories = planner.stories()
    calls = [call for story in stories for call in story.calls]
    calls += [call for call in planner.internal(stories) if call.deals]
    calls += planner.telephone(max(2, demo.blueprint.calls - len(calls)))
    return stories, calls
