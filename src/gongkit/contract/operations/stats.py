"""Statistics: what users did with calls, how they speak in them, and how they were scored."""

from gongkit.contract.operation import JsonBody, NotFoundMeans, Operation, Place, Repeat
from gongkit.contract.types.stats import (
    AnsweredScorecards,
    AnsweredScorecardsRequest,
    CompanyUsersAggregateActivityResponse,
    InteractionStatsResponse,
    UsersAggregateByPeriodActivity,
    UsersDayByDayActivity,
    UserStatsByPeriodRequest,
    UserStatsRequest,
)

LIST_MULTIPLE_USERS_AGGREGATE_ACTIVITY = Operation(
    id="listMultipleUsersAggregateActivity",
    area="stats",
    method_name="aggregate",
    method="POST",
    path="/v2/stats/activity/aggregate",
    doc="""Count what each user did with calls over a number of days.

    Days are `YYYY-MM-DD` in the company's time zone, which the answer names; the last
    one is not counted and must not be after today, so that today is never in it. 404
    means that no user matched; it is taken as an empty list.""",
    answer=CompanyUsersAggregateActivityResponse,
    body=JsonBody(type=UserStatsRequest),
    scopes=("api:stats:user-actions",),
    paging=Place.BODY,
    items="usersAggregateActivityStats",
    repeat=Repeat.SAFE,
    not_found=NotFoundMeans.EMPTY,
    errors=(400, 401, 404, 429, 500),
)

LIST_MULTIPLE_USERS_AGGREGATE_BY_PERIOD = Operation(
    id="listMultipleUsersAggregateByPeriod",
    area="stats",
    method_name="aggregate_by_period",
    method="POST",
    path="/v2/stats/activity/aggregate-by-period",
    doc="""Count what each user did with calls, by day, week, month, quarter or year.

    Periods follow the calendar, so that the first and the last can be shorter. Days are
    `YYYY-MM-DD` in the company's time zone; the last one is not counted and must not be
    after today. 404 means that no user matched; it is taken as an empty list.""",
    answer=UsersAggregateByPeriodActivity,
    body=JsonBody(type=UserStatsByPeriodRequest),
    scopes=("api:stats:user-actions",),
    paging=Place.BODY,
    items="usersAggregateActivity",
    repeat=Repeat.SAFE,
    not_found=NotFoundMeans.EMPTY,
    errors=(400, 401, 404, 429, 500),
)

LIST_MULTIPLE_USERS_DAY_BY_DAY_ACTIVITY = Operation(
    id="listMultipleUsersDayByDayActivity",
    area="stats",
    method_name="day_by_day",
    method="POST",
    path="/v2/stats/activity/day-by-day",
    doc="""List what each user did with calls, day by day, with the ids of the calls.

    Days are `YYYY-MM-DD` in the company's time zone; the last one is not counted and
    must not be after today. 404 means that no user matched; it is taken as an empty
    list.""",
    answer=UsersDayByDayActivity,
    body=JsonBody(type=UserStatsRequest),
    scopes=("api:stats:user-actions:detailed",),
    paging=Place.BODY,
    items="usersDetailedActivities",
    repeat=Repeat.SAFE,
    not_found=NotFoundMeans.EMPTY,
    errors=(400, 401, 404, 429, 500),
)

LIST_ANSWERED_SCORECARDS = Operation(
    id="listAnsweredScorecards",
    area="stats",
    method_name="scorecards",
    method="POST",
    path="/v2/stats/activity/scorecards",
    doc="""List filled scorecards, by the day of the call, of the review, or both.

    Days are `YYYY-MM-DD` in the company's time zone; the last one is not included and
    must not be after today. Ids are numbers here, not text. The questions themselves
    come from `listScorecards`. 404 means that nothing matched; it is taken as an empty
    list.""",
    answer=AnsweredScorecards,
    body=JsonBody(type=AnsweredScorecardsRequest),
    scopes=("api:stats:scorecards",),
    paging=Place.BODY,
    items="answeredScorecards",
    repeat=Repeat.SAFE,
    not_found=NotFoundMeans.EMPTY,
    errors=(400, 401, 404, 429, 500),
)

LIST_INTERACTION_STATS = Operation(
    id="listInteractionStats",
    area="stats",
    method_name="interaction",
    method="POST",
    path="/v2/stats/interaction",
    doc="""List how each user speaks in calls: talk ratio, monologues, interactivity, patience.

    The values are over all of the user's analysed calls within the days, which are
    `YYYY-MM-DD` in the company's time zone; the last one is not counted and must not be
    after today. 404 means that nobody matched; it is taken as an empty list.""",
    answer=InteractionStatsResponse,
    body=JsonBody(type=UserStatsRequest),
    scopes=("api:stats:interaction",),
    paging=Place.BODY,
    items="peopleInteractionStats",
    repeat=Repeat.SAFE,
    not_found=NotFoundMeans.EMPTY,
    errors=(400, 401, 404, 429, 500),
)
