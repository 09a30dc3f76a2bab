"""Statistics of scorecards: those that were filled for calls, by people or automatically."""

from __future__ import annotations

from gongkit.contract.types.stats import AnsweredScorecardsFilter, AnsweredScorecardsRequest
from gongkit.sandbox.core.api.asked import Answer, Asked, answers
from gongkit.sandbox.core.areas.calls.filter import visible
from gongkit.sandbox.core.areas.pages import Listing, encoded, page_answer, read_page
from gongkit.sandbox.core.areas.stats.days import asked_spell
from gongkit.sandbox.core.areas.stats.users import hint_at_unknown
from gongkit.sandbox.core.areas.where import Where
from gongkit.sandbox.core.state import State

_ANSWERED = Listing(
    counted="call_reviews",
    tables="call_reviews",
    key=("at", "id"),
    empty="No answered scorecards found corresponding to the provided filters",
)


@answers("listAnsweredScorecards")
def list_answered_scorecards(state: State, asked: Asked) -> Answer:
    """List the reviews of calls that can be seen by now, the first review first."""
    body: AnsweredScorecardsRequest = asked.body
    wanted = body.filter
    calls = visible(state, asked)
    for condition, moment in asked_spell(asked, "call", wanted.call_from_date, wanted.call_to_date):
        calls.add(f"started {condition} ?", moment)
    reviews = Where("company_id = ? AND at <= ?", asked.company.id, asked.now)
    for condition, moment in asked_spell(
        asked, "review", wanted.review_from_date, wanted.review_to_date
    ):
        reviews.add(f"at {condition} ?", moment)
    reviews.add(f"call IN (SELECT number FROM calls WHERE {calls})", *calls.values)  # noqa: S608
    if wanted.review_method != "BOTH":
        reviews.equals("method", wanted.review_method)
    reviews.among("reviewed_user_id", wanted.reviewed_user_ids)
    reviews.among("scorecard_id", wanted.scorecard_ids)
    _explain(state, asked, wanted)
    page = read_page(state, asked, _ANSWERED, "encoded", reviews)
    return page_answer(asked, page, "answeredScorecards", encoded)


def _explain(state: State, asked: Asked, wanted: AnsweredScorecardsFilter) -> None:
    """Leave hints on ids that nothing in this company has."""
    users = _ids(state, asked, "users")
    hint_at_unknown(asked, "filter.reviewedUserIds", wanted.reviewed_user_ids, users, "listUsers")
    cards = _ids(state, asked, "scorecards")
    hint_at_unknown(asked, "filter.scorecardIds", wanted.scorecard_ids, cards, "listScorecards")


def _ids(state: State, asked: Asked, table: str) -> set[str]:
    rows = state.rows(
        f"SELECT id FROM {table} WHERE company_id = ?",  # noqa: S608
        asked.company.id,
    )
    return {one for (one,) in rows}
