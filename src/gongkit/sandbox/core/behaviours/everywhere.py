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
        "access-key-lifetime",
        Basis.DOCUMENTED,
        "An access key with a lifetime is refused once the days are over.",
        statuses=(401,),
    ),
    Behaviour(
        "trusted-ips",
        Basis.DOCUMENTED,
        "A token from an address that is not among its integration's trusted IPs is refused.",
        statuses=(403,),
    ),
    Behaviour(
        "access-key-trusted-ips",
        Basis.ASSUMED,
        "An access key from an address that is not among its trusted IPs is refused likewise.",
        statuses=(403,),
    ),
    Behaviour(
        "limits",
        Basis.DOCUMENTED,
        "Each company has 3 calls a second and 10,000 a day; 429 with `Retry-After` follows.",
        statuses=(429,),
    ),
    Behaviour(
        "limit-windows",
        Basis.ASSUMED,
        "The second of the limit is any stretch of one second, the day is the UTC day;"
        " a refused request does not count.",
        statuses=(429,),
    ),
    Behaviour(
        "unknown-ignored",
        Basis.REPORTED,
        "Unknown parameters and unknown JSON fields are ignored; the request log has a hint.",
        statuses=(),
    ),
    Behaviour(
        "named-fields",
        Basis.ASSUMED,
        "What does not fit the documented types is refused, each wrong field with its name.",
        statuses=(400,),
    ),
    Behaviour(
        "closed-lists",
        Basis.ASSUMED,
        "A value outside a documented list of values is refused.",
        statuses=(400,),
    ),
    Behaviour(
        "parameter-once",
        Basis.ASSUMED,
        "A query parameter that is no list and comes twice is refused.",
        statuses=(400,),
    ),
    Behaviour(
        "empty-ids",
        Basis.REPORTED,
        "An optional list of Gong's ids is refused when it is empty.",
        statuses=(400,),
    ),
    Behaviour(
        "cursor-frame",
        Basis.ASSUMED,
        "A cursor fits the request that gave it; any other input that changed is refused.",
        statuses=(400,),
    ),
    Behaviour(
        "body-type",
        Basis.ASSUMED,
        "A body of another content type is refused.",
        statuses=(415,),
    ),
    Behaviour(
        "body-size",
        Basis.ASSUMED,
        "A JSON body of more than 10 MB is refused, and not read to its end.",
        statuses=(413,),
    ),
)
