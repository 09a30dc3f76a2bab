"""The audit log of the last 90 days: sign-ins, changed settings, calls shared with outsiders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec

from gongkit.sandbox.core.audit_log import (
    ACCESS,
    SHARED_CALL_ACCESS,
    SHARED_CALL_PLAY,
    USER_ACTIVITY,
    Event,
    add_events,
)
from gongkit.sandbox.core.people import signed_in
from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.people import DAYS_SINCE_LEFT, Person
from gongkit.sandbox.core.state import State

DAYS = 90
_HOUR, _DAY = 3600.0, 86_400.0
_APPLICATIONS = ("Web", "Web", "Web", "Mobile")
_ACTIONS = (
    "ScorecardUpdated",
    "TrackerUpdated",
    "UserSettingsUpdated",
    "LibraryFolderUpdated",
    "DataCaptureSettingsUpdated",
)
_SHARED = (
    "SELECT number, calls.id, user_id, at, duration,"
    " (SELECT min(email) FROM call_parties AS outsider WHERE outsider.content = calls.content"
    " AND outsider.user_id IS NULL AND email IS NOT NULL) AS recipient"
    " FROM call_actions JOIN calls ON number = call"
    " WHERE call_actions.company_id = ? AND at >= ? AND action = 'callsSharedExternally'"
    " AND recipient IS NOT NULL ORDER BY at, number"
)


def plant_logs(state: State, demo: Demo) -> None:
    """Put the log into its table; what people did with the calls must be there already.

    Nothing is logged on the day of planting. Who played which call is in `call_plays`.
    """
    events = [*_sign_ins(demo), *_activities(demo), *_of_outsiders(state, demo)]
    today = demo.today.timestamp()
    past = [event for event in events if event.at < today]
    add_events(state, sorted(past, key=lambda event: event.at))


def _sign_ins(demo: Demo) -> Iterator[Event]:
    """Let people sign in on some mornings, and Gong's staff in somebody's name now and then."""
    staff = demo.in_job("avatar")[0]
    gong = Dice(demo.seed, "gong").gong_id()
    for person in demo.people:
        if person.avatar:
            continue
        dice = demo.dice("sign-ins", person.id)
        for day in range(1, DAYS):
            morning = demo.today - timedelta(days=day)
            works = morning.weekday() < 5 and (person.active or day > DAYS_SINCE_LEFT)
            if not (works and dice.chance(0.25)):
                continue
            local = morning.replace(tzinfo=person.zone) + timedelta(minutes=480 + dice.below(120))
            application = dice.pick(_APPLICATIONS)
            yield signed_in(demo.company.id, person.id, local.timestamp(), application)
            if dice.chance(0.02):
                yield Event(
                    company_id=demo.company.id,
                    log_type=ACCESS,
                    at=local.timestamp() + dice.between(1, 5) * _HOUR,
                    user_id=person.id,
                    impersonator_id=staff.id,
                    impersonator_company_id=gong,
                    record={"action": "SignIn", "method": "Impersonation", "application": "Web"},
                )


def _activities(demo: Demo) -> Iterator[Event]:
    """Let the administrators change settings, a few times a week."""
    dice = demo.dice("activities")
    admins: list[Person] = [*demo.in_job("operations"), *demo.in_job("it"), *demo.in_job("chief")]
    for day in range(1, DAYS):
        for _ in range(dice.between(0, 3)):
            at = demo.today - timedelta(days=day) + timedelta(minutes=dice.between(540, 1020))
            yield Event(
                company_id=demo.company.id,
                log_type=USER_ACTIVITY,
                at=at.timestamp(),
                user_id=dice.pick(admins).id,
                record={"action": dice.pick(_ACTIONS)},
            )


def _of_outsiders(state: State, demo: Demo) -> Iterator[Event]:
    """Let outsiders open the calls that were shared with them, and mostly listen."""
    begin = demo.today.timestamp() - DAYS * _DAY
    for number, call_id, user_id, shared_at, duration, email in state.rows(
        _SHARED, demo.company.id, begin
    ):
        dice = demo.dice("shared", call_id)
        record = {"callId": call_id, "recipientEmailAddress": email}
        opened = Event(
            company_id=demo.company.id,
            log_type=SHARED_CALL_ACCESS,
            at=shared_at + dice.between(1, 50) * _HOUR,
            user_id=user_id,
            call=number,
            email=email,
            record=record,
        )
        yield opened
        if dice.chance(0.7):
            seconds = float(duration * dice.between(10, 100) // 100)
            yield msgspec.structs.replace(
                opened,
                log_type=SHARED_CALL_PLAY,
                at=opened.at + dice.between(1, 10),
                record={**record, "secondsPlayed": seconds},
            )
