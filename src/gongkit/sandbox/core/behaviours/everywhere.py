"""What holds for all operations."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

EVERYWHERE = (
    Behaviour(
        "error-shape",
        Basis.DOCUMENTED,
        "An error is an object with `requestId` and a list of sentences, `errors`.",
        statuses=(400, 401, 402, 403, 404, 409, 413, 415, 422, 429, 500),
    ),
    Behaviour(
        "wrong-host",
        Basis.REPORTED,
        "At another company's host a token is answered as if it had been revoked.",
        statuses=(401,),
    ),
    Behaviour(
        "missing-scope",
        Basis.ASSUMED,
        "A token without the operation's scope is answered 403, and the scope is named.",
        statuses=(403,),
    ),
    Behaviour(
        "limits",
        Basis.DOCUMENTED,
        "Three calls a second and 10,000 a day for each company; beyond them 429 with"
        " `Retry-After`.",
        statuses=(429,),
    ),
    Behaviour(
        "validation",
        Basis.ASSUMED,
        "What does not fit the documented types is refused, and every field that is wrong is named.",
        statuses=(400,),
    ),
    Behaviour(
        "unknown-ignored",
        Basis.REPORTED,
        "Unknown parameters and unknown JSON fields are ignored.",
        statuses=(200, 201, 202),
    ),
    Behaviour(
        "body-type",
        Basis.ASSUMED,
        "A body of another content type is refused with 415, one that is too large with 413.",
        statuses=(413, 415),
    ),
)
