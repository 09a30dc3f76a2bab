"""Scorecards: the forms by which calls are reviewed, of all workspaces, disabled ones too."""

from __future__ import annotations

from gongkit.contract.types.scorecards import Scorecard, Scorecards
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.state import State


@answers("listScorecards")
def list_scorecards(state: State, asked: Asked) -> Answer:
    """List the company's scorecards by name, with their questions."""
    rows = state.rows(
        "SELECT encoded FROM scorecards WHERE company_id = ? ORDER BY name, id", asked.company.id
    )
    if not rows:
        asked.hint("scorecards", f"{asked.company.name} has no scorecards; the demo companies do.")
        raise Refused(404, "No scorecards found")
    scorecards = [decoder_of(Scorecard).decode(encoded) for (encoded,) in rows]
    return Answer.of(Scorecards(request_id=asked.request_id, scorecards=scorecards))
