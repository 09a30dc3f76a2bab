"""How the audit log behaves."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_OPERATION = ("listLogs",)

LOGS = (
    Behaviour(
        "log-period",
        Basis.DOCUMENTED,
        "The period is half-open and ends now where toDateTime is left out; one without entries"
        " is answered 404.",
        _OPERATION,
        (200, 404),
    ),
    Behaviour(
        "log-order",
        Basis.ASSUMED,
        "Entries come in the order in which they happened, 100 a page, with times in the"
        " company's time zone.",
        _OPERATION,
    ),
    Behaviour(
        "log-access",
        Basis.ASSUMED,
        "AccessLog has sign-ins, those at the sandbox too; calls of the API are not among them.",
        _OPERATION,
    ),
    Behaviour(
        "log-activity",
        Basis.ASSUMED,
        "UserActivityLog gets integrations that are authorized and permission profiles that are"
        " made or changed; what a credential does is told of the company's first tech admin.",
        _OPERATION,
    ),
    Behaviour(
        "log-plays",
        Basis.ASSUMED,
        "UserCallPlay has one entry for each play that the statistics count.",
        _OPERATION,
    ),
    Behaviour(
        "log-seen",
        Basis.ASSUMED,
        "Entries about calls are listed for calls that the API shows by now: with the setting"
        " `calls_seen_by` the logs of plays and of externally shared calls have those only.",
        _OPERATION,
        (200, 404),
    ),
    Behaviour(
        "log-outsiders",
        Basis.ASSUMED,
        "The logs of externally shared calls name who shared the call as the user, and the"
        " outsider in the record.",
        _OPERATION,
    ),
    Behaviour(
        "log-record",
        Basis.ASSUMED,
        "The keys of logRecord are the sandbox's own, since Gong does not document them.",
        _OPERATION,
    ),
    Behaviour(
        "log-kept",
        Basis.ASSUMED,
        "Entries are kept for good, but for those of calls and outsiders that were erased.",
        _OPERATION,
    ),
)
