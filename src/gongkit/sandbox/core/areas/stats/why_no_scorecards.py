"""Why no answered scorecard was found: what Gong does not say, for the log."""

from __future__ import annotations

from collections.abc import Sequence

from gongkit.clock import instant_of
from gongkit.sandbox.core.api.asked import Asked
from gongkit.sandbox.core.areas.calls.filter import PROCESSED, SEEN_BY, Restriction
from gongkit.sandbox.core.state import State

_BLAMED = {
    PROCESSED: "Of calls that are still being processed",
    SEEN_BY: "Of calls that the setting calls_seen_by hides from the API",
}


def explain_no_scorecards(state: State, asked: Asked, restrictions: Sequence[Restriction]) -> None:
    """Leave out one restriction after the other: with whichever there are reviews, that one it is.

    The restrictions are those without ids that nothing has. Where they are met together,
    those ids were the reason, and have been told.
    """
    if _described(state, asked, restrictions):
        return
    explained = False
    for one in restrictions:
        there = _described(state, asked, [each for each in restrictions if each is not one])
        if there:
            blamed = _BLAMED.get(one.field, f"Without {one.field.removeprefix('filter.')}")
            asked.hint(one.field, f"{blamed} there would be {there}.")
            explained = True
    if not explained:
        everything = _described(state, asked, []) or "no answered scorecards"
        asked.hint(
            "filter",
            "No single filter is the reason: nothing matches with any one of them left out."
            f" {asked.company.name} has {everything}.",
        )


def _described(state: State, asked: Asked, restrictions: Sequence[Restriction]) -> str | None:
    """Say how many reviews there are by now, and of when; None where there are none."""
    conditions = ["company_id = ? AND at <= ?", *(each.condition for each in restrictions)]
    row = state.row(
        "SELECT count(*), min(at), max(at), min(started), max(started) FROM"  # noqa: S608
        " (SELECT at, (SELECT started FROM calls WHERE number = call) AS started"
        f" FROM call_reviews WHERE {' AND '.join(conditions)})",
        asked.company.id,
        asked.now,
        *(value for each in restrictions for value in each.values),
    )
    count, *moments = row or (0,)
    if not count:
        return None
    first, last, began, ended = (instant_of(at).isoformat(timespec="seconds") for at in moments)
    number = "1 answered scorecard" if count == 1 else f"{count} answered scorecards"
    return f"{number}, reviewed from {first} to {last}, of calls begun from {began} to {ended}"
