"""Statistics of scorecards: those that were filled for calls, by people or automatically."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from gongkit.contract.types.stats import AnsweredScorecardsFilter, AnsweredScorecardsRequest
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.areas.calls.filter import CallFilter, Restriction
from gongkit.sandbox.core.areas.pages import Listing, encoded, page_answer, read_page
from gongkit.sandbox.core.areas.stats.days import Bounds, asked_spell
from gongkit.sandbox.core.areas.stats.users import hint_at_unknown
from gongkit.sandbox.core.areas.stats.why_no_scorecards import explain_no_scorecards
from gongkit.sandbox.core.areas.where import Where
from gongkit.sandbox.core.state import AMONG, State, listed

NOT_FOUND = 404
_ANSWERED = Listing(
    counted="call_reviews",
    tables="call_reviews",
    key=("at", "id"),
    empty="No answered scorecards found corresponding to the provided filters",
)


class _Spells(NamedTuple):
    """When the calls began, and when the reviews were made."""

    calls: Bounds
    reviews: Bounds


@answers("listAnsweredScorecards")
def list_answered_scorecards(state: State, asked: Asked) -> Answer:
    """List the reviews of calls that can be seen by now, the first review first."""
    body: AnsweredScorecardsRequest = asked.body
    wanted = body.filter
    spells = _Spells(
        list(asked_spell(asked, "call", wanted.call_from_date, wanted.call_to_date)),
        list(asked_spell(asked, "review", wanted.review_from_date, wanted.review_to_date)),
    )
    reviews = Where("company_id = ? AND at <= ?", asked.company.id, asked.now)
    for _, condition, values in _restrictions(state, asked, wanted, spells):
        reviews.add(condition, *values)
    known = _without_unknown(state, asked, wanted)
    try:
        page = read_page(state, asked, _ANSWERED, "encoded", reviews)
    except Refused as refused:
        if refused.status == NOT_FOUND:
            restrictions = list(_restrictions(state, asked, known, spells))
            explain_no_scorecards(state, asked, restrictions)
        raise
    return page_answer(asked, page, "answeredScorecards", encoded)


def _restrictions(
    state: State, asked: Asked, wanted: AnsweredScorecardsFilter, spells: _Spells
) -> Iterator[Restriction]:
    """Give what the reviews must meet, the two ends of a period together."""
    for field, condition, values in CallFilter().restrictions(state, asked):
        calls = Where("company_id = ?", asked.company.id)
        calls.add(condition, *values)
        yield _of_calls(field, calls)
    if spells.calls:
        calls = Where("company_id = ?", asked.company.id)
        for comparison, moment in spells.calls:
            calls.add(f"started {comparison} ?", moment)
        yield _of_calls(_first("call", wanted.call_from_date), calls)
    if spells.reviews:
        text = " AND ".join(f"at {comparison} ?" for comparison, _ in spells.reviews)
        moments = tuple(moment for _, moment in spells.reviews)
        yield Restriction(_first("review", wanted.review_from_date), text, moments)
    if wanted.review_method not in {None, "BOTH"}:
        yield Restriction("filter.reviewMethod", "method = ?", (wanted.review_method,))
    for field, column, ids in (
        ("filter.reviewedUserIds", "reviewed_user_id", wanted.reviewed_user_ids),
        ("filter.scorecardIds", "scorecard_id", wanted.scorecard_ids),
    ):
        if ids is not None:
            yield Restriction(
                field,
                f"{column} {AMONG}",
                (listed(ids),),
            )


def _of_calls(field: str, calls: Where) -> Restriction:
    condition = f"EXISTS (SELECT 1 FROM calls WHERE number = call AND {calls})"  # noqa: S608
    return Restriction(field, condition, tuple(calls.values))


def _first(about: str, from_date: str | None) -> str:
    """Name the end of a period that was given, the first of two."""
    return f"filter.{about}{'ToDate' if from_date is None else 'FromDate'}"


def _without_unknown(
    state: State, asked: Asked, wanted: AnsweredScorecardsFilter
) -> AnsweredScorecardsFilter:
    """Leave hints on ids that nothing in this company has, and take them out of the filter."""
    users, cards = _ids(state, asked, "users"), _ids(state, asked, "scorecards")
    user_ids, card_ids = wanted.reviewed_user_ids, wanted.scorecard_ids
    hint_at_unknown(asked, "filter.reviewedUserIds", user_ids, users, "listUsers")
    hint_at_unknown(asked, "filter.scorecardIds", card_ids, cards, "listScorecards")
    return msgspec.structs.replace(
        wanted,
        reviewed_user_ids=[one for one in user_ids or () if one in users] or None,
        scorecard_ids=[one for one in card_ids or () if one in cards] or None,
    )


def _ids(state: State, asked: Asked, table: str) -> set[str]:
    rows = state.rows(
        f"SELECT id FROM {table} WHERE company_id = ?",  # noqa: S608
        asked.company.id,
    )
    return {one for (one,) in rows}
