"""The demo data's flows: they agree with the calls, the people and the CRM."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from tests.sandbox.demo_calls import NOW, planted_state

from gongkit.sandbox.core.engage.flows import EMAIL_ACTIONS, steps_of
from gongkit.sandbox.core.engage.instances import course_of
from gongkit.sandbox.core.state import State

TODAY = NOW // 86_400 * 86_400
_OPEN = f"(paused OR ends_at > {TODAY})"


@pytest.fixture(scope="module")
def state() -> Iterator[State]:
    with closing(planted_state()) as planted:
        yield planted


def test_every_company_has_a_handful_of_flows_of_all_kinds(state: State) -> None:
    rows = state.rows(
        "SELECT c.name, visibility, count(*) FROM flows JOIN companies c ON c.id = company_id"
        " GROUP BY 1, 2 ORDER BY 1, 2"
    )
    assert rows == [
        ("globex", "Company", 5),
        ("globex", "Personal", 1),
        ("globex", "Shared", 1),
        ("kestrel", "Company", 6),
        ("kestrel", "Personal", 1),
        ("kestrel", "Shared", 1),
        ("northwind", "Company", 5),
        ("northwind", "Personal", 1),
        ("northwind", "Shared", 1),
    ]


def test_steps_are_in_order_and_their_texts_complete(state: State) -> None:
    for company_id, flow_id in state.rows("SELECT company_id, id FROM flows"):
        steps = steps_of(state, company_id, flow_id)
        assert [step.number for step in steps] == [place + 1 for place in range(len(steps))]
        subjects = 0
        for step in steps:
            is_email = step.action in EMAIL_ACTIONS
            assert (step.subject is not None) is (is_email and not step.is_reply)
            assert not step.is_reply or (is_email and subjects)
            assert "$" not in f"{step.subject}{step.body}"
            subjects += step.subject is not None


def test_prospects_and_owners_are_people_of_the_company(state: State) -> None:
    assert not state.rows(
        "SELECT i.id FROM flow_instances i LEFT JOIN contacts c"
        " ON c.company_id = i.company_id AND c.id = prospect_id WHERE c.id IS NULL"
    )
    assert not state.rows(
        "SELECT i.id FROM flow_instances i LEFT JOIN engage_seats s"
        " ON s.company_id = i.company_id AND s.user_id = owner_id WHERE s.user_id IS NULL"
    )
    assert not state.rows(
        "SELECT 1 FROM engage_seats s LEFT JOIN users u"
        " ON u.company_id = s.company_id AND u.id = s.user_id WHERE u.active IS NOT 1"
    )


def test_instances_go_through_their_flows_in_time(state: State) -> None:
    rows = state.rows(
        "SELECT i.company_id, flow_id, i.created, starts_at, ends_at, end_status, f.created"
        " FROM flow_instances i JOIN flows f ON f.company_id = i.company_id AND f.id = flow_id"
    )
    assert len(rows) > 100
    for company_id, flow_id, created, starts_at, ends_at, end_status, flow_created in rows:
        assert flow_created < created < TODAY
        waits = [step.wait_days for step in steps_of(state, company_id, flow_id)]
        start, end = course_of(waits, created)
        assert starts_at == start
        assert ends_at == end if end_status == "FinishedNoReply" else created < ends_at < end
    paused = state.rows("SELECT company_id, count(*) FROM flow_instances WHERE paused GROUP BY 1")
    assert [count for _, count in paused] == [1, 1, 1]


def test_who_was_called_cold_is_in_the_callers_flow(state: State) -> None:
    rows = state.rows(
        "SELECT i.id, end_status, ends_at - k.started FROM flow_instances i"
        " JOIN flows f ON f.company_id = i.company_id AND f.id = flow_id"
        " LEFT JOIN call_parties p ON p.company_id = i.company_id AND p.crm_id = prospect_id"
        " LEFT JOIN calls k ON k.content = p.content AND k.primary_user_id = i.owner_id"
        " AND k.started > i.created WHERE f.name LIKE 'Cold outreach%'"
    )
    assert len({row[0] for row in rows}) == len(rows) > 50
    for _, end_status, after_call in rows:
        assert after_call is not None
        assert end_status == "FinishedNoReply" or 0 < after_call < 900


def test_no_open_instance_contradicts_another(state: State) -> None:
    assert not state.rows(
        "SELECT prospect_id FROM flow_instances i JOIN flows f"
        f" ON f.company_id = i.company_id AND f.id = flow_id WHERE {_OPEN}"
        " GROUP BY i.company_id, prospect_id HAVING max(exclusive) AND count(*) > 1"
    )
    assert not state.rows(
        f"SELECT 1 FROM flow_instances WHERE {_OPEN}"
        " GROUP BY company_id, flow_id, prospect_id HAVING count(*) > 1"
    )
    assert not state.rows(
        "SELECT 1 FROM flow_instances i JOIN flow_opt_outs o"
        f" ON o.company_id = i.company_id AND o.prospect_id = i.prospect_id WHERE {_OPEN}"
    )
