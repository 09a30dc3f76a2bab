"""Statistics of interaction over HTTP: the means of what the calls tell."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from statistics import fmean

import pytest
from tests.sandbox.activity import NO_USERS, ZONES, ask, calls, midnight, periods, today, told
from tests.sandbox.box import Box
from tests.sandbox.test_stats_edges import add_call

NAMES = [
    "Talk Ratio",
    "Longest Monologue",
    "Longest Customer Story",
    "Interactivity",
    "Patience",
]


@pytest.mark.parametrize("company", list(ZONES))
def test_a_user_s_values_are_the_means_of_their_calls(box: Box, company: str) -> None:
    for first, end in periods(box, company):
        values: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        for call in calls(box, company, first, end):
            stats = call.get("interaction", {}).get("interactionStats", ())
            for stat in stats:
                values[call["metaData"]["primaryUserId"]][stat["name"]].append(stat["value"])
        found = told(box, company, "/interaction", fromDate=first, toDate=end)
        assert [user["userId"] for user in found] == sorted(values)
        for user in found:
            stats = {stat["name"]: stat["value"] for stat in user["personInteractionStats"]}
            assert list(stats) == NAMES
            means = {name: fmean(given) for name, given in values[user["userId"]].items()}
            assert stats == pytest.approx(means)


def test_a_call_that_is_not_analysed_has_no_share(own_box: Box) -> None:
    own_box.lift_limits()
    day = today(own_box, "northwind") - timedelta(days=300)
    host = own_box.api("northwind", "GET", "/v2/users").json["users"][0]["id"]
    add_call(own_box, "northwind", host, datetime.fromisoformat(midnight("northwind", day)))
    days = {"fromDate": day, "toDate": day + timedelta(days=1)}
    answer = ask(own_box, "northwind", "/interaction", **days, userIds=[host])
    assert answer.status == 404
    assert answer.errors == NO_USERS
    assert ask(own_box, "northwind", "/activity/aggregate", **days, userIds=[host]).status == 200
