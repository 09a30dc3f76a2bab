"""Statistics of interaction: how users speak in the calls they host.

A user's values are the means of those that `interactionStats` gives for each call.
"""

from __future__ import annotations

from gongkit.contract.types.stats import (
    InteractionStat,
    InteractionStats,
    InteractionStatsResponse,
    UserStatsRequest,
)
from gongkit.sandbox.core.api.asked import Answer, Asked, answers
from gongkit.sandbox.core.areas.calls.filter import visible
from gongkit.sandbox.core.areas.stats.days import asked_days
from gongkit.sandbox.core.areas.stats.users import asked_users, read_user_page
from gongkit.sandbox.core.state import State

_MEANS = (
    "WITH hosted (user_id, content, calls) AS"
    " (SELECT primary_user_id, content, count(*) FROM calls WHERE {}"
    " GROUP BY primary_user_id, content)"
    " SELECT user_id, name, sum(value * calls) / sum(calls)"
    " FROM hosted JOIN call_statistics USING (content)"
    " GROUP BY user_id, name ORDER BY min(place)"
)
"""Calls that share a content count as often as there are of them."""


@answers("listInteractionStats")
def list_interaction_stats(state: State, asked: Asked) -> Answer:
    """Give the means over the calls that each user hosted and that are analysed by now."""
    body: UserStatsRequest = asked.body
    days = asked_days(asked, body.filter.from_date, body.filter.to_date)
    users = asked_users(state, asked, body.filter)
    calls = visible(state, asked)
    calls.add("transcript_at <= ?", asked.now)
    calls.add("started >= ? AND started < ?", *days.span)
    calls.add(
        f"primary_user_id IN (SELECT id FROM users WHERE {users.where})",  # noqa: S608
        *users.where.values,
    )
    stats: dict[str, list[InteractionStat]] = {}
    for user_id, name, value in state.rows(_MEANS.format(calls), *calls.values):
        stats.setdefault(user_id, []).append(InteractionStat(name=name, value=value))
    page, records = read_user_page(asked, users, stats)
    people = [
        InteractionStats(
            user_id=user_id,
            user_email_address=users.emails[user_id],
            person_interaction_stats=stats[user_id],
        )
        for user_id in page
    ]
    answer = InteractionStatsResponse(
        request_id=asked.request_id,
        records=records,
        people_interaction_stats=people,
        from_date_time=days.begins,
        to_date_time=days.ends,
        time_zone=asked.company.time_zone,
    )
    return Answer.of(answer)
