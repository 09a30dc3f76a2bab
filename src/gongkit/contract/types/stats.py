"""Statistics: what users did with calls, how they speak in them, and how they were scored.

Days are those of the company's time zone.
"""

from typing import Annotated, ClassVar

from gongkit.contract.types.base import (
    UNIQUE,
    Double,
    GongStruct,
    Int32,
    Int64,
    Timestamp,
    known,
)
from gongkit.contract.types.common import Records
from gongkit.contract.types.scorecards import ReviewMethod

AggregationPeriod = Annotated[str, known("DAY", "WEEK", "MONTH", "QUARTER", "YEAR")]
ScorecardVisibility = Annotated[
    str, known("PUBLIC", "PRIVATE", "OPT_IN_USERS", "MANAGERS", "MANAGERS_AND_REVIEWEE")
]


class UserStatsFilter(GongStruct):
    """Which days and users to count."""

    gong_name: ClassVar[str | None] = "MultipleUsersWithDates"

    from_date: str
    """The first day, `YYYY-MM-DD`."""
    to_date: str
    """The day to stop before, `YYYY-MM-DD`, not after today."""
    created_from_date_time: Timestamp | None = None
    """Only users made at or after this moment."""
    created_to_date_time: Timestamp | None = None
    """Only users made before this moment."""
    user_ids: Annotated[list[str], UNIQUE] | None = None
    """Only these users; all of them if left out."""


class UserStatsRequest(GongStruct):
    """Asks for statistics by user."""

    gong_name: ClassVar[str | None] = "PublicApiBaseRequestV2MultipleUsersWithDates"

    cursor: str | None = None
    filter: UserStatsFilter


class UserStatsByPeriodRequest(GongStruct):
    """Asks for statistics by user and period."""

    gong_name: ClassVar[str | None] = "RequestWithTimePeriod"

    cursor: str | None = None
    filter: UserStatsFilter
    aggregation_period: AggregationPeriod


class AggregateActivity(GongStruct):
    """How often a user did each of these things; every field is a number of calls."""

    calls_as_host: Int32 | None = None
    """Recorded calls the user hosted."""
    calls_gave_feedback: Int32 | None = None
    calls_requested_feedback: Int32 | None = None
    calls_received_feedback: Int32 | None = None
    own_calls_listened_to: Int32 | None = None
    others_calls_listened_to: Int32 | None = None
    """Calls listened to in which the user did not take part."""
    calls_shared_internally: Int32 | None = None
    calls_shared_externally: Int32 | None = None
    calls_scorecards_filled: Int32 | None = None
    """Calls of others that the user scored."""
    calls_scorecards_received: Int32 | None = None
    """Calls of the user that were scored."""
    calls_attended: Int32 | None = None
    """Recorded calls the user took part in without hosting them."""
    calls_comments_given: Int32 | None = None
    calls_comments_received: Int32 | None = None
    calls_marked_as_feedback_given: Int32 | None = None
    """Calls on which the user marked feedback as given."""
    calls_marked_as_feedback_received: Int32 | None = None
    """Calls of the user on which feedback was marked as given."""


class AggregateActivityWithDates(AggregateActivity):
    """How often a user did each of these things within one period."""

    from_date: str | None = None
    """When the period begins, ISO-8601 with the company's offset."""
    to_date: str | None = None
    """When the period has ended, ISO-8601 with the company's offset."""


class DailyActivityWithDates(GongStruct):
    """What a user did on one day; every field but the dates lists the ids of calls."""

    calls_as_host: list[str] | None = None
    """Recorded calls the user hosted."""
    calls_gave_feedback: list[str] | None = None
    calls_requested_feedback: list[str] | None = None
    calls_received_feedback: list[str] | None = None
    own_calls_listened_to: list[str] | None = None
    others_calls_listened_to: list[str] | None = None
    """Calls listened to in which the user did not take part."""
    calls_shared_internally: list[str] | None = None
    calls_shared_externally: list[str] | None = None
    calls_attended: list[str] | None = None
    """Recorded calls the user took part in without hosting them."""
    calls_comments_given: list[str] | None = None
    calls_comments_received: list[str] | None = None
    calls_marked_as_feedback_given: list[str] | None = None
    """Calls on which the user marked feedback as given."""
    calls_marked_as_feedback_received: list[str] | None = None
    """Calls of the user on which feedback was marked as given."""
    calls_scorecards_filled: list[str] | None = None
    """Calls of others that the user scored."""
    calls_scorecards_received: list[str] | None = None
    """Calls of the user that were scored."""
    from_date: str | None = None
    """When the day begins, ISO-8601 with the company's offset."""
    to_date: str | None = None
    """When the day has ended, ISO-8601 with the company's offset."""


class UserActivity(GongStruct):
    """One user's activity over the whole time asked for."""

    user_id: str | None = None
    user_email_address: str | None = None
    user_aggregate_activity_stats: AggregateActivity | None = None


