"""What the demo data tells of calls afterwards: plays, shares, feedback and reviews fit them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from tests.sandbox.demo_calls import NOW, planted_state

from gongkit.sandbox.core.permissions.visibility import IS_PRIVATE
from gongkit.sandbox.core.state import State

TODAY = NOW // 86_400 * 86_400


@pytest.fixture(scope="module")
def planted() -> Iterator[State]:
    with closing(planted_state()) as state:
        yield state


@pytest.fixture
def state(planted: State) -> Iterator[State]:
    """The demo data; what a test writes is undone."""
    planted.execute("BEGIN")
    yield planted
    planted.execute("ROLLBACK")


def none(state: State, query: str, *values: object) -> bool:
    return state.rows(query, *values) == []


@pytest.mark.parametrize("table", ["call_plays", "call_actions", "call_reviews"])
def test_everything_is_done_to_calls_that_are_there_and_before_today(
    state: State, table: str
) -> None:
    rows = state.rows(
        f"SELECT t.at, ready, t.company_id = calls.company_id FROM {table} t"
        " JOIN (SELECT *, started + duration AS ready FROM calls) calls ON calls.number = t.call"
    )
    assert len(rows) > 80
    assert all(ready < at < TODAY and own for at, ready, own in rows)
    assert len({company for (company,) in state.rows(f"SELECT company_id FROM {table}")}) == 3


def test_a_private_call_is_for_its_host(state: State) -> None:
    private = f"(SELECT number FROM calls WHERE {IS_PRIVATE})"
    assert state.rows(f"SELECT * FROM {private}")
    assert none(
        state,
        "SELECT 1 FROM call_plays JOIN calls ON number = call"
        f" WHERE user_id <> primary_user_id AND number IN {private}",
    )
    assert none(state, f"SELECT 1 FROM call_reviews WHERE call IN {private}")


def test_nobody_listens_longer_than_the_call_lasts(state: State) -> None:
    assert none(
        state,
        "SELECT 1 FROM call_plays JOIN calls ON number = call"
        " WHERE seconds <= 0 OR seconds > duration",
    )


@pytest.mark.parametrize(
    "said",
    [
        "SELECT number, user_id, at FROM calls JOIN call_comments USING (content)",
        "SELECT call, reviewer_user_id, at FROM call_reviews WHERE reviewer_user_id NOTNULL",
        "SELECT call, user_id, at FROM call_actions WHERE action = 'callsGaveFeedback'",
    ],
)
def test_who_says_something_has_listened_before(state: State, said: str) -> None:
    assert state.rows(said)
    assert none(
        state,
        f"WITH said (call, user_id, at) AS ({said})"
        " SELECT 1 FROM said WHERE NOT EXISTS (SELECT 1 FROM call_plays p WHERE p.call = said.call"
        " AND p.user_id = said.user_id AND p.at < said.at)",
    )


def test_feedback_and_reviews_come_from_the_host_s_manager(state: State) -> None:
    assert none(
        state,
        "SELECT 1 FROM call_actions JOIN calls ON number = call"
        " JOIN users ON users.company_id = calls.company_id AND users.id = primary_user_id"
        " WHERE user_id <> CASE WHEN action IN ('callsGaveFeedback', 'callsMarkedAsFeedbackGiven')"
        " THEN manager_id ELSE primary_user_id END",
    )


# --- the tables beside the blocks


def test_comments_and_statistics_follow_the_blocks(state: State) -> None:
    (content,) = state.row("SELECT min(content) FROM call_comments") or (0,)
    comments = (
        b'"publicComments":[{"commenterUserId":"7","posted":"2026-10-25T02:30:00.500+01:00"},'
        b'{"commenterUserId":"8","posted":"2026-10-25T01:30:00Z","comment":"\xc3\xa4 \\"x\\""}]'
    )
    stats = b'"interactionStats":[{"name":"Patience","value":1.5}]'
    state.execute(
        "UPDATE call_blocks SET public_comments = ?, interaction_stats = ? WHERE content = ?",
        comments,
        stats,
        content,
    )
    found = state.rows("SELECT user_id, at FROM call_comments WHERE content = ?", content)
    assert found == [("7", 1_792_891_800.0), ("8", 1_792_891_800.0)]
    values = state.rows("SELECT name, value FROM call_statistics WHERE content = ?", content)
    assert values == [("Patience", 1.5)]
    state.execute("UPDATE call_blocks SET public_comments = NULL WHERE content = ?", content)
    assert none(state, "SELECT 1 FROM call_comments WHERE content = ?", content)


def test_what_was_done_to_a_call_ends_with_it(state: State) -> None:
    tables = ("call_plays", "call_actions", "call_reviews")
    (number, content) = state.row(
        "SELECT call, content FROM call_reviews JOIN calls ON number = call"
    ) or (0, 0)
    state.execute("DELETE FROM calls WHERE number = ?", number)
    for table in tables:
        assert none(state, f"SELECT 1 FROM {table} WHERE call = ?", number)
    for table in ("call_comments", "call_statistics"):
        assert none(state, f"SELECT 1 FROM {table} WHERE content = ?", content)
