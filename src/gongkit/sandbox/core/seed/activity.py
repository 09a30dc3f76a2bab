"""What people did with the calls afterwards: listened, shared, asked for feedback and gave it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gongkit.sandbox.core.permissions.visibility import IS_PRIVATE
from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.people import Person
from gongkit.sandbox.core.state import State

_MINUTE, _HOUR = 60.0, 3600.0
_TIME_FOR = 10_000
"""How many calls people come back to, about."""


class Heard(NamedTuple):
    """A call that can be listened to from `ready` on. Times are seconds since the epoch."""

    number: int
    id: str
    started: float
    duration: int
    ready: float
    analysed: float
    workspace_id: str
    host_id: str
    private: bool


class Deed(NamedTuple):
    """What somebody did with a call: played it for `seconds`, or did what `action` names."""

    call: int
    user_id: str
    at: float
    seconds: float = 0.0
    action: str | None = None


def calls_to_hear(state: State, demo: Demo) -> list[Heard]:
    """List the calls that people come back to, of those that were analysed before today.

    Where there are very many they find the time for some of them only.
    """
    today = demo.today.timestamp()
    rows = state.rows(
        "SELECT number, id, started, duration, visible_at, transcript_at, workspace_id,"  # noqa: S608
        f" primary_user_id, {IS_PRIVATE} FROM calls"
        " WHERE company_id = ? AND transcript_at < ? ORDER BY number",
        demo.company.id,
        today,
    )
    return [Heard(*row) for row in rows[:: 1 + len(rows) // _TIME_FOR]]


def plant_activity(state: State, demo: Demo) -> None:
    """Put plays, shares and feedback into the tables, for calls that are there already.

    Nothing happens on the day of planting: what a day saw is complete when it is over.
    """
    today, company_id = demo.today.timestamp(), demo.company.id
    people = {person.id: person for person in demo.people}
    peers = _peers(demo)
    heard = calls_to_hear(state, demo)
    deeds = [
        deed
        for call in heard
        for deed in _deeds(demo.dice("activity", call.id), call, people[call.host_id], peers)
        if deed.at < today
    ]
    deeds += _plays_of_commenters(state, demo, {call.number for call in heard})
    state.execute_many(
        "INSERT INTO call_plays (company_id, call, user_id, at, seconds) VALUES (?, ?, ?, ?, ?)",
        (
            (company_id, deed.call, deed.user_id, deed.at, deed.seconds)
            for deed in deeds
            if deed.action is None
        ),
    )
    state.execute_many(
        "INSERT INTO call_actions (company_id, call, user_id, at, action) VALUES (?, ?, ?, ?, ?)",
        (
            (company_id, deed.call, deed.user_id, deed.at, deed.action)
            for deed in deeds
            if deed.action is not None
        ),
    )


def _peers(demo: Demo) -> dict[str, list[str]]:
    """Give for each person those who have the same manager and still work there."""
    teams: dict[str | None, list[str]] = {}
    for person in demo.people:
        if person.active and not person.avatar:
            teams.setdefault(person.manager_id, []).append(person.id)
    return {
        person.id: [peer for peer in teams.get(person.manager_id, ()) if peer != person.id]
        for person in demo.people
    }


def _deeds(dice: Dice, call: Heard, host: Person, peers: dict[str, list[str]]) -> Iterator[Deed]:
    """Decide what happens to one call; a private one is for its host alone."""
    if dice.chance(0.3):
        yield _play(dice, call, host.id, call.ready + dice.between(5, 1500) * _MINUTE)
    if call.private:
        return
    if dice.chance(0.1):
        yield _action(dice, call, host.id, "callsSharedInternally")
    if dice.chance(0.06):
        yield _action(dice, call, host.id, "callsSharedExternally")
    team = peers[host.id]
    if team and dice.chance(0.15):
        yield _play(dice, call, dice.pick(team), call.ready + dice.between(30, 9000) * _MINUTE)
    if host.manager_id and dice.chance(0.35):
        yield from _coaching(dice, call, host.id, host.manager_id)


def _coaching(dice: Dice, call: Heard, host_id: str, manager_id: str) -> Iterator[Deed]:
    """Let the manager listen, now and then because the host asked, and say something to it."""
    if asked := dice.chance(0.3):
        yield _action(dice, call, host_id, "callsRequestedFeedback")
    play = _play(dice, call, manager_id, call.ready + dice.between(26, 90) * _HOUR)
    yield play
    if dice.chance(0.8 if asked else 0.25):
        given = play.at + play.seconds + dice.between(1, 30) * _MINUTE
        yield Deed(call.number, manager_id, given, action="callsGaveFeedback")
        if dice.chance(0.6):
            yield Deed(call.number, manager_id, given + 20, action="callsMarkedAsFeedbackGiven")


def _play(dice: Dice, call: Heard, user_id: str, at: float) -> Deed:
    seconds = round(call.duration * dice.between(15, 100) / 100, 1)
    return Deed(call.number, user_id, at, seconds)


def _action(dice: Dice, call: Heard, user_id: str, action: str) -> Deed:
    """Do something on the first day on which the call can be heard."""
    at = call.ready + dice.between(3, 1440) * _MINUTE
    return Deed(call.number, user_id, at, action=action)


def _plays_of_commenters(state: State, demo: Demo, heard: set[int]) -> Iterator[Deed]:
    """Let who commented on a call have listened to it before."""
    rows = state.rows(
        "SELECT number, user_id, min(at), duration FROM calls JOIN call_comments USING (content)"
        " WHERE company_id = ? AND at < ? GROUP BY number, user_id ORDER BY number, user_id",
        demo.company.id,
        demo.today.timestamp(),
    )
    dice = demo.dice("activity", "commenters")
    for number, user_id, at, duration in rows:
        if number in heard:
            yield Deed(number, user_id, at - dice.between(1, 20) * _MINUTE, float(duration))
