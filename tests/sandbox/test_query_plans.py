"""What pages and the console ask for again and again, SQLite answers without reading all it has.

The plan tells: how long it takes depends on the machine, and shows with 100,000 calls only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from gongkit.clock import SYSTEM_CLOCK
from gongkit.sandbox.core.calls.recordings import wishes
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.mail.letters import Place, delivered_to, find_delivered, mailboxes
from gongkit.sandbox.core.people import users_of
from gongkit.sandbox.core.sandbox import Sandbox
from gongkit.sandbox.core.state import State, open_state
from gongkit.sandbox.ui.engage.folders import INBOX, side
from gongkit.sandbox.ui.site import Site

Plan = Callable[[Callable[[State], object]], str]
LATER = 1e11


@pytest.fixture
def plan(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plan]:
    """Tell SQLite's plan for what is read when something is done with the demo data."""
    steps: list[str] = []
    rows, row = State.rows, State.row

    def explain(state: State, sql: str, values: tuple[Any, ...]) -> None:
        steps.extend(step[3] for step in rows(state, f"EXPLAIN QUERY PLAN {sql}", *values))

    def explained_rows(state: State, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        explain(state, sql, values)
        return rows(state, sql, *values)

    def explained_row(state: State, sql: str, *values: Any) -> tuple[Any, ...] | None:
        explain(state, sql, values)
        return row(state, sql, *values)

    with closing(open_state(data)) as state:

        def made(act: Callable[[State], object]) -> str:
            with monkeypatch.context() as patch:
                patch.setattr(State, "rows", explained_rows)
                patch.setattr(State, "row", explained_row)
                act(state)
            return "\n".join(steps)

        yield made


def test_recordings_that_are_waited_for_are_found_without_reading_calls(plan: Plan) -> None:
    # It is asked after each call to the control API: by a console's page, every second.
    found = plan(wishes)
    assert "USING INDEX recordings_to_fetch" in found
    assert "SCAN calls" not in found


def test_the_users_are_read_once_for_a_list_of_mailboxes(plan: Plan) -> None:
    found = plan(lambda state: mailboxes(state, LATER, "", 100))
    assert "SCAN users" in found
    assert "CORRELATED" not in found


@pytest.mark.parametrize(
    "act",
    [
        lambda state: delivered_to(state, "nobody@far.example", LATER, Place()),
        lambda state: find_delivered(state, "nobody@far.example", "1", LATER),
    ],
)
def test_a_mailbox_is_found_by_its_address(act: Callable[[State], object], plan: Plan) -> None:
    found = plan(act)
    assert "email_addresses_by_address (company_id=? AND address=?)" in found
    assert "SCAN email_addresses" not in found


def test_drafts_are_counted_without_reading_what_they_say(plan: Plan) -> None:
    def look(state: State) -> None:
        site = Site(Sandbox(state, SYSTEM_CLOCK, Hosts("127.0.0.1", 1)))
        company = next(iter(site.companies().values()))
        side(site, users_of(state, company.id)[0], INBOX)

    assert "SEARCH drafts USING COVERING INDEX drafts_by_user" in plan(look)
