"""The scorecards of a demo company: what they ask, and of which calls."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import msgspec

from gongkit.contract.types.scorecards import Question, QuestionOption, Scorecard
from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.state import State

RANGE, YES_NO, CHOICE, TEXT = "RANGE", "YES_NO", "SINGLE_SELECT", "OPEN_ENDED"
"""The types of questions. Gong names the first one; the others are ours."""
LOWEST, HIGHEST = 1, 5
AUTOMATIC, MANUAL = "AUTOMATIC", "MANUAL"


class Form(NamedTuple):
    """A scorecard to make: which of the two workspaces it serves, and what it asks.

    `share` of the calls are reviewed with it, until it was disabled, `given_up` days
    ago.
    """

    workspace: int
    name: str
    method: str
    share: float
    questions: tuple[tuple[str, str], ...]
    given_up: int | None = None


class Card(NamedTuple):
    """A scorecard that was made, and the time in which it was filled, in seconds."""

    form: Form
    scorecard: Scorecard
    begins: float
    ends: float


_FORMS = (
    Form(
        0,
        "Discovery",
        MANUAL,
        0.2,
        (
            (RANGE, "How well did we come to understand what the problem costs?"),
            (RANGE, "How much of the talking did the customer do?"),
            (YES_NO, "Do we know who decides, and who signs?"),
            (TEXT, "What should be done differently next time?"),
        ),
    ),
    Form(
        0,
        "Deal review",
        AUTOMATIC,
        0.45,
        (
            (RANGE, "Was the value of the offer put into figures?"),
            (YES_NO, "Was a next step agreed on?"),
            (CHOICE, "Which objection weighed most?"),
        ),
    ),
    Form(
        0,
        "First contact",
        MANUAL,
        0.15,
        (
            (RANGE, "Was the reason for the call clear within the first minute?"),
            (YES_NO, "Was a meeting asked for?"),
        ),
        given_up=40,
    ),
    Form(
        1,
        "Customer conversation",
        MANUAL,
        0.3,
        (
            (RANGE, "Did we speak about what the customer has achieved so far?"),
            (RANGE, "Was every open issue settled, or given to somebody?"),
            (CHOICE, "Which objection weighed most?"),
            (TEXT, "What will we do for this customer next?"),
        ),
    ),
    Form(
        1,
        "Health check",
        AUTOMATIC,
        0.45,
        (
            (RANGE, "How satisfied did the customer sound?"),
            (YES_NO, "Was a risk to the renewal mentioned?"),
        ),
    ),
)
_OVERALL = "All in all, how good was this call?"
_GUIDE = "1 is poor, 3 is what we expect, 5 is a model for others."
_OPTIONS = {
    YES_NO: ("Yes", "No"),
    CHOICE: ("None", "Price", "Timing", "A competitor", "The effort of the roll-out"),
}


def plant_scorecards(state: State, demo: Demo) -> list[Card]:
    """Put the scorecards into the tables, and give them to be filled."""
    cards = [_card(demo, form) for form in _FORMS]
    rows = [
        (demo.company.id, str(found.scorecard_id), form.name, msgspec.json.encode(found))
        for form, found, _, _ in cards
    ]
    state.execute_many("INSERT INTO scorecards VALUES (?, ?, ?, ?)", rows)
    return cards


def _card(demo: Demo, form: Form) -> Card:
    dice = demo.dice("scorecard", form.name)
    created = demo.today - timedelta(days=dice.between(200, 700), minutes=dice.below(600))
    days_ago = form.given_up or dice.between(100, 190)
    updated = demo.today - timedelta(days=days_ago, minutes=dice.below(600))
    overall = _question(dice, RANGE, _OVERALL)
    overall.is_overall = True
    scorecard = Scorecard(
        scorecard_id=int(dice.gong_id()),
        scorecard_name=form.name,
        workspace_id=int(demo.workspaces[form.workspace]),
        enabled=form.given_up is None,
        updater_user_id=int(demo.in_job("operations")[0].id),
        created=created.astimezone(demo.company.zone).isoformat(timespec="milliseconds"),
        updated=updated.astimezone(demo.company.zone).isoformat(timespec="milliseconds"),
        review_method=form.method,
        questions=[*(_question(dice, kind, text) for kind, text in form.questions), overall],
    )
    ends = demo.today if form.given_up is None else updated
    return Card(form, scorecard, created.timestamp(), ends.timestamp())


def _question(dice: Dice, kind: str, text: str) -> Question:
    question = Question(
        question_id=int(dice.gong_id()),
        question_revision_id=int(dice.gong_id()),
        question_text=text,
        is_overall=False,
        question_type=kind,
    )
    if kind == RANGE:
        question.min_range, question.max_range = LOWEST, HIGHEST
        question.answer_guide = _GUIDE
    if kind in _OPTIONS:
        question.answer_options = [
            QuestionOption(id=number, text=option)
            for number, option in enumerate(_OPTIONS[kind], 1)
        ]
    return question
