"""How scorecards are listed."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_LIST = ("listScorecards",)

SCORECARDS = (
    Behaviour(
        "all-scorecards",
        Basis.DOCUMENTED,
        "The scorecards of all workspaces are listed with their questions, on one page.",
        _LIST,
    ),
    Behaviour(
        "disabled-scorecards",
        Basis.ASSUMED,
        "Disabled scorecards are listed, and so are the reviews made with them.",
        (*_LIST, "listAnsweredScorecards"),
    ),
    Behaviour(
        "question-types",
        Basis.ASSUMED,
        "Questions are of the types `RANGE`, `YES_NO`, `SINGLE_SELECT` and `OPEN_ENDED`.",
        _LIST,
    ),
    Behaviour(
        "no-scorecards-404",
        Basis.ASSUMED,
        "A company without scorecards is answered 404.",
        _LIST,
        statuses=(404,),
    ),
)
