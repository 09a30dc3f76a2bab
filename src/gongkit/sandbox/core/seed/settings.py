"""The company's lists of settings: its keyword trackers and the outcomes of its calls."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from gongkit.contract.types.call_outcomes import CallOutcomeChoice
from gongkit.contract.types.trackers import KeywordTracker, TrackerLanguageKeyword
from gongkit.sandbox.core.seed import kinds
from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.trackers import Tracker, make_trackers
from gongkit.sandbox.core.state import State


def plant_trackers(state: State, demo: Demo) -> None:
    """Put the company's keyword trackers into their table."""
    dice = demo.dice("tracker settings")
    rows = []
    for tracker in make_trackers(demo.blueprint, demo.seed):
        if tracker.concept is None:
            workspace = tracker.workspace
            workspace_id = None if workspace is None else demo.workspaces[workspace]
            settings = _settings(demo, dice, tracker, workspace_id)
            encoded = msgspec.json.encode(settings)
            rows.append((demo.company.id, tracker.id, workspace_id, tracker.name, encoded))
    state.execute_many("INSERT INTO keyword_trackers VALUES (?, ?, ?, ?, ?)", rows)


def _settings(demo: Demo, dice: Dice, tracker: Tracker, workspace_id: str | None) -> KeywordTracker:
    """Describe a tracker as the API does: whole words, said by anybody, anywhere in any call."""
    created = demo.today - timedelta(days=dice.between(150, 600), minutes=dice.between(300, 900))
    updated = created + timedelta(days=dice.between(0, 120), minutes=dice.below(60))
    creator, updater = dice.some(demo.in_job("operations") + demo.in_job("chief"), 2)
    return KeywordTracker(
        tracker_id=tracker.id,
        tracker_name=tracker.name,
        workspace_id=workspace_id,
        language_keywords=[
            TrackerLanguageKeyword(
                language=language, keywords=list(phrases), include_related_forms=False
            )
            for language, phrases in tracker.keywords
        ],
        affiliation="Anyone",
        part_of_question=False,
        said_at="Anytime",
        said_in_topics=[],
        filter_query='{"type":"And","filters":[]}',
        created=_written(demo, created),
        creator_user_id=creator.id,
        updated=_written(demo, updated),
        updater_user_id=updater.id,
    )


def _written(demo: Demo, moment: datetime) -> str:
    return moment.astimezone(demo.company.zone).isoformat(timespec="milliseconds")


_OUTCOMES = (
    (kinds.BOOKED, "CONNECTED", "POSITIVE", "COMPLETE"),
    (kinds.AGREED, "CONNECTED", "POSITIVE", "COMPLETE"),
    (kinds.WON, "CONNECTED", "POSITIVE", "COMPLETE_AND_REMOVE"),
    (kinds.ANSWERED, "CONNECTED", "NEUTRAL", "COMPLETE"),
    (kinds.DECLINED, "CONNECTED", "NEGATIVE", "COMPLETE_AND_REMOVE"),
    (kinds.MESSAGE, "NOT_CONNECTED", "NEUTRAL", "COMPLETE"),
)
"""The outcomes that calls have: who was reached, how it went, what becomes of the to-do."""
_UNUSED = (
    CallOutcomeChoice(
        call_outcome=kinds.OPTED_OUT.name,
        connect_status="CONNECTED",
        sentiment="NEGATIVE",
        todo_action="COMPLETE_AND_REMOVE",
        automation="MARK_AS_OPT_OUT",
        category="ANSWERED",
    ),
    CallOutcomeChoice(
        call_outcome=kinds.UNREACHED.name,
        connect_status="NOT_CONNECTED",
        sentiment="NEUTRAL",
        todo_action="COMPLETE",
        category="NOT_ANSWERED",
    ),
)
"""Outcomes that no demo call has had."""


def plant_outcomes(state: State, demo: Demo) -> None:
    """Put the outcomes that callers choose from into their table."""
    choices = [
        CallOutcomeChoice(
            call_outcome=outcome.name,
            connect_status=connected,
            sentiment=sentiment,
            todo_action=action,
            category="ANSWERED" if outcome.category == "Answered" else "NOT_ANSWERED",
        )
        for outcome, connected, sentiment, action in _OUTCOMES
    ]
    placed = [
        msgspec.structs.replace(choice, display_order=place)
        for place, choice in enumerate([*choices, *_UNUSED], start=1)
    ]
    state.execute_many(
        "INSERT INTO call_outcomes VALUES (?, ?, ?)",
        [(demo.company.id, one.display_order, msgspec.json.encode(one)) for one in placed],
    )
