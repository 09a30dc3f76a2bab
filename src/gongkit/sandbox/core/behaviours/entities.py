"""How questions about CRM objects, and briefs of them, are answered."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_ASK, _BRIEF = ("askEntity",), ("generateBrief",)
_BOTH = _ASK + _BRIEF

ENTITIES = (
    Behaviour(
        "entity-evidence",
        Basis.DOCUMENTED,
        "An answer comes with the calls and emails it draws on, and with how many were looked at.",
        _BOTH,
    ),
    Behaviour(
        "entity-at-most",
        Basis.DOCUMENTED,
        "At most 60 calls and 500 emails are looked at; of more, some are left out.",
        _ASK,
    ),
    Behaviour(
        "entity-newest",
        Basis.ASSUMED,
        "The newest 60 calls that have a transcript and the newest 500 emails of the workspace are"
        " looked at, for a brief too.",
        _BOTH,
    ),
    Behaviour(
        "ask-extraction",
        Basis.ASSUMED,
        "An answer is made of the sentences that share words with the question, and is labelled as"
        " the sandbox's own extraction; Gong's is written by an AI.",
        _ASK,
    ),
    Behaviour(
        "brief-extraction",
        Basis.ASSUMED,
        "A brief is made of the calls' briefs, key points and next steps, of sentences in emails"
        " and of the CRM's fields, and is labelled as the sandbox's own extraction.",
        _BRIEF,
    ),
    Behaviour(
        "entity-custom-range",
        Basis.DOCUMENTED,
        "`fromDateTime` and `toDateTime` go with `CUSTOM_RANGE` only, which needs `fromDateTime`.",
        _BOTH,
        (400,),
    ),
    Behaviour(
        "entity-periods",
        Basis.ASSUMED,
        "Periods are in the company's time zone and go on until now: whole days before today or"
        " before the last activity, a year being 365; weeks begin on Monday.",
        _BOTH,
    ),
    Behaviour(
        "entity-nothing",
        Basis.ASSUMED,
        "Where an object has no calls and emails in the period, the answer is 200 and says so.",
        _BOTH,
    ),
    Behaviour(
        "entity-seen-by",
        Basis.ASSUMED,
        "With calls_seen_by, an answer is made of the calls and emails that the user's permission"
        " profile opens; of emails these are those from the mailboxes it reaches.",
        _BOTH,
    ),
    Behaviour(
        "entity-credits",
        Basis.DOCUMENTED,
        "An answer consumes credits, the more the more calls and emails it looks at.",
        _BOTH,
    ),
    Behaviour(
        "entity-credits-figure",
        Basis.ASSUMED,
        "An answer costs one credit, one more for each ten calls and one for each hundred emails,"
        " taken from the setting `credits`; a refused request costs nothing.",
        _BOTH,
    ),
    Behaviour(
        "entity-no-credits",
        Basis.DOCUMENTED,
        "Where the company has no credits left, the answer is 402.",
        _BOTH,
        (402,),
    ),
    Behaviour(
        "entity-forbidden",
        Basis.DOCUMENTED,
        "Credentials that may not ask here are answered 403.",
        _BOTH,
        (403,),
    ),
    Behaviour(
        "entity-unknown",
        Basis.DOCUMENTED,
        "Where there is nothing by the name that was given, the answer is 404.",
        _BOTH,
        (404,),
    ),
    Behaviour(
        "entity-unknown-what",
        Basis.ASSUMED,
        "An unknown workspace, an unknown object, one of another type and an unknown brief are all"
        " answered 404.",
        _BOTH,
        (404,),
    ),
)
