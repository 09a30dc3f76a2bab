# Made from _async/resources/stats.py by tools/async_to_sync.py: change that one.
"""`gong.stats`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from gongkit.client._sync.listing import Listing
from gongkit.client._sync.resource import Resource
from gongkit.client.inputs import texts
from gongkit.clock import day_text, instant_text
from gongkit.contract.operations import stats as ops
from gongkit.contract.types.stats import (
    AggregationPeriod,
    AnsweredScorecard,
    AnsweredScorecardsFilter,
    AnsweredScorecardsRequest,
    InteractionStats,
    UserActivity,
    UserAggregateByPeriodActivities,
    UserDayByDayActivity,
    UserStatsByPeriodRequest,
    UserStatsFilter,
    UserStatsRequest,
)


class Stats(Resource):
    """What people did and how they talked, in numbers.

    Days are those of the company's time zone. A period goes from its first day to
    before its last one, which must not be after today. `user_ids` and the moments
    between which users were made (`created_from`, `created_to`) restrict who counts.
    """

    def aggregate(
        self,
        *,
        from_date: date,
        to_date: date,
        user_ids: Sequence[str] | None = None,
        created_from: datetime | None = None,
        created_to: datetime | None = None,
    ) -> Listing[UserActivity]:
        """Count what each user did with calls, from `from_date` to before `to_date`."""
        chosen = _filter(from_date, to_date, user_ids, created_from, created_to)
        return self._listing(
            ops.LIST_MULTIPLE_USERS_AGGREGATE_ACTIVITY, body=UserStatsRequest(filter=chosen)
        )

    def aggregate_by_period(
        self,
        *,
        aggregation_period: AggregationPeriod,
        from_date: date,
        to_date: date,
        user_ids: Sequence[str] | None = None,
        created_from: datetime | None = None,
        created_to: datetime | None = None,
    ) -> Listing[UserAggregateByPeriodActivities]:
        """Count what each user did with calls, by DAY, WEEK, MONTH, QUARTER or YEAR.

        Periods are the calendar's, so that the first and the last may be cut.
        """
        chosen = _filter(from_date, to_date, user_ids, created_from, created_to)
        return self._listing(
            ops.LIST_MULTIPLE_USERS_AGGREGATE_BY_PERIOD,
            body=UserStatsByPeriodRequest(filter=chosen, aggregation_period=aggregation_period),
        )

    def day_by_day(
        self,
        *,
        from_date: date,
        to_date: date,
        user_ids: Sequence[str] | None = None,
        created_from: datetime | None = None,
        created_to: datetime | None = None,
    ) -> Listing[UserDayByDayActivity]:
        """List what each user did with calls on each day, with the ids of the calls."""
        chosen = _filter(from_date, to_date, user_ids, created_from, created_to)
        return self._listing(
            ops.LIST_MULTIPLE_USERS_DAY_BY_DAY_ACTIVITY, body=UserStatsRequest(filter=chosen)
        )

    def interaction(
        self,
        *,
        from_date: date,
        to_date: date,
        user_ids: Sequence[str] | None = None,
        created_from: datetime | None = None,
        created_to: datetime | None = None,
    ) -> Listing[InteractionStats]:
        """List how each user speaks in calls: talk ratio, monologues, interactivity, patience."""
        chosen = _filter(from_date, to_date, user_ids, created_from, created_to)
        return self._listing(ops.LIST_INTERACTION_STATS, body=UserStatsRequest(filter=chosen))

    def scorecards(
        self,
        *,
        call_from_date: date | None = None,
        call_to_date: date | None = None,
        review_from_date: date | None = None,
        review_to_date: date | None = None,
        review_method: str | None = None,
        reviewed_user_ids: Sequence[str] | None = None,
        scorecard_ids: Sequence[str] | None = None,
    ) -> Listing[AnsweredScorecard]:
        """List filled scorecards, by the day of the call, of the review, or both.

        `review_method` is AUTOMATIC, MANUAL or BOTH. Ids in the answer are numbers; the
        questions are under `gong.scorecards`.
        """
        chosen = AnsweredScorecardsFilter(
            call_from_date=day_text("call_from_date", call_from_date),
            call_to_date=day_text("call_to_date", call_to_date),
            review_from_date=day_text("review_from_date", review_from_date),
            review_to_date=day_text("review_to_date", review_to_date),
            review_method=review_method,
            reviewed_user_ids=texts("reviewed_user_ids", reviewed_user_ids),
            scorecard_ids=texts("scorecard_ids", scorecard_ids),
        )
        return self._listing(
            ops.LIST_ANSWERED_SCORECARDS, body=AnsweredScorecardsRequest(filter=chosen)
        )


def _filter(
    from_date: date,
    to_date: date,
    user_ids: Sequence[str] | None,
    created_from: datetime | None,
    created_to: datetime | None,
) -> UserStatsFilter:
    return UserStatsFilter(
        from_date=day_text("from_date", from_date),
        to_date=day_text("to_date", to_date),
        created_from_date_time=instant_text("created_from", created_from),
        created_to_date_time=instant_text("created_to", created_to),
        user_ids=texts("user_ids", user_ids),
    )
