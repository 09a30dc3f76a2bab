"""How the list of briefs behaves."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_OPERATION = ("listBriefs",)

BRIEFS = (
    Behaviour(
        "brief-names",
        Basis.DOCUMENTED,
        "The names are those that generateBrief asks for; listing costs no credits.",
        _OPERATION,
    ),
    Behaviour(
        "brief-none",
        Basis.DOCUMENTED,
        "Where there are no briefs the answer is 404; an unknown workspace has none.",
        _OPERATION,
        (404,),
    ),
    Behaviour(
        "brief-status",
        Basis.ASSUMED,
        "All briefs are published, with the status PUBLISHED; a name is there once a workspace.",
        _OPERATION,
    ),
)
