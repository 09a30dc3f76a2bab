"""How apps are approved, and how tokens live."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_AUTHORIZE, _TOKEN = ("authorize",), ("token",)

OAUTH = (
    Behaviour(
        "code-lifetime",
        Basis.DOCUMENTED,
        "An authorization code lives 10 minutes and works once.",
        _TOKEN,
    ),
    Behaviour(
        "code-reuse",
        Basis.ASSUMED,
        "A code that is used again ends what was issued for it, as RFC 6749 advises.",
        _TOKEN,
        statuses=(400,),
    ),
    Behaviour(
        "refresh-once",
        Basis.REPORTED,
        "A refresh token works once; `PUT /_sandbox/oauth` offers other ways.",
        _TOKEN,
        statuses=(200, 400),
    ),
    Behaviour("refresh-token-lifetime", Basis.ASSUMED, "Refresh tokens never expire.", _TOKEN),
    Behaviour(
        "second-installation",
        Basis.ASSUMED,
        "A second installation by the same company leaves the tokens of the first one alive.",
        _TOKEN,
    ),
    Behaviour(
        "early-refresh",
        Basis.ASSUMED,
        "A refresh ahead of expiry leaves the old access token alive until its end.",
        _TOKEN,
    ),
    Behaviour(
        "disconnect",
        Basis.ASSUMED,
        "A company that disconnects an app ends all tokens that it gave it, of earlier"
        " installations too: calls are 401, and a refresh is `invalid_grant`.",
        _TOKEN,
        statuses=(400,),
    ),
    Behaviour(
        "client-id-optional",
        Basis.ASSUMED,
        "`client_id` may be left out of the token request, since Basic names the client.",
        _TOKEN,
    ),
    Behaviour(
        "form-body",
        Basis.REPORTED,
        "Parameters of the token request are taken from a form body too, with a hint in the log.",
        _TOKEN,
    ),
    Behaviour(
        "validity-duration", Basis.ASSUMED, "The longest `validity_duration` is 30 days.", _TOKEN
    ),
    Behaviour(
        "untrusted-refresh",
        Basis.ASSUMED,
        "A refresh from an address that is not trusted is answered 403 `access_denied`, and spends"
        " nothing; a code may be exchanged from anywhere.",
        _TOKEN,
        statuses=(403,),
    ),
    Behaviour(
        "deleted-integration",
        Basis.ASSUMED,
        "Deleting an integration ends its client id, its secrets and all its tokens at once.",
        _TOKEN,
        statuses=(400, 401),
    ),
    Behaviour(
        "private-integration",
        Basis.REPORTED,
        "A private integration can be approved by its own company only.",
        _AUTHORIZE,
        statuses=(403,),
    ),
    Behaviour(
        "made-private-again",
        Basis.ASSUMED,
        "Companies that approved an integration keep it when it is made private again.",
        _AUTHORIZE,
        statuses=(),
    ),
    Behaviour(
        "oauth-errors",
        Basis.REPORTED,
        "Errors of both endpoints are those of RFC 6749.",
        (*_AUTHORIZE, *_TOKEN),
        statuses=(400, 401, 405, 413),
    ),
    Behaviour(
        "all-scopes",
        Basis.ASSUMED,
        "An authorization without `scope` asks for all registered scopes.",
        _AUTHORIZE,
    ),
    Behaviour(
        "oauth-extensions",
        Basis.ASSUMED,
        "PKCE, server metadata and `iss` are off; `PUT /_sandbox/oauth` switches them on.",
        (*_AUTHORIZE, *_TOKEN),
        statuses=(),
    ),
)
