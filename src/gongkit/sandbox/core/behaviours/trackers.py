"""How the list of keyword trackers behaves."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_OPERATION = ("listTrackers",)

TRACKERS = (
    Behaviour(
        "tracker-keywords",
        Basis.DOCUMENTED,
        "Keyword trackers are listed; smart trackers are not, though calls have them.",
        _OPERATION,
    ),
    Behaviour(
        "tracker-none",
        Basis.DOCUMENTED,
        "Where there are no trackers the answer is 404; an unknown workspace has none.",
        _OPERATION,
        (404,),
    ),
    Behaviour(
        "tracker-workspace",
        Basis.ASSUMED,
        "With workspaceId only the workspace's own trackers are listed, without those that serve"
        " all workspaces.",
        _OPERATION,
        (200, 404),
    ),
    Behaviour(
        "tracker-settings",
        Basis.ASSUMED,
        "The demo trackers look for whole words, said by anybody at any time: affiliation is"
        " Anyone, saidAt is Anytime.",
        _OPERATION,
    ),
)
