"""Scorecards: the forms by which calls are reviewed."""

from typing import Annotated

from gongkit.contract.types.base import GongStruct, Int32, Int64, Timestamp, known

ReviewMethod = Annotated[str, known("AUTOMATIC", "MANUAL")]
"""Whether Gong fills the scorecard by itself or a person does."""


class QuestionOption(GongStruct):
    """One answer that can be chosen."""

    id: Int32 | None = None
    """Unique within the question."""
    text: str | None = None


class Question(GongStruct):
    """A question of a scorecard."""

    question_id: Int64 | None = None
    """Stays the same when the question is reworded."""
    question_revision_id: Int64 | None = None
    """Changes when the question is reworded."""
    question_text: str | None = None
    is_overall: bool | None = None
    """Whether its score stands for the whole scorecard."""
    question_type: str | None = None
    """The form of the answer, such as `RANGE`."""
    answer_guide: str | None = None
    """The advice given to whoever answers."""
    min_range: Int32 | None = None
    """The lowest score, for a question with a range."""
    max_range: Int32 | None = None
    """The highest score, for a question with a range."""
    answer_options: list[QuestionOption] | None = None


class Scorecard(GongStruct):
    """A scorecard with its questions."""

    scorecard_id: Int64 | None = None
    scorecard_name: str | None = None
    workspace_id: Int64 | None = None
    """Absent where the scorecard serves all workspaces."""
    enabled: bool | None = None
    """Whether it can be filled today."""
    updater_user_id: Int64 | None = None
    """Who changed it last."""
    created: Timestamp | None = None
    updated: Timestamp | None = None
    review_method: ReviewMethod | None = None
    questions: list[Question] | None = None


class Scorecards(GongStruct):
    """All scorecards of the company."""

    request_id: str | None = None
    scorecards: list[Scorecard] | None = None