class UserAggregateByPeriodActivities(GongStruct):
    """One user's activity, period by period."""

    user_id: str | None = None
    user_email_address: str | None = None
    user_aggregate_activity: list[AggregateActivityWithDates] | None = None


class UserDayByDayActivity(GongStruct):
    """One user's activity, day by day."""

    user_id: str | None = None
    user_email_address: str | None = None
    user_daily_activity_stats: list[DailyActivityWithDates] | None = None


class CompanyUsersAggregateActivityResponse(GongStruct):
    """A page of users with their activity."""

    request_id: str | None = None
    records: Records | None = None
    users_aggregate_activity_stats: list[UserActivity] | None = None
    from_date_time: str | None = None
    """The moment from which Gong counted, ISO-8601 with offset."""
    to_date_time: str | None = None
    """The moment before which Gong stopped, ISO-8601 with offset."""
    time_zone: str | None = None
    """The company's time zone, such as `US/Pacific`."""


class UsersAggregateByPeriodActivity(GongStruct):
    """A page of users with their activity, period by period."""

    request_id: str | None = None
    records: Records | None = None
    users_aggregate_activity: list[UserAggregateByPeriodActivities] | None = None


class UsersDayByDayActivity(GongStruct):
    """A page of users with their activity, day by day."""

    request_id: str | None = None
    records: Records | None = None
    users_detailed_activities: list[UserDayByDayActivity] | None = None


class InteractionStat(GongStruct):
    """One statistic of how a user speaks in calls, such as `Interactivity`."""

    name: str | None = None
    value: Double | None = None
    """In the statistic's own unit: seconds for the longest monologue, a plain score otherwise."""


class InteractionStats(GongStruct):
    """How one user speaks in calls."""

    user_id: str | None = None
    user_email_address: str | None = None
    person_interaction_stats: list[InteractionStat] | None = None


class InteractionStatsResponse(GongStruct):
    """A page of users with how they speak in calls."""

    gong_name: ClassVar[str | None] = "CompanyUsersIntercationStatsResponse"

    request_id: str | None = None
    records: Records | None = None
    people_interaction_stats: list[InteractionStats] | None = None
    from_date_time: str | None = None
    """The moment from which Gong counted, ISO-8601 with offset."""
    to_date_time: str | None = None
    """The moment before which Gong stopped, ISO-8601 with offset."""
    time_zone: str | None = None
    """The company's time zone, such as `US/Pacific`."""


class AnsweredScorecardsFilter(GongStruct):
    """Which filled scorecards to give; what is left out does not restrict."""

    call_from_date: str | None = None
    """The first day of the calls, `YYYY-MM-DD`."""
    call_to_date: str | None = None
    """The day of the calls to stop before, `YYYY-MM-DD`, not after today."""
    review_from_date: str | None = None
    """The first day of the reviews, `YYYY-MM-DD`."""
    review_to_date: str | None = None
    """The day of the reviews to stop before, `YYYY-MM-DD`, not after today."""
    review_method: Annotated[str, known("AUTOMATIC", "MANUAL", "BOTH")] | None = None
    reviewed_user_ids: Annotated[list[str], UNIQUE] | None = None
    """Only reviews of calls of these users."""
    scorecard_ids: Annotated[list[str], UNIQUE] | None = None


class AnsweredScorecardsRequest(GongStruct):
    """Asks for filled scorecards."""

    gong_name: ClassVar[str | None] = "PublicApiBaseRequestV2AnsweredScorecardsFilter"

    cursor: str | None = None
    filter: AnsweredScorecardsFilter


class Answer(GongStruct):
    """The answer to one question of a scorecard."""

    question_id: Int64 | None = None
    question_revision_id: Int64 | None = None
    """The wording of the question that was answered."""
    is_overall: bool | None = None
    """Whether this score stands for the whole scorecard."""
    score: Int32 | None = None
    """Within the question's range."""
    answer_text: str | None = None
    not_applicable: bool | None = None
    """The reviewer said that the question did not apply."""
    selected_options: list[str] | None = None
    """The ids of the options that were chosen."""


class AnsweredScorecard(GongStruct):
    """A scorecard that was filled for a call."""

    answered_scorecard_id: Int64 | None = None
    scorecard_id: Int64 | None = None
    scorecard_name: str | None = None
    call_id: Int64 | None = None
    """A number here, text nearly everywhere else."""
    call_start_time: Timestamp | None = None
    reviewed_user_id: Int64 | None = None
    """Whose part in the call was reviewed."""
    reviewer_user_id: Int64 | None = None
    review_method: ReviewMethod | None = None
    editor_user_id: Int64 | None = None
    """Who changed the review last."""
    review_time: Timestamp | None = None
    visibility_type: ScorecardVisibility | None = None
    """Who may see the review."""
    answers: list[Answer] | None = None


class AnsweredScorecards(GongStruct):
    """A page of filled scorecards."""

    request_id: str | None = None
    records: Records | None = None
    answered_scorecards: list[AnsweredScorecard] | None = None
