"""The reviews of a demo company: scorecards filled for calls, by managers or automatically."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import msgspec

from gongkit.contract.types.scorecards import Question
from gongkit.contract.types.stats import Answer, AnsweredScorecard
from gongkit.sandbox.core.seed.activity import Heard, calls_to_hear
from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.scorecards import AUTOMATIC, HIGHEST, LOWEST, RANGE, TEXT, Card
from gongkit.sandbox.core.state import State

_MINUTE, _HOUR = 60.0, 3600.0
_LONG_ENOUGH = 180
"""Shorter calls, in seconds, are not reviewed."""
_REMARKS = (
    "Give the customer more room after the first question.",
    "Very good preparation; keep it so.",
    "Sum up before moving on, and write the recap on the same day.",
    "Bring the figures of the last call into the conversation.",
)
_VISIBLE_TO = ("PUBLIC", "PUBLIC", "MANAGERS_AND_REVIEWEE", "MANAGERS")


class _Review(NamedTuple):
    """When which call was reviewed with which scorecard, and by whom, if by anybody."""

    call: Heard
    card: Card
    at: float
    reviewer_id: str | None
    dice: Dice


def plant_reviews(state: State, demo: Demo, cards: list[Card]) -> None:
    """Put reviews into the tables, and the listening before them; the calls are there already."""
    managers = {person.id: person.manager_id for person in demo.people}
    reviews = [
        review
        for call in calls_to_hear(state, demo)
        if call.duration >= _LONG_ENOUGH and not call.private
        for review in _reviews(demo, call, cards, managers[call.host_id])
    ]
    state.execute_many(
        "INSERT INTO call_reviews VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_row(demo, review) for review in reviews),
    )
    state.execute_many(
        "INSERT INTO call_plays (company_id, call, user_id, at, seconds) VALUES (?, ?, ?, ?, ?)",
        (
            (demo.company.id, call.number, reviewer, at - call.duration - 90, float(call.duration))
            for call, _, at, reviewer, _ in reviews
            if reviewer
        ),
    )


def _reviews(
    demo: Demo, call: Heard, cards: list[Card], manager_id: str | None
) -> Iterator[_Review]:
    """Review a call with some of the scorecards of its workspace."""
    dice = demo.dice("reviews", call.id)
    for card in cards:
        if str(card.scorecard.workspace_id) != call.workspace_id or not dice.chance(
            card.form.share
        ):
            continue
        automatic = card.form.method == AUTOMATIC
        wait = dice.between(2, 30) * _MINUTE if automatic else dice.between(20, 140) * _HOUR
        at = call.analysed + wait
        if card.begins < at < card.ends and (automatic or manager_id):
            yield _Review(call, card, at, None if automatic else manager_id, dice)


def _row(demo: Demo, review: _Review) -> tuple[object, ...]:
    call, (form, scorecard, _, _), at, reviewer_id, dice = review
    review_id = dice.gong_id()
    reviewer = None if reviewer_id is None else int(reviewer_id)
    answered = AnsweredScorecard(
        answered_scorecard_id=int(review_id),
        scorecard_id=scorecard.scorecard_id,
        scorecard_name=form.name,
        call_id=int(call.id),
        call_start_time=_written(demo, call.started),
        reviewed_user_id=int(call.host_id),
        reviewer_user_id=reviewer,
        review_method=form.method,
        editor_user_id=reviewer,
        review_time=_written(demo, at),
        visibility_type=dice.pick(_VISIBLE_TO),
        answers=_answers(dice, scorecard.questions or [], by_person=reviewer is not None),
    )
    return (
        review_id,
        demo.company.id,
        call.number,
        str(scorecard.scorecard_id),
        call.host_id,
        reviewer_id,
        form.method,
        at,
        msgspec.json.encode(answered),
    )


def _answers(dice: Dice, questions: list[Question], *, by_person: bool) -> list[Answer]:
    """Answer the questions; the overall score, which comes last, is the mean of the others."""
    answers: list[Answer] = []
    quality = dice.between(2, 4)
    for question in questions:
        answer = Answer(
            question_id=question.question_id,
            question_revision_id=question.question_revision_id,
            is_overall=question.is_overall,
            not_applicable=False,
        )
        scores = [given.score for given in answers if given.score]
        if question.is_overall:
            answer.score = round(sum(scores) / len(scores)) if scores else quality
        elif by_person and dice.chance(0.08):
            answer.not_applicable = True
        else:
            _give(dice, question, answer, quality)
        answers.append(answer)
    return answers


def _give(dice: Dice, question: Question, answer: Answer, quality: int) -> None:
    """Answer in the form that the question asks for."""
    if question.question_type == RANGE:
        answer.score = min(HIGHEST, max(LOWEST, quality + dice.between(-1, 1)))
    elif question.question_type == TEXT:
        answer.answer_text = dice.pick(_REMARKS)
    else:
        answer.selected_options = [str(dice.pick(question.answer_options or []).id)]


def _written(demo: Demo, moment: float) -> str:
    return datetime.fromtimestamp(moment, demo.company.zone).isoformat(timespec="milliseconds")
