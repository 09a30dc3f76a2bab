"""Call outcomes: the results a caller can choose from after a call."""

from typing import Annotated, ClassVar

from gongkit.contract.types.base import UNIQUE, GongStruct, Int32, known

ConnectStatus = Annotated[str, known("CONNECTED", "NOT_CONNECTED")]
OutcomeSentiment = Annotated[str, known("POSITIVE", "NEGATIVE", "NEUTRAL")]
OutcomeTodoAction = Annotated[str, known("COMPLETE", "COMPLETE_AND_REMOVE")]
OutcomeAutomation = Annotated[str, known("MARK_AS_OPT_OUT")]
OutcomeCategory = Annotated[str, known("ANSWERED", "NOT_ANSWERED")]


class CallOutcomeChoice(GongStruct):
    """A result a caller can choose, and what Engage does when it is chosen."""

    gong_name: ClassVar[str | None] = "CallOutcomeDto"

    call_outcome: str | None = None
    """Its name, as callers see it."""
    display_order: Int32 | None = None
    """Its place in the list."""
    connect_status: ConnectStatus | None = None
    """Whether the caller spoke with the person they wanted."""
    sentiment: OutcomeSentiment | None = None
    todo_action: OutcomeTodoAction | None = None
    """What becomes of the to-do the call was made for."""
    automation: OutcomeAutomation | None = None
    """What else is done, for instance that the person is called no more."""
    category: OutcomeCategory | None = None
    """Whether anybody picked up."""


class CallOutcomesResponse(GongStruct):
    """The company's list of call outcomes."""

    request_id: str | None = None
    outcomes: Annotated[list[CallOutcomeChoice], UNIQUE] | None = None
