"""What a store must do with companies' turns: keep Gong's limits, for all who share it."""

from __future__ import annotations

import pytest

from gongkit.clock import ManualClock
from gongkit.installations.store import InstallationStore
from gongkit.limits import DOCUMENTED, UNLIMITED, Limits, Standing
from gongkit.testing.stores.samples import ACME, OTHER, StoreFixtures, at_once

SPACING = DOCUMENTED.spacing
TEN_MINUTES = 600.0


class TurnsContract(StoreFixtures):
    """Calls are spaced, counted, held back and reserved, company by company."""

    def test_calls_are_spaced(self, store: InstallationStore, clock: ManualClock) -> None:
        assert [wait(store) for _ in range(3)] == pytest.approx([0, SPACING, 2 * SPACING])
        assert wait(store, OTHER) == 0
        clock.advance(10)
        assert wait(store) == 0

    def test_of_many_at_once_each_gets_a_moment_of_its_own(self, store: InstallationStore) -> None:
        waits = sorted(at_once(lambda _: wait(store), 8))
        assert waits == pytest.approx([n * SPACING for n in range(8)])
        assert store.calls_spent(ACME) == 8

    def test_a_call_that_starts_late_has_nobody_on_its_heels(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        for number in range(3):
            assert wait(store) == pytest.approx(number * SPACING)
        clock.advance(1.9 * SPACING)  # the second was to start long ago, the third soon
        assert started(store) == 0
        clock.advance(0.1 * SPACING)
        assert started(store) == pytest.approx(0.9 * SPACING)
        assert wait(store) == pytest.approx(SPACING)

    def test_a_pause_holds_all_calls_of_the_company(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        wait(store)
        store.pause(ACME, 30)
        store.pause(ACME, 5)
        held = store.take_slot(ACME, DOCUMENTED, bulk=False, patience=29)
        assert (held.granted, held.left) == (False, 9999)
        assert held.seconds == pytest.approx(30)
        assert not store.start_call(ACME, DOCUMENTED, patience=29).granted
        assert wait(store) == pytest.approx(30)
        assert wait(store, OTHER) == 0
        clock.advance(30)
        assert started(store) == 0

    def test_those_who_were_held_do_not_start_together(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        for _ in range(4):
            wait(store)
        store.pause(ACME, 30)
        clock.advance(3 * SPACING)
        held = [started(store) for _ in range(3)]
        assert held == pytest.approx([30 + (number - 3) * SPACING for number in range(3)])
        assert wait(store) == pytest.approx(30)

    def test_a_day_has_an_end_and_bulk_work_leaves_some_of_it(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        limits = Limits(per_second=None, per_day=10, reserve=0.2)
        for number in range(1, 9):
            slot = store.take_slot(ACME, limits, bulk=True, patience=0)
            assert (slot.granted, slot.left) == (True, 10 - number)
        assert not store.take_slot(ACME, limits, bulk=True, patience=0).granted
        for _ in range(2):
            assert store.take_slot(ACME, limits, bulk=False, patience=0).granted
        spent = store.take_slot(ACME, limits, bulk=False, patience=0)
        assert (spent.granted, spent.left) == (False, 0)
        assert 23 * 3600 < spent.seconds <= 25 * 3600
        assert store.calls_spent(ACME) == 10
        clock.advance(spent.seconds)
        assert store.calls_spent(ACME) == 0
        assert store.take_slot(ACME, limits, bulk=True, patience=0).granted

    def test_lifted_limits_hold_nothing_and_still_count(self, store: InstallationStore) -> None:
        slots = [store.take_slot(ACME, UNLIMITED, bulk=True, patience=0) for _ in range(20)]
        assert {(slot.seconds, slot.granted, slot.left) for slot in slots} == {(0.0, True, None)}
        assert store.calls_spent(ACME) == 20
        assert store.calls_spent(OTHER) == 0

    def test_looking_at_how_companies_stand_reserves_nothing(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        assert store.standings([ACME], DOCUMENTED) == {}
        for _ in range(2):
            wait(store)
        wait(store, OTHER)
        store.pause(OTHER, 30)
        for _ in range(2):
            found = store.standings([ACME, OTHER, "nobody.api.gong.io"], DOCUMENTED)
            assert found.keys() == {ACME, OTHER}
            assert found[ACME] == Standing(day=2, second=2, held=0)
            assert found[OTHER].day == 1
            assert found[OTHER].held == pytest.approx(30)
        assert store.standings([OTHER], DOCUMENTED).keys() == {OTHER}
        clock.advance(30)
        assert store.standings([OTHER], DOCUMENTED)[OTHER] == Standing(day=1, second=0, held=0)

    def test_a_spent_day_is_told_until_it_opens(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        limits = Limits(per_second=None, per_day=2)
        for _ in range(2):
            assert store.take_slot(ACME, limits, bulk=False, patience=0).granted
        held = store.standings([ACME], limits)[ACME].held
        assert 23 * 3600 < held <= 25 * 3600
        clock.advance(held)
        assert store.standings([ACME], limits)[ACME] == Standing()

    def test_a_clock_that_is_put_back_stops_no_calls(
        self, store: InstallationStore, clock: ManualClock
    ) -> None:
        wait(store)
        clock.advance(-TEN_MINUTES)
        assert wait(store) == pytest.approx(SPACING)
        store.pause(ACME, 30)
        clock.advance(-TEN_MINUTES)
        assert 29 < wait(store) < 32
        assert store.calls_spent(ACME) == 3


def started(store: InstallationStore) -> float:
    """Begin a call that has waited, and give the seconds that it has to wait still."""
    slot = store.start_call(ACME, DOCUMENTED, patience=60)
    assert slot.granted
    return slot.seconds


def wait(store: InstallationStore, company: str = ACME) -> float:
    """Take a slot, and give the seconds to wait for it."""
    slot = store.take_slot(company, DOCUMENTED, bulk=False, patience=60)
    assert slot.granted
    return slot.seconds
