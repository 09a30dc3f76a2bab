"""How the list of call outcomes behaves."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

CALL_OUTCOMES = (
    Behaviour(
        "outcome-list",
        Basis.DOCUMENTED,
        "The company's outcomes are listed, whatever the workspace and unpaged.",
        ("listCallOutcomes",),
    ),
    Behaviour(
        "outcome-names",
        Basis.ASSUMED,
        "They come by displayOrder, and have the names that the outcomes of calls have.",
        ("listCallOutcomes",),
    ),
)
