"""How statistics are counted."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_AGGREGATE = "listMultipleUsersAggregateActivity"
_BY_PERIOD = "listMultipleUsersAggregateByPeriod"
_DAY_BY_DAY = "listMultipleUsersDayByDayActivity"
_INTERACTION = ("listInteractionStats",)
_ANSWERED = ("listAnsweredScorecards",)
_ACTIVITY = (_AGGREGATE, _BY_PERIOD, _DAY_BY_DAY)
_BY_USER = (*_ACTIVITY, *_INTERACTION)
_ALL = (*_BY_USER, *_ANSWERED)

STATS = (
    Behaviour(
        "company-days",
        Basis.DOCUMENTED,
        "Days are those of the company's time zone; the last one is not counted.",
        _ALL,
    ),
    Behaviour(
        "no-future-days",
        Basis.DOCUMENTED,
        "The day to stop before must not be after today in the company's time zone.",
        _ALL,
        statuses=(400,),
    ),
    Behaviour(
        "days-not-moments",
        Basis.ASSUMED,
        "A date-time in the place of a day is refused.",
        _BY_USER,
        statuses=(400,),
    ),
    Behaviour(
        "call-from-date-time",
        Basis.REPORTED,
        "`callFromDate` takes a full date-time with an offset too.",
        _ANSWERED,
    ),
    Behaviour(
        "days-of-moments",
        Basis.ASSUMED,
        "So do `callToDate`, `reviewFromDate` and `reviewToDate`; a date-time stands for its day"
        " in the company's time zone, and leaves a hint.",
        _ANSWERED,
    ),
    Behaviour(
        "earliest-day",
        Basis.ASSUMED,
        "Days before 1970 are refused.",
        _ALL,
        statuses=(400,),
    ),
    Behaviour(
        "days-in-order",
        Basis.ASSUMED,
        "The first day must be before the last one, so that there is a day to count.",
        _ALL,
        statuses=(400,),
    ),
    Behaviour(
        "only-active-users",
        Basis.DOCUMENTED,
        "Only users with activity in these days are listed.",
        _ACTIVITY,
    ),
    Behaviour(
        "only-analysed-users",
        Basis.ASSUMED,
        "Only users who hosted a call in these days that is analysed by now are listed.",
        _INTERACTION,
    ),
    Behaviour(
        "nobody-404",
        Basis.ASSUMED,
        "404 means that nobody who matches has anything to count; a hint says which of the two.",
        _BY_USER,
        statuses=(404,),
    ),
    Behaviour(
        "unknown-user-ids",
        Basis.ASSUMED,
        "Ids of users that nobody has are passed over, with a hint.",
        (*_BY_USER, *_ANSWERED),
    ),
    Behaviour(
        "no-avatars",
        Basis.ASSUMED,
        "Gong's own avatars are never counted; people who left are.",
        _BY_USER,
    ),
    Behaviour(
        "counted-by-day",
        Basis.ASSUMED,
        "A call counts once for each user, activity and day, so that days and periods add up.",
        _ACTIVITY,
    ),
    Behaviour(
        "counted-when-done",
        Basis.ASSUMED,
        "Hosting and attending count on the day of the call, all else on the day it was done.",
        _ACTIVITY,
    ),
    Behaviour(
        "own-calls",
        Basis.ASSUMED,
        "A user's own calls are those they hosted or attended, when it comes to listening.",
        _ACTIVITY,
    ),
    Behaviour(
        "received-by-host",
        Basis.ASSUMED,
        "Comments and feedback by others are received by the host of the call.",
        _ACTIVITY,
    ),
    Behaviour(
        "visible-calls-count",
        Basis.ASSUMED,
        "Only calls that the API shows by now count, private ones included.",
        _ALL,
    ),
    Behaviour(
        "every-period",
        Basis.DOCUMENTED,
        "Every period or day is listed, also those in which the user did nothing.",
        (_BY_PERIOD, _DAY_BY_DAY),
    ),
    Behaviour(
        "weeks-from-monday",
        Basis.DOCUMENTED,
        "Weeks begin on Monday.",
        (_BY_PERIOD,),
    ),
    Behaviour(
        "cut-periods",
        Basis.ASSUMED,
        "The first and the last period are cut to the days asked for.",
        (_BY_PERIOD,),
    ),
    Behaviour(
        "user-pages",
        Basis.DOCUMENTED,
        "A page has 100 users.",
        _BY_USER,
    ),
    Behaviour(
        "long-period-pages",
        Basis.ASSUMED,
        "A page has fewer users where they would have more than 50,000 periods or days together.",
        (_BY_PERIOD, _DAY_BY_DAY),
    ),
    Behaviour(
        "mean-of-calls",
        Basis.ASSUMED,
        "A user's value is the mean of the same statistic over the calls they hosted.",
        _INTERACTION,
    ),
    Behaviour(
        "all-reviews",
        Basis.ASSUMED,
        "Without a review method, reviews by people and automatic ones are listed.",
        _ANSWERED,
    ),
    Behaviour(
        "reviews-in-order",
        Basis.ASSUMED,
        "Reviews are listed by when they were made, 100 on a page.",
        _ANSWERED,
    ),
    Behaviour(
        "automatic-reviewer",
        Basis.ASSUMED,
        "An automatic review has neither reviewer nor editor.",
        _ANSWERED,
    ),
    Behaviour(
        "no-reviews-404",
        Basis.ASSUMED,
        "404 means that no review matches; hints name unknown ids, or the filter that is to blame.",
        _ANSWERED,
        statuses=(404,),
    ),
)
