"""Statistics of activity: what users did with calls, in all, by period, and day by day.

All three count the same: a call once for each user, activity and day. So the periods
of a user add up to the whole, and the days list as many ids as are counted.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from gongkit.contract.types.stats import (
    AggregateActivity,
    AggregateActivityWithDates,
    CompanyUsersAggregateActivityResponse,
    DailyActivityWithDates,
    UserActivity,
    UserAggregateByPeriodActivities,
    UserDayByDayActivity,
    UsersAggregateByPeriodActivity,
    UsersDayByDayActivity,
    UserStatsByPeriodRequest,
    UserStatsRequest,
)
from gongkit.decoders import converted
from gongkit.sandbox.core.api.asked import Answer, Asked, answers
from gongkit.sandbox.core.areas.pages import PAGE_SIZE
from gongkit.sandbox.core.areas.stats.activities import activities
from gongkit.sandbox.core.areas.stats.days import Days, asked_days
from gongkit.sandbox.core.areas.stats.users import Users, asked_users, read_user_page
from gongkit.sandbox.core.state import State

_ACTIVITIES = AggregateActivity.__struct_encode_fields__
_NO_CALLS: Mapping[str, int] = dict.fromkeys(_ACTIVITIES, 0)
_NO_IDS: Mapping[str, list[str]] = {activity: [] for activity in _ACTIVITIES}
_MOST_ITEMS = 50_000
"""A page tells of so many periods or days at most, those of all its users together."""

Dated = TypeVar("Dated", AggregateActivityWithDates, DailyActivityWithDates)


class _Asked(NamedTuple):
    """What a request is about, with the rows that were found for it."""

    days: Days
    users: Users
    rows: list[tuple[Any, ...]]


@answers("listMultipleUsersAggregateActivity")
def list_aggregate_activity(state: State, asked: Asked) -> Answer:
    """Count what each user did in all the days together."""
    days, users, rows = _did(
        state, asked, "SELECT user_id, activity, count(*) FROM did GROUP BY user_id, activity"
    )
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for user_id, activity, count in rows:
        counts[user_id][activity] = count
    page, records = read_user_page(asked, users, counts)
    stats = [
        UserActivity(
            user_id=user_id,
            user_email_address=users.emails[user_id],
            user_aggregate_activity_stats=converted(
                {**_NO_CALLS, **counts[user_id]}, AggregateActivity
            ),
        )
        for user_id in page
    ]
    answer = CompanyUsersAggregateActivityResponse(
        request_id=asked.request_id,
        records=records,
        users_aggregate_activity_stats=stats,
        from_date_time=days.begins,
        to_date_time=days.ends,
        time_zone=asked.company.time_zone,
    )
    return Answer.of(answer)


@answers("listMultipleUsersAggregateByPeriod")
def list_aggregate_by_period(state: State, asked: Asked) -> Answer:
    """Count what each user did in each calendar period."""
    body: UserStatsByPeriodRequest = asked.body
    days, users, rows = _did(
        state,
        asked,
        "SELECT user_id, span, activity, count(*) FROM did GROUP BY user_id, span, activity",
    )
    periods = list(days.cut(body.aggregation_period))
    period_of = [number for number, period in enumerate(periods) for _ in range(period.count)]
    counts: dict[str, dict[int, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for user_id, day, activity, count in rows:
        counts[user_id][period_of[day]][activity] += count
    page, records = read_user_page(asked, users, counts, _page_size(periods))
    by_period = _by_period(AggregateActivityWithDates, periods, _NO_CALLS)
    stats = [
        UserAggregateByPeriodActivities(
            user_id=user_id,
            user_email_address=users.emails[user_id],
            user_aggregate_activity=by_period(counts[user_id]),
        )
        for user_id in page
    ]
    answer = UsersAggregateByPeriodActivity(
        request_id=asked.request_id, records=records, users_aggregate_activity=stats
    )
    return Answer.of(answer)


@answers("listMultipleUsersDayByDayActivity")
def list_day_by_day_activity(state: State, asked: Asked) -> Answer:
    """List the ids of the calls with which each user did something, day by day."""
    days, users, rows = _did(state, asked, "SELECT user_id, span, activity, call_id FROM did")
    ids: dict[str, dict[int, dict[str, list[str]]]] = {}
    for user_id, day, activity, call_id in rows:
        of_day = ids.setdefault(user_id, {}).setdefault(day, {})
        insort(of_day.setdefault(activity, []), call_id)
    periods = list(days.cut("DAY"))
    page, records = read_user_page(asked, users, ids, _page_size(periods))
    by_day = _by_period(DailyActivityWithDates, periods, _NO_IDS)
    stats = [
        UserDayByDayActivity(
            user_id=user_id,
            user_email_address=users.emails[user_id],
            user_daily_activity_stats=by_day(ids[user_id]),
        )
        for user_id in page
    ]
    answer = UsersDayByDayActivity(
        request_id=asked.request_id, records=records, users_detailed_activities=stats
    )
    return Answer.of(answer)


def _did(state: State, asked: Asked, select: str) -> _Asked:
    """Ask what the users of a request did on its days; `select` reads the table `did`."""
    body: UserStatsRequest | UserStatsByPeriodRequest = asked.body
    days = asked_days(asked, body.filter.from_date, body.filter.to_date)
    users = asked_users(state, asked, body.filter)
    query = activities(state, asked, users.where, days.spans())
    return _Asked(days, users, state.rows(query.text + select, *query.values))


def _page_size(periods: Sequence[Days]) -> int:
    return max(1, min(PAGE_SIZE, _MOST_ITEMS // len(periods)))


def _by_period(
    kind: type[Dated], periods: Sequence[Days], nothing: Mapping[str, Any]
) -> Callable[[Mapping[int, Mapping[str, Any]]], list[Dated]]:
    """Write what was done in each of the periods, those without anything included."""
    empty = [{**nothing, "fromDate": period.begins, "toDate": period.ends} for period in periods]
    idle = [converted(fields, kind) for fields in empty]

    def write(done: Mapping[int, Mapping[str, Any]]) -> list[Dated]:
        written = idle.copy()
        for number, fields in done.items():
            written[number] = converted({**empty[number], **fields}, kind)
        return written

    return write
