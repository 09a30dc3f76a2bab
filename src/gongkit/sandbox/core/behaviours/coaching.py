"""How coaching metrics come about."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_METRICS = ("listUsers_1",)

COACHING = (
    Behaviour(
        "coaching-metrics",
        Basis.REPORTED,
        "The metrics are `callsListenedTo`, `callsManagerAttended`, `callsWithFeedback`,"
        " `callsManagerCommentedOn` and `callsWithScorecardFilled`; each lists calls.",
        _METRICS,
    ),
    Behaviour(
        "coached-calls",
        Basis.ASSUMED,
        "A metric lists the calls that the report hosted in the workspace and with which the"
        " manager did something within the period, up to now.",
        _METRICS,
    ),
    Behaviour(
        "one-manager",
        Basis.ASSUMED,
        "The answer is about one manager; people without anything are listed with empty metrics.",
        _METRICS,
    ),
    Behaviour(
        "coaching-ids",
        Basis.ASSUMED,
        "A workspace or a manager that the company does not have is refused.",
        _METRICS,
        statuses=(400,),
    ),
)
