"""One company's turn: when its next call may start, what is left of its day."""

from __future__ import annotations

import heapq
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkit.errors import UsageError
from gongkit.limits import DOCUMENTED, UNLIMITED, Limits, LocalTurns, Slot, Turn

HOUR = 3600.0
NOON = 1_800_000_000.0


def taken(turn: Turn, now: float, limits: Limits, *, bulk: bool = False) -> Slot:
    return turn.take(now, limits, bulk=bulk, patience=0)


def test_the_documented_limits_leave_a_tenth_to_people() -> None:
    assert DOCUMENTED.calls_a_day(bulk=False) == 10_000
    assert DOCUMENTED.calls_a_day(bulk=True) == 9_000
    assert 1 / 3 < DOCUMENTED.spacing < 0.4
    assert UNLIMITED.calls_a_day(bulk=True) is None
    assert UNLIMITED.spacing == 0


@pytest.mark.parametrize(("per_day", "reserve", "bulk"), [(1, 0.9, 1), (10, 0.99, 1), (10, 0.3, 7)])
def test_bulk_work_never_has_none_of_the_day_and_never_more_than_its_part(
    per_day: int, reserve: float, bulk: int
) -> None:
    limits, turn = Limits(per_second=None, per_day=per_day, reserve=reserve), Turn()
    granted = [taken(turn, NOON, limits, bulk=True).granted for _ in range(per_day + 1)]
    assert granted.count(True) == bulk


@pytest.mark.parametrize("wrong", [{"reserve": 1}, {"reserve": -0.1}, {"per_day": 0}])
def test_limits_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        Limits(**wrong)  # type: ignore[arg-type]


def test_a_call_leaves_the_day_when_its_hour_has_left_it() -> None:
    limits, turn = Limits(per_second=None, per_day=2), Turn()
    assert taken(turn, NOON, limits).left == 1
    assert taken(turn, NOON + 5 * HOUR, limits).left == 0
    refused = taken(turn, NOON + 6 * HOUR, limits)
    assert not refused.granted
    opens = NOON + 6 * HOUR + refused.seconds
    assert NOON + 24 * HOUR <= opens <= NOON + 25 * HOUR
    assert not taken(turn, opens - 1, limits).granted
    assert taken(turn, opens, limits).granted
    assert turn.spent(opens) == 2


def test_no_day_of_24_hours_holds_more_than_the_limit() -> None:
    limits, turn = Limits(per_second=None, per_day=10), Turn()
    moments = [
        NOON + minute * 60.0
        for minute in range(0, 4 * 24 * 60, 7)
        if taken(turn, NOON + minute * 60.0, limits).granted
    ]
    assert len(moments) >= 30
    for first in moments:
        assert sum(first <= each < first + 24 * HOUR for each in moments) <= 10


def test_a_clock_put_back_or_forward_neither_stops_nor_rushes_calls() -> None:
    turn = Turn()
    taken(turn, NOON, DOCUMENTED)
    for now in (NOON - 600, NOON, NOON - 86_400):
        slot = taken(turn, now, DOCUMENTED)
        assert 0 <= slot.seconds <= 2 * DOCUMENTED.spacing
    turn.pause(NOON, 30)
    assert turn.start(NOON - 600, DOCUMENTED, patience=60).seconds == pytest.approx(30)


SECONDS = st.floats(min_value=0, max_value=5)


@settings(max_examples=200, deadline=None)
@given(
    asked=st.lists(st.tuples(SECONDS, st.lists(SECONDS, max_size=4)), min_size=1, max_size=30),
    pauses=st.lists(st.tuples(SECONDS, SECONDS), max_size=4),
)
def test_no_two_calls_start_closer_than_they_may_whatever_delays_them(
    asked: list[tuple[float, list[float]]], pauses: list[tuple[float, float]]
) -> None:
    """Each call is asked for at a moment, and woken late by so much each time it waits."""
    turn, started, held = Turn(), [], 0.0
    events = [(NOON + moment, number, "take") for number, (moment, _) in enumerate(asked)]
    events += [(NOON + moment, -1 - number, "pause") for number, (moment, _) in enumerate(pauses)]
    heapq.heapify(events)
    while events:
        now, number, what = heapq.heappop(events)
        if what == "pause":
            seconds = pauses[-1 - number][1]
            turn.pause(now, seconds)
            held = max(held, now + seconds)
            continue
        if what == "take":
            slot = turn.take(now, DOCUMENTED, bulk=False, patience=60)
        else:
            slot = turn.start(now, DOCUMENTED, patience=60)
        assert slot.granted
        if slot.seconds:
            late = asked[number][1].pop() if asked[number][1] else 0.0
            heapq.heappush(events, (now + slot.seconds + late, number, "start"))
        else:
            assert now > held - 0.01
            started.append(now)
    assert len(started) == len(asked), "each has its turn in the end"
    assert all(later - earlier > 1 / 3 for earlier, later in pairwise(started))


def test_what_is_not_granted_costs_nothing() -> None:
    turn = Turn()
    turn.pause(NOON, 60)
    refused = turn.take(NOON, DOCUMENTED, bulk=False, patience=59)
    assert refused == Slot(60, granted=False, left=10_000)
    assert turn.take(NOON, DOCUMENTED, bulk=False, patience=60).seconds == 60
    assert turn.spent(NOON) == 1


def test_companies_in_one_process_have_turns_of_their_own() -> None:
    turns = LocalTurns(lambda: NOON)
    turns.pause("acme", 30)
    assert turns.start_call("acme", DOCUMENTED, patience=60).seconds == 30
    assert turns.start_call("globex", DOCUMENTED, patience=60).seconds == 0
    assert turns.take_slot("globex", DOCUMENTED, bulk=False, patience=0).granted
    assert (turns.calls_spent("acme"), turns.calls_spent("globex")) == (0, 1)
